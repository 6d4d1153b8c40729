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
	path := filepath.Join(t.TempDir(), "cells.py")
	if err := os.WriteFile(path, []byte(code), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, path).CombinedOutput()
	script, _ := Script(s, nil)
	if err := os.WriteFile(path, []byte(script), 0o666); err != nil {
		t.Fatal(err)
	}
	want, errWant := exec.Command(python, path).CombinedOutput()
	if err != nil || errWant != nil || string(out) != string(want) || !strings.HasPrefix(string(out), "Perturbed SGD: f = ") {
		t.Errorf("the cells print %q (%v), the script %q (%v)", out, err, want, errWant)
	}
}
