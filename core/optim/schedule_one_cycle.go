package optim

import "saddlelab/core/param"

// One cycle, in PyTorch's form: along half a cosine from η/25 up to η, along another down to η/250 000.
//
//	ηₖ = η/d → η            for k from 0 to aT − 1
//	ηₖ = η → η/(d·10⁴)      for k from there to T − 1
var oneCycle = &Schedule{
	ID: "one-cycle", Name: "one cycle",
	Formula: `\eta_k:\; \frac{\eta}{\text{@div}} \to \eta \text{ until } \text{@rise}\cdot\text{@steps},\; \to 0 \text{ until } \text{@steps}`,
	Source:  "Smith & Topin 2018, arXiv:1708.07120; PyTorch: OneCycleLR",
	Help:    "Grows to a large step size, then falls to nearly nothing: the large steps in the middle regularize.",
	Params: []param.Param{
		total("How many steps the cycle takes; after it the step size stays at its smallest."),
		{Name: "rise", Label: "rise", Help: "The part of the steps in which it grows.", Min: 0.01, Default: 0.3, Max: 0.99},
		{Name: "div", Label: "begins at 1/", Help: "The first step size is η divided by this.", Min: 1, Default: 25, Max: 1e4, Log: true},
	},
	New: func(p []float64) func(int) float64 {
		top, last := p[1]*p[0]-1, p[0]-1
		first := 1 / p[2]
		return func(k int) float64 {
			if at := float64(k); at < top {
				return anneal(first, 1, at/top)
			} else if at < last {
				return anneal(1, first/1e4, (at-top)/(last-top))
			}
			return first / 1e4
		}
	},
}
