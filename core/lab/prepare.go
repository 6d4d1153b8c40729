package lab

import (
	"fmt"
	"strconv"
	"strings"

	"saddlelab/core/optim"
	"saddlelab/core/param"
)

// runner is what both kinds of experiment make of a Run: its method, its step sizes, what is done around them.
type runner[F optim.Float] struct {
	name     string
	opt      optim.Optimizer[F]
	acting   optim.Acting      // opt, when options act on it; nil otherwise
	average  optim.Averager[F] // nil when nothing is averaged
	own      optim.Averaged[F] // opt, when it is a method that averages by itself and no average is chosen
	mean     []F               // the average's numbers
	base     float64           // step size before the schedule
	factor   func(k int) float64
	changes  []Change // to come
	acted    Acted
	diverged *Diverged
}

// values are those of ps by name, in their order.
func values(ps []param.Param, v param.Values) []float64 {
	p := make([]float64, len(ps))
	for i, q := range ps {
		p[i] = v[q.Name]
	}
	return p
}

// prepare finds what run i names. setup completes what a method is made from; make is its New64 or New32.
func prepare[F optim.Float](s *Spec, i int, setup optim.Setup[F], newMethod func(*optim.Method) func(optim.Setup[F]) optim.Optimizer[F],
	newAverage func(*optim.Average) func([]float64, int) optim.Averager[F]) (runner[F], error) {
	r := s.Runs[i]
	var none runner[F]
	at := "runs[" + strconv.Itoa(i) + "]"
	m, err := optim.ByID(r.Optimizer, at+".optimizer")
	if err != nil {
		return none, err
	}
	if !offered(s.Kind, m) {
		return none, notOffered(s.Kind, m, at+".optimizer")
	}
	sch, err := optim.ScheduleByID(r.Schedule.ID, at+".schedule.id")
	if err != nil {
		return none, err
	}
	options, err := optim.NewOptions(r.Options, at+".options")
	if err != nil {
		return none, err
	}
	setup.P, setup.RNG = values(m.Params, r.Params), stream(s, streamRun+uint64(i))
	out := runner[F]{name: m.Name, opt: newMethod(m)(setup), base: setup.P[0], factor: sch.New(values(sch.Params, r.Schedule.Params)), changes: r.Changes}
	if options != (optim.Options{}) {
		out.opt = optim.Wrap(out.opt, options)
		out.acting = out.opt.(optim.Acting)
	}
	if r.Average.ID != "none" {
		a, err := optim.AverageByID(r.Average.ID, at+".average.id")
		if err != nil {
			return none, err
		}
		out.average = newAverage(a)(values(a.Params, r.Average.Params), setup.N)
	} else {
		out.own, _ = out.opt.(optim.Averaged[F])
	}
	if out.averaged() {
		out.mean = make([]F, setup.N)
	}
	return out, nil
}

func notOffered(kind string, m *optim.Method, at string) error {
	return fmt.Errorf("%s: %s is not for a %s; have %s", at, m.ID, kind, strings.Join(Offered(kind), ", "))
}

// Offered lists the methods that an experiment of this kind may use.
func Offered(kind string) []string {
	var have []string
	for _, m := range optim.Catalog {
		if offered(kind, m) {
			have = append(have, m.ID)
		}
	}
	return have
}

// offered tells whether an experiment of this kind can run a method.
func offered(kind string, m *optim.Method) bool {
	if kind == "surface" {
		return m.New64 != nil
	}
	return m.New32 != nil
}

// averaged tells whether the run has an average beside its iterate.
func (r *runner[F]) averaged() bool { return r.average != nil || r.own != nil }

// lr is the step size of step k; steps are asked for in order.
func (r *runner[F]) lr(k int) float64 {
	for len(r.changes) > 0 && r.changes[0].Step <= k {
		r.base, r.changes = r.changes[0].LR, r.changes[1:]
	}
	return r.base * r.factor(k)
}

// step moves x by step k, and counts what options did.
func (r *runner[F]) step(x, g []F, lr float64) {
	r.opt.Step(x, g, lr)
	if r.acting != nil {
		a := r.acting.Acted()
		if a.ClipNorm > 0 || a.ClipValue > 0 {
			r.acted.Clipped++
		}
		if a.Box > 0 || a.Ball > 0 {
			r.acted.Projected++
		}
	}
	if r.average != nil {
		r.average.Add(x)
	}
}

// middle gives the average now.
func (r *runner[F]) middle() []F {
	if r.average != nil {
		r.average.Mean(r.mean)
	} else {
		r.own.Average(r.mean)
	}
	return r.mean
}

// state says what options did; nil when there are none.
func (r *runner[F]) state() *Acted {
	if r.acting == nil {
		return nil
	}
	a := r.acted
	return &a
}

// change sets the step size from step done on, in the run and in its Spec.
func (r *runner[F]) change(in *Run, done int, lr float64) error {
	if !finite(lr) || lr <= 0 {
		return fmt.Errorf("lr: %g is not a number above 0", lr)
	}
	if done == 0 {
		in.Params["lr"], r.base = lr, lr
		return nil
	}
	kept := in.Changes[:len(in.Changes)-len(r.changes)]
	if n := len(kept); n > 0 && kept[n-1].Step == done {
		kept = kept[:n-1]
	}
	in.Changes = append(kept[:len(kept):len(kept)], Change{Step: done, LR: lr})
	r.changes = in.Changes[len(in.Changes)-1:]
	return nil
}
