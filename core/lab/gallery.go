package lab

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
)

// An Exhibit is an experiment that is worth a look. Its id is part of addresses: once published, its Spec stays as it is.
type Exhibit struct {
	ID    string          `json:"id"`
	Title string          `json:"title"`
	Line  string          `json:"line"` // what it shows, in a sentence or two
	Fails bool            `json:"fails,omitempty"`
	Spec  json.RawMessage `json:"spec"` // without what has its default
}

//go:embed gallery.json
var galleryJSON []byte

// Gallery gives the exhibits in the page's order.
func Gallery() []Exhibit {
	var all []Exhibit
	if err := json.Unmarshal(galleryJSON, &all); err != nil {
		panic(fmt.Sprintf("lab: gallery.json: %v", err))
	}
	return all
}

// fromGallery gives the Spec of an exhibit by its kind and id.
func fromGallery(kind, id string) ([]byte, error) {
	var have []string
	for _, e := range Gallery() {
		var spec struct{ Kind string }
		if err := json.Unmarshal(e.Spec, &spec); err != nil || spec.Kind != kind {
			continue
		}
		if e.ID == id {
			return e.Spec, nil
		}
		have = append(have, e.ID)
	}
	return nil, fmt.Errorf("the gallery has nothing called %s/%.60s; have %s", kind, id, strings.Join(have, ", "))
}
