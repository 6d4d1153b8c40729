package export

import (
	"encoding/json"
	"fmt"
	"strings"

	"saddlelab/core/lab"
)

// Formats are the forms of an export, each with the type of its file.
var Formats = []struct{ ID, Type string }{
	{"py", "text/x-python"}, {"ipynb", "application/x-ipynb+json"}, {"csv", "text/csv"}, {"json", "application/json"},
	{"npz", "application/octet-stream"}, {"safetensors", "application/octet-stream"}, {"bib", "application/x-bibtex"}, {"cite", "text/plain"},
}

// NeedsRun tells whether a format holds what a run came to, not the Spec alone; an error names a format that there is not.
func NeedsRun(format string) (bool, error) {
	var have []string
	for _, f := range Formats {
		if f.ID == format {
			return format == "csv" || format == "json" || format == "npz" || format == "safetensors", nil
		}
		have = append(have, f.ID)
	}
	return false, fmt.Errorf("format: %q is not known; have %s", format, strings.Join(have, ", "))
}

// Source is what an export is made of.
type Source struct {
	Spec   *lab.Spec
	Files  map[string][]byte   // as for lab.Start
	Run    lab.Experiment      // a run of the Spec, where NeedsRun says so
	Result func() (any, error) // what JSON holds of it
	Which  int                 // the run whose weights are meant, from 0
	Page   string              // the address of the page, for a citation
}

// File writes a source in a format.
func File(format string, o Source) ([]byte, error) {
	text := func(s string, err error) ([]byte, error) { return []byte(s), err }
	switch format {
	case "py":
		return text(Script(o.Spec, o.Files))
	case "ipynb":
		return text(Notebook(o.Spec, o.Files))
	case "bib":
		return text(BibTeX(o.Spec, o.Page))
	case "cite":
		return text(Cite(o.Spec, o.Page))
	case "csv":
		return CSV(o.Spec, o.Run)
	case "json":
		res, err := o.Result()
		if err != nil {
			return nil, err
		}
		return JSON(res)
	}
	n, ok := o.Run.(lab.Network)
	if !ok {
		return nil, fmt.Errorf("format: a %s has no weights to write as %s; its iterates are in csv and json", o.Spec.Kind, format)
	}
	arrays, err := Weights(o.Spec, n, o.Which)
	if err != nil {
		return nil, err
	}
	doc, err := json.Marshal(o.Spec)
	if err != nil {
		return nil, err
	}
	if format == "npz" {
		return NPZ(arrays, doc)
	}
	return Safetensors(arrays, doc)
}
