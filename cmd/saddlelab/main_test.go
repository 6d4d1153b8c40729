package main

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"saddlelab/core/lab"
)

const spec = `{"v":1,"kind":"surface","steps":10,"surface":{"id":"saddle"},"start":[1,0],"runs":[{"optimizer":"sgd","lr":0.25}]}`

func call(t *testing.T, stdin string, args ...string) (string, error) {
	t.Helper()
	var out, log bytes.Buffer
	err := command(args, strings.NewReader(stdin), &out, &log)
	return out.String(), err
}

// A file, standard input and an address give the same result: x halves at each step.
func TestRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "spec.json")
	if err := os.WriteFile(file, []byte(spec), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := lab.Parse([]byte(spec))
	if err != nil {
		t.Fatal(err)
	}
	link, err := lab.Link("https://example.org/", s)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"run", file}, {"run", "-"}, {"run", link}, {"run", "https://example.org/#z=" + deflated(t, spec)}, {"run", "-quiet", file}, {"run", file, "-quiet"}} {
		out, err := call(t, spec, args...)
		if err != nil {
			t.Errorf("%v: %v", args, err)
			continue
		}
		var r struct {
			Runs []struct {
				Path [][2]float64
				End  struct{ Kind string }
			}
		}
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatal(err)
		}
		if p := r.Runs[0].Path; len(p) != 11 || p[10] != [2]float64{1.0 / 1024, 0} {
			t.Errorf("%v: path %v", args, p)
		}
	}
}

func deflated(t *testing.T, doc string) string {
	t.Helper()
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression)
	if _, err := w.Write([]byte(doc)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(b.Bytes())
}

func TestRunReadsTheFileBesideTheSpec(t *testing.T) {
	dir := t.TempDir()
	csv := "a,b,c\n" + strings.Repeat("0,1,x\n1,0,y\n", 20)
	doc := `{"v":1,"kind":"network","epochs":2,"data":{"file":"t.csv"},"model":[{"dense":2}],"runs":[{"optimizer":"sgd"}]}`
	os.WriteFile(filepath.Join(dir, "t.csv"), []byte(csv), 0o600)
	os.WriteFile(filepath.Join(dir, "s.json"), []byte(doc), 0o600)
	if out, err := call(t, "", "run", filepath.Join(dir, "s.json")); err != nil || !strings.Contains(out, `"train_acc"`) {
		t.Errorf("got %.200s, %v", out, err)
	}
	if _, err := call(t, doc, "run", "-", "-files", dir); err != nil {
		t.Errorf("with -files: %v", err)
	}
	if _, err := call(t, strings.Replace(doc, "t.csv", "../t.csv", 1), "run", "-"); err == nil {
		t.Error("a file outside the folder was read")
	}
}

// A run that takes long says so on standard error, unless it is told to be quiet; what is refused for its memory has not been tried.
func TestRunTellsItsCost(t *testing.T) {
	for seconds, want := range map[float64]string{40: "some 40 seconds", 240: "some 4 minutes", 7200: "some 2 hours"} {
		if got := span(seconds); got != want {
			t.Errorf("%g s is %s, want %s", seconds, got, want)
		}
	}
	var out, log bytes.Buffer
	heavy := `{"v":1,"kind":"network","epochs":10000,"data":{"id":"digits","n":50000},"model":[{"dense":4096},{"dense":10}],"runs":[{"optimizer":"lbfgs","history_size":100}]}`
	err := command([]string{"run", "-"}, strings.NewReader(heavy), &out, &log)
	if err == nil || !strings.Contains(err.Error(), "GiB of memory") || !strings.Contains(log.String(), "hours on one processor") {
		t.Errorf("%v, and on standard error %q", err, log.String())
	}
	if log.Reset(); command([]string{"run", "-", "-quiet"}, strings.NewReader(spec), &out, &log) != nil || log.Len() > 0 {
		t.Errorf("a short and quiet run says %q", log.String())
	}
}

// Whatever the address: a Spec's text, or an error; never a file, and never a panic.
func FuzzAddress(f *testing.F) {
	f.Add("https://example.org/#s=eyJ2IjoxfQ")
	f.Add("#s=")
	f.Add("#s=====")
	f.Add("#z=q1ayUrBSMtQxUqoFAA")
	f.Add("#surface/monkey-noise")
	f.Add("file:///etc/passwd#s=%00")
	f.Fuzz(func(t *testing.T, link string) {
		doc, home, err := read("#"+link, strings.NewReader(""))
		if err != nil {
			return
		}
		if home != "." || len(doc) > 1<<20 {
			t.Errorf("%d bytes of %d in %s", len(doc), len(link), home)
		}
		if s, err := lab.Parse(doc); err == nil {
			again, err := lab.Link("", s)
			if err != nil {
				t.Fatal(err)
			}
			if doc, _, err = read(again, nil); err != nil {
				t.Fatal(err)
			}
			if _, err := lab.Parse(doc); err != nil {
				t.Errorf("a Spec's own address is refused: %v", err)
			}
		}
	})
}

func TestListNamesEveryCatalog(t *testing.T) {
	out, err := call(t, "", "list")
	if err != nil {
		t.Fatal(err)
	}
	var l map[string]json.RawMessage
	if err := json.Unmarshal([]byte(out), &l); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"optimizers", "schedules", "surfaces", "datasets", "corruptions", "inits", "layers", "losses"} {
		var entries []struct{ ID string }
		if err := json.Unmarshal(l[name], &entries); err != nil || len(entries) == 0 {
			t.Errorf("%s: %d entries, %v", name, len(entries), err)
		}
		for i, entry := range entries {
			if entry.ID == "" {
				t.Errorf("%s[%d] has no id", name, i)
			}
		}
	}
	if _, ok := l["experiments"]; !ok {
		t.Error("no experiments")
	}
}

func TestRefuses(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "no command"},
		{[]string{"rum"}, `unknown command "rum"`},
		{[]string{"run"}, "0 Specs given"},
		{[]string{"run", "/no/such/file"}, "no such file"},
		{[]string{"run", "https://example.org/#surface"}, "has no Spec in it"},
		{[]string{"serve", t.TempDir()}, "not a built site"},
	} {
		if _, err := call(t, "", c.args...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: got %v, want %s", c.args, err, c.want)
		}
	}
}
