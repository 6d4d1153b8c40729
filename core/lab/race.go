package lab

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"saddlelab/core/real"
)

// Limits of a race. Its cells are as many as runs × rates × seeds.
const (
	MaxRates = 41
	MaxSeeds = 25
)

// Race asks how much each run's method owes to its tuning: the run again at Rates step sizes, evenly on a log scale from From to
// To, with Seeds seeds each. Every cell ends after the same number of evaluations, so that a method that asks for more a step
// makes fewer steps.
type Race struct {
	From  float64 `json:"from" jsonschema:"exclusiveMinimum=0,default=0.001"`
	To    float64 `json:"to" jsonschema:"exclusiveMinimum=0,default=1"`
	Rates int     `json:"rates" jsonschema:"minimum=2,maximum=41,default=13"`
	Seeds int     `json:"seeds" jsonschema:"minimum=1,maximum=25,default=5"`
}

// LR is step size i of the race, to four significant digits, as it is written.
func (r *Race) LR(i int) float64 {
	t := float64(i) / float64(r.Rates-1)
	return round(real.Exp(float64(real.Log(r.From)*(1-t))+float64(real.Log(r.To)*t)), 4)
}

// Cell is one training of a race, by index of run, step size and seed.
type Cell struct {
	Run  int `json:"run"`
	Rate int `json:"rate"`
	Seed int `json:"seed"`
}

// Cells are all cells of a Spec with a race, in the order of the result.
func Cells(s *Spec) []Cell {
	var all []Cell
	if s.Race == nil {
		return nil
	}
	for run := range s.Runs {
		for rate := range s.Race.Rates {
			for seed := range s.Race.Seeds {
				all = append(all, Cell{run, rate, seed})
			}
		}
	}
	return all
}

// CellSpec is the Spec of one cell: the run alone, at its step size, with its seed. It reproduces the cell by itself, but for the
// budget.
func CellSpec(s *Spec, c Cell) (*Spec, error) {
	if s.Race == nil {
		return nil, fmt.Errorf("race: missing")
	}
	if c.Run < 0 || c.Run >= len(s.Runs) || c.Rate < 0 || c.Rate >= s.Race.Rates || c.Seed < 0 || c.Seed >= s.Race.Seeds {
		return nil, fmt.Errorf("race: no cell %+v of %d runs, %d rates and %d seeds", c, len(s.Runs), s.Race.Rates, s.Race.Seeds)
	}
	one := *s
	one.Race = nil
	one.Seed = (s.Seed + uint64(c.Seed)) % (MaxSeed + 1)
	one.Runs = []Run{s.Runs[c.Run]}
	one.Runs[0].Changes = nil // made for another step size
	one.Runs[0].Params = make(map[string]float64, len(s.Runs[c.Run].Params))
	for k, v := range s.Runs[c.Run].Params {
		one.Runs[0].Params[k] = v
	}
	one.Runs[0].Params["lr"] = s.Race.LR(c.Rate)
	return &one, nil
}

// StartCell prepares one cell of a Spec's race.
func StartCell(s *Spec, files map[string][]byte, c Cell) (Experiment, error) {
	one, err := CellSpec(s, c)
	if err != nil {
		return nil, err
	}
	e, err := Start(one, files)
	if err != nil {
		return nil, err
	}
	return &cell{Experiment: e, budget: e.Total()}, nil
}

// cell ends an experiment of one run when its evaluations are spent.
type cell struct {
	Experiment
	budget int
}

func (c *cell) Step() bool { return c.Experiment.Step() && c.Experiment.Asked(0) < c.budget }

// RaceResult is what a race came to.
type RaceResult struct {
	Budget int        `json:"budget"` // evaluations of each cell: of f, of its gradient or of a Hessian-vector product, one each
	Cells  int        `json:"cells"`  // trainings made: the tuning that the best ones owe their places to
	Rates  []Num      `json:"rates"`
	Runs   []RaceLane `json:"runs"`
}

// RaceLane is one method's part: by step size, the final losses of all seeds, and their quartiles; null where a seed diverged.
type RaceLane struct {
	Optimizer string  `json:"optimizer"`
	Losses    [][]Num `json:"losses"`
	Median    []Num   `json:"median"`
	Quarter   []Num   `json:"quarter"`
	Three     []Num   `json:"three_quarters"`
	Best      int     `json:"best"` // index of the step size with the lowest median
	Steps     int     `json:"steps"`
}

// FinalLoss is what a cell is judged by: f at its last iterate, or the training loss; +∞ when it diverged.
func FinalLoss(st *RunState) float64 {
	switch {
	case st.Diverged != nil:
		return math.Inf(1)
	case st.F != nil:
		return float64(*st.F)
	}
	return float64(*st.TrainLoss)
}

// Score gathers the final losses of all Cells, in their order, into a result.
func Score(s *Spec, budget int, losses []float64, steps []int) (*RaceResult, error) {
	if n := len(Cells(s)); s.Race == nil || len(losses) != n || len(steps) != n {
		return nil, fmt.Errorf("race: %d losses and %d counts of steps for %d cells", len(losses), len(steps), n)
	}
	r := &RaceResult{Budget: budget, Cells: len(losses)}
	for i := range s.Race.Rates {
		r.Rates = append(r.Rates, Num(s.Race.LR(i)))
	}
	n := s.Race.Seeds
	for run := range s.Runs {
		l := RaceLane{Optimizer: s.Runs[run].Optimizer}
		for i := range s.Race.Rates {
			at := (run*s.Race.Rates + i) * n
			sorted := slices.Clone(losses[at : at+n])
			l.Losses = append(l.Losses, nums(sorted))
			slices.Sort(sorted)
			l.Median = append(l.Median, Num(quantile(sorted, .5)))
			l.Quarter = append(l.Quarter, Num(quantile(sorted, .25)))
			l.Three = append(l.Three, Num(quantile(sorted, .75)))
			if before := float64(l.Median[l.Best]); i > 0 && (float64(l.Median[i]) < before || math.IsNaN(before)) {
				l.Best = i
			}
			l.Steps = max(l.Steps, slices.Max(steps[at:at+n]))
		}
		r.Runs = append(r.Runs, l)
	}
	return r, nil
}

// quantile of sorted values, linear between two; +∞ when it touches one that is not finite.
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	i := int(at)
	t := at - float64(i)
	if t == 0 {
		return sorted[i]
	}
	if math.IsInf(sorted[i+1], 1) {
		return math.Inf(1)
	}
	return float64(sorted[i]*(1-t)) + float64(sorted[i+1]*t)
}

func nums(v []float64) []Num { return real.Nums(v) }

// RunRace runs all cells on as many processors as there are; the result does not depend on how many. progress may be nil.
func RunRace(s *Spec, files map[string][]byte, progress func(done, of int)) (*RaceResult, error) {
	cells := Cells(s)
	losses, steps, errs := make([]float64, len(cells)), make([]int, len(cells)), make([]error, len(cells))
	budget := 0
	var mu sync.Mutex
	share(len(cells), func(i int) {
		e, err := StartCell(s, files, cells[i])
		if errs[i] = err; err != nil {
			return
		}
		for e.Step() {
		}
		losses[i], steps[i] = FinalLoss(&e.State()[0]), e.Done()
		mu.Lock()
		budget = e.Total()
		mu.Unlock()
	}, progress)
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return Score(s, budget, losses, steps)
}
