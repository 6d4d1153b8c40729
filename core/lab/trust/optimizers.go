package trust

import (
	"fmt"
	"strings"

	"saddlelab/core/optim"
	"saddlelab/core/param"
)

// pairs are the parameters that PyTorch gives two by two.
var pairs = map[string][2]string{"betas": {"beta1", "beta2"}, "etas": {"etaminus", "etaplus"}, "step_sizes": {"step_min", "step_max"}}

// method names a run's method and parameters in the terms of the catalog; up where it is PyTorch's maximize, the opposite gradient.
func (r *run) method() (id string, v param.Values, up bool) {
	v = param.Values{}
	flags := map[string]bool{}
	for name, h := range r.Hyper {
		switch h := h.(type) {
		case float64:
			v[name] = h
		case bool:
			flags[name] = h
		case []any:
			if two, ok := pairs[name]; ok && len(h) == 2 {
				v[two[0]], _ = h[0].(float64)
				v[two[1]], _ = h[1].(float64)
			}
		}
	}
	id = strings.ToLower(r.Optimizer)
	_, heavy := v["momentum"]
	switch {
	case flags["nesterov"]:
		id = "nesterov"
	case id == "sgd" && heavy:
		id = "momentum"
	case id == "adam" && flags["amsgrad"]:
		id = "amsgrad"
	case flags["amsgrad"]:
		v["amsgrad"] = 1
	}
	if flags["centered"] {
		v["centered"] = 1
	}
	return id, v, flags["maximize"]
}

// follow makes PyTorch's runs again, those that wanted chooses, and compares the iterates.
func follow(r *Reference, by methods, allowed float64, wanted func(id string) bool) Outcome {
	t := &tally{allowed: allowed}
	for _, run := range r.Runs {
		id, v, up := run.method()
		if !wanted(id) {
			continue
		}
		t.of(run.ID)
		p := r.Problems[run.Problem]
		if p == nil || len(run.X) != len(run.Record) {
			t.broken("the reference is incomplete")
			continue
		}
		gradient := p.gradient
		if up {
			gradient = func(x []float64) []float64 {
				g := p.gradient(x)
				for i := range g {
					g[i] = -g[i]
				}
				return g
			}
		}
		if err := compareRun(t, run, p, by, id, v, gradient); err != nil {
			t.broken(err.Error())
		}
	}
	return t.outcome()
}

func compareRun(t *tally, run run, p *objective, by methods, id string, v param.Values, gradient func(x []float64) []float64) error {
	m, err := by(id)
	if err != nil {
		return err
	}
	values, err := param.Resolve(m.Params, v, run.ID)
	if err != nil {
		return err
	}
	x := append([]float64(nil), p.X0...)
	o := m.New64(optim.Setup[float64]{P: values, N: len(x)})
	done := 0
	for i, k := range run.Record {
		for ; done < k; done++ {
			o.Step(x, gradient(x), values[0])
		}
		t.all(fmt.Sprintf("a coordinate after step %d", k), run.X[i], x)
	}
	return nil
}

// rmsprop tells whether a method is RMSProp, whose first steps divide by nearly nothing.
func rmsprop(id string) bool { return id == "rmsprop" }
