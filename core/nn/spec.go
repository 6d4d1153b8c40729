package nn

import (
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"

	"saddlelab/core/param"
)

// LayerSpec is one layer of a Spec. Exactly one of the fields that name a layer is there: {"dense": 256}, {"act": "relu"},
// {"conv2d": 16, "kernel": 3, "padding": 1}, {"residual": [{"dense": 64}, {"act": "relu"}]}; the others refine it.
type LayerSpec struct {
	Dense int    `json:"dense,omitempty" jsonschema:"minimum=1,maximum=65536"` // outputs
	Act   string `json:"act,omitempty"`

	Conv2D   int `json:"conv2d,omitempty"` // output channels
	Kernel   int `json:"kernel,omitempty"`
	Stride   int `json:"stride,omitempty"`
	Padding  int `json:"padding,omitempty"`
	Dilation int `json:"dilation,omitempty"`
	Groups   int `json:"groups,omitempty"`

	MaxPool   int     `json:"maxpool,omitempty"` // side of the window
	AvgPool   int     `json:"avgpool,omitempty"`
	Flatten   bool    `json:"flatten,omitempty"`
	BatchNorm bool    `json:"batchnorm,omitempty"`
	LayerNorm bool    `json:"layernorm,omitempty"`
	Dropout   float64 `json:"dropout,omitempty"` // probability of being dropped

	Residual []LayerSpec `json:"residual,omitempty" jsonschema:"-"` // recursive, so that no schema can be reflected from it

	Embedding  int    `json:"embedding,omitempty"` // features
	Vocabulary int    `json:"vocabulary,omitempty"`
	Position   string `json:"position,omitempty"`
	Attention  int    `json:"attention,omitempty"` // heads
	Causal     bool   `json:"causal,omitempty"`

	NoBias bool       `json:"no_bias,omitempty"`
	NTK    bool       `json:"ntk,omitempty"`
	Frozen bool       `json:"frozen,omitempty"`
	Init   *LayerInit `json:"init,omitempty" jsonschema:"-"` // its own initialization, in place of the model's
}

// LayerInit is the initialization of one layer, its parameters beside its id: {"id": "normal", "sigma": 1}.
type LayerInit struct {
	ID     string
	Params param.Values
}

// find is the initialization that is meant; nil for none.
func (l *LayerInit) find(at string) (*Init, error) {
	if l == nil {
		return nil, nil
	}
	i, err := InitByID(l.ID, at+".id")
	if err != nil {
		return nil, err
	}
	return i.With(l.Params, at)
}

// MarshalJSON writes the parameters beside the id.
func (l LayerInit) MarshalJSON() ([]byte, error) {
	m := map[string]any{"id": l.ID}
	for k, v := range l.Params {
		m[k] = v
	}
	return json.Marshal(m)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *LayerInit) UnmarshalJSON(doc []byte) error {
	var m map[string]json.RawMessage
	if err := json.Unmarshal(doc, &m); err != nil {
		return err
	}
	if err := json.Unmarshal(m["id"], &l.ID); err != nil {
		return fmt.Errorf("id is missing or not a text")
	}
	l.Params = nil
	for k, raw := range m {
		if k == "id" {
			continue
		}
		var v float64
		if err := json.Unmarshal(raw, &v); err != nil {
			return fmt.Errorf("%s: %s is not a number", k, raw)
		}
		if l.Params == nil {
			l.Params = param.Values{}
		}
		l.Params[k] = v
	}
	return nil
}

// fields are the names of a LayerSpec's fields in the order of messages, each with where it stands.
var fields = []struct {
	name string
	at   func(s *LayerSpec) any
}{
	{"dense", func(s *LayerSpec) any { return &s.Dense }},
	{"act", func(s *LayerSpec) any { return &s.Act }},
	{"conv2d", func(s *LayerSpec) any { return &s.Conv2D }},
	{"maxpool", func(s *LayerSpec) any { return &s.MaxPool }},
	{"avgpool", func(s *LayerSpec) any { return &s.AvgPool }},
	{"flatten", func(s *LayerSpec) any { return &s.Flatten }},
	{"batchnorm", func(s *LayerSpec) any { return &s.BatchNorm }},
	{"layernorm", func(s *LayerSpec) any { return &s.LayerNorm }},
	{"dropout", func(s *LayerSpec) any { return &s.Dropout }},
	{"residual", func(s *LayerSpec) any { return &s.Residual }},
	{"embedding", func(s *LayerSpec) any { return &s.Embedding }},
	{"position", func(s *LayerSpec) any { return &s.Position }},
	{"attention", func(s *LayerSpec) any { return &s.Attention }},
	{"kernel", func(s *LayerSpec) any { return &s.Kernel }},
	{"stride", func(s *LayerSpec) any { return &s.Stride }},
	{"padding", func(s *LayerSpec) any { return &s.Padding }},
	{"dilation", func(s *LayerSpec) any { return &s.Dilation }},
	{"groups", func(s *LayerSpec) any { return &s.Groups }},
	{"vocabulary", func(s *LayerSpec) any { return &s.Vocabulary }},
	{"causal", func(s *LayerSpec) any { return &s.Causal }},
	{"no_bias", func(s *LayerSpec) any { return &s.NoBias }},
	{"ntk", func(s *LayerSpec) any { return &s.NTK }},
	{"frozen", func(s *LayerSpec) any { return &s.Frozen }},
	{"init", func(s *LayerSpec) any { return &s.Init }},
}

// given are the names of the fields that are there.
func (s *LayerSpec) given() []string {
	var names []string
	for _, f := range fields {
		there := false
		switch p := f.at(s).(type) {
		case *int:
			there = *p != 0
		case *float64:
			there = *p != 0
		case *bool:
			there = *p
		case *string:
			there = *p != ""
		case *[]LayerSpec:
			there = *p != nil
		case **LayerInit:
			there = *p != nil
		}
		if there {
			names = append(names, f.name)
		}
	}
	return names
}

func layerIDs() []string { return ids(Layers, func(l *Layer) string { return l.ID }) }

// ReadLayers reads the JSON of a model, a list of layers, strictly: what no layer has is refused. Errors name the field under at.
func ReadLayers(doc json.RawMessage, at string) ([]LayerSpec, error) {
	var list []json.RawMessage
	if json.Unmarshal(doc, &list) != nil {
		return nil, fmt.Errorf("%s: %s is not a list; it begins with [", at, short(doc))
	}
	specs := make([]LayerSpec, len(list))
	for i, raw := range list {
		if err := specs[i].read(raw, at+"["+strconv.Itoa(i)+"]"); err != nil {
			return nil, err
		}
	}
	return specs, nil
}

func (s *LayerSpec) read(doc json.RawMessage, at string) error {
	var m map[string]json.RawMessage
	if json.Unmarshal(doc, &m) != nil || m == nil {
		return fmt.Errorf("%s: %s is not an object; it begins with {", at, short(doc))
	}
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if err := s.set(name, m[name], at+"."+name); err != nil {
			return err
		}
	}
	return nil
}

func (s *LayerSpec) set(name string, raw json.RawMessage, at string) error {
	for _, f := range fields {
		if f.name != name {
			continue
		}
		what := ""
		switch p := f.at(s).(type) {
		case *int:
			v, err := strconv.ParseInt(string(raw), 10, 32)
			if *p = int(v); err != nil || v == 0 && name != "padding" {
				what = "a whole number from 1"
			}
		case *float64:
			v, err := strconv.ParseFloat(string(raw), 64)
			if *p = v; err != nil || v == 0 || math.IsInf(v, 0) {
				what = "a number between 0 and 1"
			}
		case *bool:
			if json.Unmarshal(raw, p) != nil {
				what = "true or false"
			}
		case *string:
			if json.Unmarshal(raw, p) != nil {
				what = "a text; text stands in quotes"
			}
		case *[]LayerSpec:
			if strings.Count(at, ".residual") > maxDepth { // before what is within is read once more
				return tooDeep(at)
			}
			body, err := ReadLayers(raw, at)
			*p = body
			return err
		case **LayerInit:
			*p = new(LayerInit)
			if err := json.Unmarshal(raw, *p); err != nil {
				return fmt.Errorf("%s: %v; it is such as {\"id\": \"he\"}", at, err)
			}
		}
		if what != "" {
			return fmt.Errorf("%s: %s is not %s", at, short(raw), what)
		}
		return nil
	}
	have := make([]string, len(fields))
	for i, f := range fields {
		have[i] = f.name
	}
	return param.Unknown(at, "field", name, have)
}

// short is a value as it is quoted in a refusal.
func short(raw json.RawMessage) string {
	s := string(raw)
	if len(s) > 40 {
		s = s[:37] + "…"
	}
	return s
}
