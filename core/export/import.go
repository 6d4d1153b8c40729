package export

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"

	"saddlelab/core/lab"
)

// SpecIn finds the Spec in whatever carries one: a Spec, a result of a run, an exported script, notebook, table or file of weights, or text
// with a link in it. Without one, found is false: it may be a file of data. An error says what is wrong with a Spec that was begun.
func SpecIn(b []byte) (doc []byte, found bool, err error) {
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return specOfZip(b)
	case len(b) > 9 && b[8] == '{' && binary.LittleEndian.Uint64(b) <= uint64(len(b)-8):
		return specOfTensors(b)
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	if len(text) > 0 && text[0] == '{' {
		return specOfJSON(text)
	}
	if _, rest, ok := bytes.Cut(text, []byte(specLine)); ok {
		line, _, _ := bytes.Cut(rest, []byte("\n"))
		return whole(bytes.TrimSpace(line))
	}
	if m := fragment.FindSubmatch(text[:min(len(text), 1<<20)]); m != nil {
		if id := m[1]; len(id) > 0 {
			return fmt.Appendf(nil, `{"v":1,"kind":"experiment","id":%q}`, id), true, nil
		}
		doc, err := lab.FromLink(string(m[0]))
		return doc, true, err
	}
	return nil, false, nil
}

// fragment is the part of a link from # on: a Spec, a name of the gallery, or a page of the course.
var fragment = regexp.MustCompile(`#(?:[sz]=[\w-]+|(?:surface|network)/[\w-]+|learn/(E\w+))`)

// whole gives a Spec that is JSON.
func whole(doc []byte) ([]byte, bool, error) {
	if !json.Valid(doc) {
		return nil, true, fmt.Errorf("the Spec in it is damaged: it is not JSON")
	}
	return doc, true, nil
}

func specOfJSON(b []byte) ([]byte, bool, error) {
	var m struct {
		Kind  string
		Spec  json.RawMessage
		Cells []struct{ Source json.RawMessage }
	}
	if err := json.Unmarshal(b, &m); err != nil {
		if bytes.Contains(b[:min(len(b), 400)], []byte(`"kind"`)) || bytes.Contains(b[:min(len(b), 400)], []byte(`"spec"`)) {
			return nil, true, fmt.Errorf("it is not whole JSON: %w; it may have been cut on its way", err)
		}
		return nil, false, nil
	}
	switch {
	case m.Kind != "":
		return b, true, nil
	case len(m.Spec) > 0:
		return m.Spec, true, nil
	}
	for _, c := range m.Cells {
		var lines []string
		if json.Unmarshal(c.Source, &lines) != nil {
			var one string
			if json.Unmarshal(c.Source, &one) != nil {
				continue
			}
			lines = strings.SplitAfter(one, "\n")
		}
		for _, l := range lines {
			if doc, ok := strings.CutPrefix(l, specLine); ok {
				return whole([]byte(strings.TrimSpace(doc)))
			}
		}
	}
	return nil, false, nil
}

func specOfZip(b []byte) ([]byte, bool, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, false, nil // whoever reads data says what is wrong
	}
	for _, f := range z.File {
		if f.Name != specFile {
			continue
		}
		r, err := f.Open()
		if err == nil {
			var doc []byte
			if doc, err = io.ReadAll(io.LimitReader(r, 1<<20)); err == nil {
				return whole(doc)
			}
		}
		return nil, true, fmt.Errorf("the Spec in it cannot be read: %w", err)
	}
	return nil, false, nil
}

func specOfTensors(b []byte) ([]byte, bool, error) {
	var head struct {
		Meta map[string]string `json:"__metadata__"`
	}
	n := binary.LittleEndian.Uint64(b)
	if json.Unmarshal(b[8:8+n], &head) != nil || head.Meta["saddlelab-spec"] == "" {
		return nil, false, nil
	}
	return whole([]byte(head.Meta["saddlelab-spec"]))
}
