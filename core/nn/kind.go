package nn

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"saddlelab/core/param"
)

// kind finds the entry of the catalog that a spec is of and the values of its Params.
func (s *LayerSpec) kind(at string) (*Layer, []float64, error) {
	given := s.given()
	var kinds []*Layer
	for _, l := range Layers {
		if slices.Contains(given, l.ID) {
			kinds = append(kinds, l)
		}
	}
	if len(kinds) != 1 {
		return nil, nil, fmt.Errorf("%s: a layer is one of %s, such as {\"dense\": 64}", at, strings.Join(layerIDs(), ", "))
	}
	l, values := kinds[0], param.Values{}
	for _, name := range given {
		if !slices.Contains(l.fields(), name) {
			return nil, nil, param.Unknown(at+"."+name, "field", name, l.fields())
		}
		switch v := s.field(name).(type) {
		case *int:
			values[name] = float64(*v)
		case *float64:
			values[name] = *v
		}
	}
	for _, w := range l.Words {
		if v, ok := s.field(w.Name).(*string); ok && *v != "" && !slices.Contains(w.Valid, *v) {
			return nil, nil, param.Unknown(at+"."+w.Name, w.Name, *v, w.Valid)
		}
	}
	p, err := param.Resolve(l.Params, values, at)
	return l, p, err
}

func (s *LayerSpec) field(name string) any {
	for _, f := range fields {
		if f.name == name {
			return f.at(s)
		}
	}
	panic("nn: no field " + name)
}

// fields are the names that a spec of this kind may have.
func (l *Layer) fields() []string {
	names := []string{l.ID}
	for _, p := range l.Params {
		if p.Name != l.ID {
			names = append(names, p.Name)
		}
	}
	for _, f := range l.Flags {
		names = append(names, f.Name)
	}
	for _, w := range l.Words {
		if w.Name != l.ID {
			names = append(names, w.Name)
		}
	}
	if l.initialized() {
		names = append(names, "init")
	}
	return append(names, "frozen")
}

// initialized tells whether the layer has weights that an initialization draws.
func (l *Layer) initialized() bool { return slices.Contains(l.Flags, ntkFlag) || l.ID == "attention" }

// own is the value of the field that names the layer, as text.
func (s *LayerSpec) own(l *Layer) string {
	switch p := s.field(l.ID).(type) {
	case *int:
		return strconv.Itoa(*p)
	case *string:
		return *p
	case *bool:
		return strconv.FormatBool(*p)
	}
	return "it"
}
