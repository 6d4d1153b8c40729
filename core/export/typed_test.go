//go:build goexperiment.simd && !js

package export

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"saddlelab/core/lab"
)

// Names that a user chose come through as quoted text, at most.
func TestNothingTypedIsCode(t *testing.T) {
	evil := "a\"\"\"\nimport os; os.abort() #\u2028\u0085'''\\"
	csv := "x,y,\"" + strings.ReplaceAll(evil, `"`, `""`) + "\"\n"
	for i := range 30 {
		csv += strings.Repeat(string(rune('0'+i%10))+",", 2) + []string{"no", "yes"}[i%2] + "\n"
	}
	doc, _ := json.Marshal(map[string]any{"v": 1, "kind": "network", "epochs": 1, "data": map[string]any{"file": evil}, "model": []any{map[string]any{"dense": 2}}, "runs": []any{map[string]any{"optimizer": "sgd"}}})
	s := parse(t, string(doc))
	text, err := Script(s, map[string][]byte{evil: []byte(csv)})
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(text, "\n") {
		if strings.Contains(line, "os.abort") && !strings.HasPrefix(line, specLine) {
			t.Errorf("it stands in the script: %s", line)
		}
	}
	back, err := lab.Parse([]byte(regexp.MustCompile(`(?m)^` + specLine + `(.*)$`).FindStringSubmatch(text)[1]))
	if err != nil || back.Data.File != evil {
		t.Errorf("the Spec in it is %v, %v", back, err)
	}
	if got := torch(t, map[string]string{"evil": text})["evil"]; len(got) != 1 || got[0].Failure != "" {
		t.Errorf("it gave %v", got)
	}
}

// The notebook's cells, one after the other, are the script.
func TestNotebook(t *testing.T) {
	s := parse(t, `{"v":1,"kind":"surface","surface":{"id":"nesterov"},"runs":[{"optimizer":"perturbed-sgd"}]}`)
	doc, err := Notebook(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	var n struct {
		Cells []struct {
			Type   string `json:"cell_type"`
			Source []string
		}
		NBFormat int `json:"nbformat"`
	}
	if err := json.Unmarshal([]byte(doc), &n); err != nil || n.NBFormat != 4 {
		t.Fatalf("nbformat %d, %v", n.NBFormat, err)
	}
	code := ""
	for _, c := range n.Cells {
		if c.Type == "code" {
			code += strings.Join(c.Source, "") + "\n"
		}
	}
	withTorch(t)
	script, _ := Script(s, nil)
	dir := t.TempDir()
	for name, text := range map[string]string{"cells.py": code, "script.py": script} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	both := "import runpy, sys\nfor name in ('cells', 'script'):\n    runpy.run_path(f'{sys.argv[1]}/{name}.py', run_name='__main__')\n    print('--')"
	out, err := exec.Command(python, "-c", both, dir).CombinedOutput()
	cells, rest, _ := strings.Cut(string(out), "--\n")
	want, _, _ := strings.Cut(rest, "--\n")
	if err != nil || cells != want || !strings.HasPrefix(cells, "Perturbed SGD: f = ") {
		t.Errorf("the cells print %q, the script %q (%v)", cells, want, err)
	}
}
