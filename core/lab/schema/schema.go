// Package schema makes the JSON Schema of a Spec from lab's types and catalogs. It stands apart from lab, so that the
// engine in the browser does not carry it.
package schema

import (
	"encoding/json"
	"reflect"

	"github.com/invopop/jsonschema"

	"saddlelab/core/data"
	"saddlelab/core/lab"
	"saddlelab/core/landscape"
	"saddlelab/core/nn"
	"saddlelab/core/optim"
	"saddlelab/core/param"
)

// Spec is the JSON Schema (draft 2020-12) of a Spec.
func Spec() *jsonschema.Schema {
	r := &jsonschema.Reflector{Mapper: mapper, Anonymous: true, DoNotReference: true}
	s := r.Reflect(&lab.Spec{})
	s.Title = "Saddlelab Spec"
	loss := choices("id", nn.Losses, func(l *nn.Loss) (string, []param.Param) { return l.ID, l.Params })
	loss.OneOf = append(loss.OneOf, enum(nn.Losses, func(l *nn.Loss) string { return l.ID }))
	set(s, "loss", loss)
	model, _ := s.Properties.Get("model")
	set(model.Items, "act", enum(nn.Activations, func(a *nn.Activation) string { return a.ID }))
	set(model.Items, "init", choices("id", nn.Inits, func(i *nn.Init) (string, []param.Param) { return i.ID, i.Params }))
	set(model.Items, "residual", &jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{Type: "object"}, Description: "layers, as those of model"})
	set(s, "oracle", choices("id", optim.Oracles, func(o *optim.Oracle) (string, []param.Param) { return o.ID, o.Params }))
	set(s, "init", choices("id", nn.Inits, func(i *nn.Init) (string, []param.Param) { return i.ID, i.Params }))
	return s
}

func set(s *jsonschema.Schema, name string, v *jsonschema.Schema) { s.Properties.Set(name, v) }

// mapper gives the schemas of the types whose JSON is not that of their fields.
func mapper(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[lab.Surface]():
		one := object()
		set(one, "id", enum(landscape.Catalog, func(s *landscape.Surface) string { return s.ID }))
		own := object()
		set(own, "id", &jsonschema.Schema{Const: "formula"})
		set(own, "formula", &jsonschema.Schema{Type: "string", Description: "in x, y, pi, e and the constants: x^2 - a y^2"})
		four := uint64(4)
		set(own, "box", &jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{Type: "number"}, MinItems: &four, MaxItems: &four, Description: "xmin, xmax, ymin, ymax"})
		set(own, "constants", &jsonschema.Schema{Type: "object", AdditionalProperties: &jsonschema.Schema{Type: "number"}})
		own.Required = []string{"id", "formula"}
		slice := (&jsonschema.Reflector{Anonymous: true, DoNotReference: true}).Reflect(&lab.Slice{})
		slice.Version = ""
		set(own, "slice", slice)
		all := choices("id", landscape.Families, func(f *landscape.Family) (string, []param.Param) { return f.ID, f.Params })
		for _, family := range all.OneOf {
			set(family, "slice", slice)
		}
		all.OneOf = append(all.OneOf, one, own)
		return all
	case reflect.TypeFor[lab.Run]():
		s := choices("optimizer", optim.Catalog, func(m *optim.Method) (string, []param.Param) { return m.ID, m.Params })
		for _, one := range s.OneOf {
			set(one, "schedule", choices("id", optim.Schedules, func(s *optim.Schedule) (string, []param.Param) { return s.ID, s.Params }))
			average := choices("id", optim.Averages, func(a *optim.Average) (string, []param.Param) { return a.ID, a.Params })
			average.OneOf = append(average.OneOf, enum(optim.Averages, func(a *optim.Average) string { return a.ID }))
			set(one, "average", average)
			options := object()
			for _, p := range optim.OptionParams {
				set(options, p.Name, number(p))
			}
			set(one, "options", options)
			changes := (&jsonschema.Reflector{Anonymous: true, DoNotReference: true}).Reflect(&[]lab.Change{})
			changes.Version = ""
			set(one, "changes", changes)
		}
		return s
	case reflect.TypeFor[lab.Data]():
		s := choices("id", data.Catalog, func(d *data.Dataset) (string, []param.Param) { return d.ID, d.Params })
		file := (&jsonschema.Reflector{Anonymous: true, DoNotReference: true}).Reflect(&lab.ReadOption{})
		file.Version = ""
		set(file, "file", &jsonschema.Schema{Type: "string", Description: "name of a file on the user's device"})
		file.Required = []string{"file"}
		s.OneOf = append(s.OneOf, file)
		for _, one := range s.OneOf {
			set(one, "corrupt", corrupt())
		}
		return s
	}
	return nil
}

// corrupt is one corruption, or a list of them.
func corrupt() *jsonschema.Schema {
	one := func() *jsonschema.Schema {
		return choices("id", data.Corruptions, func(c *data.Corruption) (string, []param.Param) { return c.ID, c.Params })
	}
	most := uint64(lab.MaxCorruptions)
	s := one()
	s.OneOf = append(s.OneOf, &jsonschema.Schema{Type: "array", Items: one(), MaxItems: &most})
	return s
}

func object() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
}

// choices is one of the catalog's entries, with its parameters beside its id.
func choices[T any](key string, catalog []T, describe func(T) (id string, ps []param.Param)) *jsonschema.Schema {
	all := &jsonschema.Schema{}
	for _, entry := range catalog {
		id, ps := describe(entry)
		one := object()
		set(one, key, &jsonschema.Schema{Const: id})
		one.Required = []string{key}
		for _, p := range ps {
			set(one, p.Name, number(p))
		}
		all.OneOf = append(all.OneOf, one)
	}
	return all
}

func number(p param.Param) *jsonschema.Schema {
	num := func(x float64) json.Number {
		b, _ := json.Marshal(x)
		return json.Number(b)
	}
	s := &jsonschema.Schema{Type: "number", Minimum: num(p.Min), Maximum: num(p.Max), Default: p.Default, Description: p.Help}
	if p.Int {
		s.Type = "integer"
	}
	return s
}

func enum[T any](catalog []T, id func(T) string) *jsonschema.Schema {
	s := &jsonschema.Schema{}
	for _, entry := range catalog {
		s.Enum = append(s.Enum, id(entry))
	}
	return s
}
