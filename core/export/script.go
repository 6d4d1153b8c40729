// Package export writes a Spec, its data and its weights in the forms that other programs read: a PyTorch script or notebook that makes the
// same run, tables, and the files of NumPy and safetensors.
package export

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

	"saddlelab/core/lab"
	"saddlelab/core/optim"
)

func rounded(v float64) float64 { return math.Round(v) }

// script gathers what is written.
type script struct {
	spec    *lab.Spec
	has     map[string]bool
	files   []string // sections of the library, in order
	imports []string
	notes   []string // of the header
	setup   string   // the Spec's numbers, its function or network, and its runs: what one changes
	data    string   // arrays, at the end
}

// Script writes a Spec as a Python script for PyTorch. files are as for lab.Start. What cannot be written is refused in a sentence.
func Script(s *lab.Spec, files map[string][]byte) (string, error) {
	w, err := write(s, files)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for i, c := range w.cells() {
		if i > 0 {
			b.WriteString("\n\n# %% " + c.title + "\n")
		}
		b.WriteString(c.source)
	}
	return b.String(), nil
}

func write(s *lab.Spec, files map[string][]byte) (*script, error) {
	w := &script{spec: s, has: features(s), imports: []string{"import math"}}
	var err error
	switch s.Kind {
	case "surface":
		err = w.surface()
	case "network":
		err = w.network(files)
	default:
		return nil, errors.New("an experiment of the course is many small runs with a verdict and has no script; its numbers are in its JSON, and its rooms' runs can be exported one by one")
	}
	if err != nil {
		return nil, err
	}
	return w, w.runs()
}

// runs writes RUNS.
func (w *script) runs() error {
	var b strings.Builder
	b.WriteString("RUNS = [\n")
	for i := range w.spec.Runs {
		r := &w.spec.Runs[i]
		m, err := optim.ByID(r.Optimizer, "optimizer")
		if err != nil {
			return err
		}
		entry, err := run(m.Name, r, w.has)
		if err != nil {
			return fmt.Errorf("runs[%d]: %w", i, err)
		}
		b.WriteString(entry)
	}
	b.WriteString("]\n")
	w.setup += b.String()
	return nil
}

// cell is a part of the script: a cell of the notebook.
type cell struct{ title, source string }

// specLine is how a script says which Spec it is of. Import reads it.
const specLine = "# saddlelab-spec: "

func (w *script) cells() []cell {
	doc, err := json.Marshal(w.spec)
	if err != nil {
		panic("export: " + err.Error())
	}
	head := `"""` + w.header() + "\"\"\"\n\n" + specLine + ascii(string(doc)) + "\n\n"
	calls := w.setup + " train main"
	if w.data != "" {
		calls += " unpack"
	}
	sections := pick(w.files, w.has, calls)
	imports := append([]string(nil), w.imports...)
	all := w.setup
	for _, s := range sections {
		for _, d := range s.definitions {
			all += d.text
		}
	}
	if strings.Contains(all, "np.") {
		imports = append(imports, "", "import numpy as np", "import torch")
	} else {
		imports = append(imports, "", "import torch")
	}
	if strings.Contains(all, "nn.") && w.spec.Kind == "network" {
		imports = append(imports, "from torch import nn")
	}
	head += strings.Join(imports, "\n") + "\n\ntorch.set_default_dtype(torch.float64)\n"
	out := []cell{{"", head}}
	for _, s := range sections {
		text := ""
		if s.about != "" {
			text = "# " + strings.ToUpper(s.about[:1]) + s.about[1:] + "\n"
		}
		for _, d := range s.definitions {
			text += "\n\n" + d.text + "\n"
		}
		out = append(out, cell{s.title, strings.TrimPrefix(text, "\n\n")})
	}
	out = append(out, cell{"The experiment", w.setup})
	if w.data != "" {
		out = append(out, cell{"Its arrays", w.data})
	}
	return append(out, cell{"Run it", "if __name__ == \"__main__\":\n    main()\n"})
}

// ascii escapes what is not ASCII in a JSON document, which stays the same document.
func ascii(doc string) string {
	var b strings.Builder
	for _, r := range doc {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case r > 0xFFFF:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xD800+r>>10, 0xDC00+r&0x3FF)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func (w *script) header() string {
	what := "A run on a surface"
	if w.spec.Kind == "network" {
		what = "The training of a network"
	}
	lines := []string{what + ", as a script for PyTorch: python3 run.py. Exported by Saddlelab.", ""}
	lines = append(lines, w.notes...)
	if w.has["random"] || w.has["oracle"] || w.has["drawn"] || w.spec.Kind == "network" {
		lines = append(lines, "Chance comes from the seed through the generator below, number by number as in the laboratory, so that noisy runs agree as well.")
	}
	if s := w.spec; s.Race != nil || s.Cloud != nil || s.Analyse != nil || s.Landscape != nil || s.Spectrum != nil {
		lines = append(lines, "What the Spec asks besides its runs (race, cloud, analysis, landscape, spectrum) is not part of the script.")
	}
	lines = append(lines, "Lines that begin with \"# %%\" divide it into the cells of a notebook. The Spec in the comment opens in Saddlelab again.")
	var out []string
	for _, l := range lines {
		out = append(out, wrap(l, 110)...)
	}
	return strings.Join(out, "\n") + "\n"
}

// wrap breaks a line at spaces.
func wrap(s string, width int) []string {
	var out []string
	line := ""
	for _, w := range strings.Fields(s) {
		if line != "" && len([]rune(line))+1+len([]rune(w)) > width {
			out = append(out, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	return append(out, line)
}
