package lab

import (
	"bytes"
	"encoding/json"
	"sort"

	"saddlelab/core/nn"
	"saddlelab/core/param"
)

// flat writes a JSON object whose parameters stand beside its other fields, sorted, so that a Spec has one form.
type flat struct {
	b   bytes.Buffer
	err error
}

func (o *flat) put(name string, v any) {
	if o.b.Len() == 0 {
		o.b.WriteByte('{')
	} else {
		o.b.WriteByte(',')
	}
	k, _ := json.Marshal(name)
	x, err := json.Marshal(v)
	if err != nil && o.err == nil {
		o.err = err
	}
	o.b.Write(k)
	o.b.WriteByte(':')
	o.b.Write(x)
}

func (o *flat) params(p param.Values) {
	names := make([]string, 0, len(p))
	for name := range p {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		o.put(name, p[name])
	}
}

func (o *flat) end() ([]byte, error) {
	o.b.WriteByte('}')
	return o.b.Bytes(), o.err
}

// MarshalJSON writes {"id": …, parameters}.
func (c Choice) MarshalJSON() ([]byte, error) {
	var o flat
	o.put("id", c.ID)
	o.params(c.Params)
	return o.end()
}

// MarshalJSON writes the id alone, or {"id": …, parameters} where one is not the default.
func (l Loss) MarshalJSON() ([]byte, error) {
	if known, err := nn.LossByID(l.ID, ""); err == nil {
		plain := true
		for _, p := range known.Params {
			plain = plain && l.Params[p.Name] == p.Default
		}
		if plain {
			return json.Marshal(l.ID)
		}
	}
	return l.Choice.MarshalJSON()
}

// MarshalJSON writes {"id": …, parameters, "corrupt"} or {"file": …, how to read it, "corrupt"}.
func (d Data) MarshalJSON() ([]byte, error) {
	var o flat
	if d.File != "" {
		o.put("file", d.File)
		o.put("label", d.Read.Label)
		o.put("header", d.Read.Header)
		o.put("separator", d.Read.Separator)
		o.put("missing", d.Read.Missing)
		o.put("task", d.Read.Task)
		o.put("test", d.Read.Test)
		if d.Read.Labels != "" {
			o.put("labels", d.Read.Labels)
		}
	} else {
		o.put("id", d.ID)
		o.params(d.Params)
	}
	switch len(d.Corrupt) {
	case 0:
	case 1:
		o.put("corrupt", d.Corrupt[0])
	default:
		o.put("corrupt", d.Corrupt)
	}
	return o.end()
}

// MarshalJSON writes {"optimizer": …, parameters, "schedule", "average"}; what is the default is left out.
func (r Run) MarshalJSON() ([]byte, error) {
	var o flat
	o.put("optimizer", r.Optimizer)
	o.params(r.Params)
	if r.Schedule.ID != "constant" {
		o.put("schedule", r.Schedule)
	}
	if len(r.Changes) > 0 {
		o.put("changes", r.Changes)
	}
	if r.Average.ID != "none" {
		o.put("average", r.Average)
	}
	if len(r.Options) > 0 {
		o.put("options", r.Options)
	}
	return o.end()
}
