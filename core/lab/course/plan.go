package course

import (
	"sync"

	"saddlelab/core/real"
)

// Plan is an experiment cut into pieces of work that do not depend on one another, so that any number of workers gives the same result.
type Plan struct {
	// Pieces is how many there are. A piece takes some 10 to 100 ms, so that the picture grows while they are done.
	Pieces int
	// Run does one piece and gives all that Report needs of it. It may be called from several goroutines at once.
	Run func(piece int) []float64
	// Report says what the pieces that are there come to; done[i] is nil where piece i is not. With none it says what is predicted.
	Report func(done [][]float64) *Report
}

// Report is what an experiment has come to.
type Report struct {
	Measures []Measure `json:"measures"`
	Figures  []Figure  `json:"figures"`
	// Caption says what the pictures show, with this run's numbers.
	Caption string `json:"caption,omitempty"`
}

// Execute does all pieces with some workers. progress may be nil; its calls do not overlap.
func (p *Plan) Execute(workers int, progress func(done, of int)) *Report {
	done := make([][]float64, p.Pieces)
	next, ended := 0, 0
	var mu sync.Mutex
	var group sync.WaitGroup
	for range max(1, min(workers, p.Pieces)) {
		group.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= p.Pieces {
					return
				}
				r := p.Run(i)
				mu.Lock()
				done[i] = r
				if ended++; progress != nil {
					progress(ended, p.Pieces)
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return p.Sum(done)
}

// Sum is Report with every list that is empty written as one.
func (p *Plan) Sum(done [][]float64) *Report { return p.Report(done).complete() }

// pieces is how many pieces of at most per chains n chains make.
func pieces(n, per int) int { return (n + per - 1) / per }

// part is the range of chains of a piece.
func part(piece, n, per int) (from, to int) { return piece * per, min(n, (piece+1)*per) }

// gathered joins the pieces that are there, in their order.
func gathered(done [][]float64) []float64 {
	var all []float64
	for _, d := range done {
		all = append(all, d...)
	}
	return all
}

// column takes every stride-th number from the first one on: of records of stride numbers, the field of that index.
func column(all []float64, field, stride int) []float64 {
	out := make([]float64, 0, len(all)/stride)
	for i := field; i < len(all); i += stride {
		out = append(out, all[i])
	}
	return out
}

func nums(v []float64) []real.Num { return real.Nums(v) }
