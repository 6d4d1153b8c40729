package optim

import (
	"math"

	"saddlelab/core/param"
)

// Average is an entry of the catalog of averages of iterates x₁, x₂, ….
type Average struct {
	ID      string        `json:"id"`
	Name    string        `json:"name"`
	Formula string        `json:"formula"` // of the average after k iterates, in LaTeX
	Source  string        `json:"source"`
	Help    string        `json:"help"`
	Params  []param.Param `json:"params"`

	New64 func(p []float64, n int) Averager[float64] `json:"-"`
	New32 func(p []float64, n int) Averager[float32] `json:"-"`
}

// Averager takes in a run's iterates one after the other, n numbers each. Mean writes the average of what came so far; before
// the first iterate, zeros. Neither allocates. The average is kept in float64, so that a million float32 iterates lose nothing.
type Averager[F Float] interface {
	Add(x []F)
	Mean(dst []F)
}

// Averages is in menu order.
var Averages = []*Average{noAverage, polyakRuppert, tailAverage, emaAverage, swa}

// AverageByID finds an average; at names the field in the error.
func AverageByID(id, at string) (*Average, error) {
	have := make([]string, len(Averages))
	for i, a := range Averages {
		if a.ID == id {
			return a, nil
		}
		have[i] = a.ID
	}
	return nil, param.Unknown(at, "average", id, have)
}

var noAverage = &Average{
	ID: "none", Name: "none", Formula: `\bar x_k = x_k`, Source: "",
	Help:   "The last iterate itself.",
	Params: []param.Param{},
	New64:  func(_ []float64, n int) Averager[float64] { return newMean[float64](n, never) },
	New32:  func(_ []float64, n int) Averager[float32] { return newMean[float32](n, never) },
}

// Polyak-Ruppert: the mean of all iterates.
//
//	x̄ₖ = (x₁ + … + xₖ)/k
var polyakRuppert = &Average{
	ID: "polyak", Name: "Polyak–Ruppert", Formula: `\bar x_k = \frac1k\sum_{i=1}^k x_i`,
	Source: "Ruppert 1988; Polyak & Juditsky 1992, SIAM J. Control Optim. 30",
	Help:   "The mean of all iterates: near one minimum it is as good as the best step size, over a curved valley it leaves the valley.",
	Params: []param.Param{},
	New64:  func(_ []float64, n int) Averager[float64] { return newMean[float64](n, always) },
	New32:  func(_ []float64, n int) Averager[float32] { return newMean[float32](n, always) },
}

// Tail (suffix) averaging: the mean of the last part α of a run of K steps; until it begins, the iterate itself.
//
//	x̄ = mean of xᵢ, i > K − αK, rounded
var tailAverage = &Average{
	ID: "tail", Name: "tail", Formula: `\bar x = \text{mean of } x_i,\; i > (1-\text{@fraction})\cdot\text{@steps}`,
	Source: "Rakhlin, Shamir, Sridharan 2012, arXiv:1109.5647, section 5: α-suffix averaging",
	Help:   "The mean of the last part of the run: the way from the start is forgotten.",
	Params: []param.Param{
		{Name: "fraction", Label: "fraction α", Help: "The part of the steps, from the end, that is averaged.", Min: 0.001, Default: 0.5, Max: 1},
		total("How many steps the run has."),
	},
	New64: func(p []float64, n int) Averager[float64] { return newMean[float64](n, tailOf(p)) },
	New32: func(p []float64, n int) Averager[float32] { return newMean[float32](n, tailOf(p)) },
}

// Exponential moving average, begun with the first iterate.
//
//	x̄ ← βx̄ + (1−β)x
var emaAverage = &Average{
	ID: "ema", Name: "EMA", Formula: `\bar x \gets \text{@beta}\,\bar x + (1-\text{@beta})\,x_k`,
	Source: "PyTorch: swa_utils.get_ema_avg_fn; Tarvainen & Valpola 2017, arXiv:1703.01780",
	Help:   "A running mean that forgets: it remembers about 1/(1−β) iterates.",
	Params: []param.Param{{Name: "beta", Label: "β", Help: "How long iterates are remembered.", Min: 0, Default: 0.99, Max: 0.99999}},
	New64:  newEMA[float64],
	New32:  newEMA[float32],
}

// Stochastic weight averaging: the mean of every c-th iterate from the s-th on; until then, the iterate itself.
//
//	x̄ = mean of xₛ, xₛ₊c, xₛ₊₂c, …
var swa = &Average{
	ID: "swa", Name: "SWA", Formula: `\bar x = \text{mean of } x_i,\; i = \text{@start},\,\text{@start}+\text{@every},\,\dots`,
	Source: "Izmailov, Podoprikhin, Garipov, Vetrov, Wilson 2018, arXiv:1803.05407, Algorithm 1; PyTorch: swa_utils.AveragedModel",
	Help:   "The mean of an iterate taken now and then, once the run is near: a flatter place than each of them.",
	Params: []param.Param{
		{Name: "start", Label: "start", Help: "The step after which the first iterate is taken.", Min: 1, Default: 200, Max: 1e6, Log: true, Int: true},
		{Name: "every", Label: "every", Help: "How many steps lie between iterates that are taken.", Min: 1, Default: 10, Max: 1e6, Log: true, Int: true},
	},
	New64: func(p []float64, n int) Averager[float64] { return newMean[float64](n, cycle(p)) },
	New32: func(p []float64, n int) Averager[float32] { return newMean[float32](n, cycle(p)) },
}

// Which iterates k = 1, 2, … are taken into the mean.
func never(int) bool  { return false }
func always(int) bool { return true }

func tailOf(p []float64) func(int) bool {
	from := int(p[1] - math.Round(p[0]*p[1]))
	return func(k int) bool { return k > from }
}

func cycle(p []float64) func(int) bool {
	start, every := int(p[0]), int(p[1])
	return func(k int) bool { return k >= start && (k-start)%every == 0 }
}

// mean is that of the iterates taken, and before the first of them the last iterate.
type mean[F Float] struct {
	take     func(k int) bool
	k, taken int
	m        []float64
}

func newMean[F Float](n int, take func(k int) bool) *mean[F] {
	return &mean[F]{take: take, m: make([]float64, n)}
}

func (a *mean[F]) Add(x []F) {
	a.k++
	if a.take(a.k) {
		a.taken++
	} else if a.taken > 0 {
		return
	}
	blend(a.m, x, 1/float64(max(1, a.taken)))
}

func (a *mean[F]) Mean(dst []F) { narrow(dst, a.m) }

type ema[F Float] struct {
	beta  float64
	begun bool
	m     []float64
}

func newEMA[F Float](p []float64, n int) Averager[F] {
	return &ema[F]{beta: p[0], m: make([]float64, n)}
}

func (a *ema[F]) Add(x []F) {
	part := 1 - a.beta
	if !a.begun {
		a.begun, part = true, 1
	}
	blend(a.m, x, part)
}

func (a *ema[F]) Mean(dst []F) { narrow(dst, a.m) }

// blend moves m toward x by a part of the way: at 1 it is x to the bit.
func blend[F Float](m []float64, x []F, part float64) {
	for i, v := range x {
		if part == 1 {
			m[i] = float64(v)
		} else {
			m[i] += (float64(v) - m[i]) * part
		}
	}
}

func narrow[F Float](dst []F, x []float64) {
	for i, v := range x {
		dst[i] = F(v)
	}
}
