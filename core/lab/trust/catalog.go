package trust

import (
	"saddlelab/core/landscape"
	"saddlelab/core/nn"
	"saddlelab/core/real"
)

// Catalog holds the self-tests in the order in which the page shows them.
var Catalog = []*Check{
	{
		ID: "surface-gradients", Title: "Gradients of every surface", Against: "central differences of f",
		What:      "The gradient formulas of all functions, at 40 random points each, beside (f(x+h) − f(x−h))/2h. Differences only ask for values of f: an error in a formula cannot hide.",
		Tolerance: "Of 1 + |f| + |∂f|: with h = 10⁻⁵ a difference is itself off by some 10⁻¹⁰.",
		Run:       func(Given) Outcome { return gradientsOf(functions(landscape.Catalog, landscape.Families)) },
	},
	{
		ID: "surface-hessians", Title: "Hessians of every surface", Against: "central differences of ∇f",
		What:      "All second derivatives at the same points, beside differences of the gradients of the row above. Eigenvalues, and with them every word about saddles, rest on these.",
		Tolerance: "Of 1 + |f|, or of the largest second derivative.",
		Run:       func(Given) Outcome { return hessiansOf(functions(landscape.Catalog, landscape.Families)) },
	},
	{
		ID: "network-gradients", Title: "Backpropagation", Against: "central differences of the loss",
		What:      "For every preset network, in float64 and with weight penalties: the slope that backpropagation gives along a random direction in each layer, beside the change of the loss along it.",
		Tolerance: "Of 1 + |slope|.",
		Run:       func(Given) Outcome { return backpropagation(nn.Presets, ours) },
	},
	{
		ID: "network-curvature", Title: "Curvature of networks", Against: "central differences of gradients",
		What:      "Hessian-vector products of every preset network, which the R-operator makes in one exact pass, beside differences of two gradients.",
		Tolerance: "Of 1 + the length of the product.",
		Run:       func(Given) Outcome { return curvature(nn.Presets, ours) },
	},
	{
		ID: "adam-first-step", Title: "Adam’s first step", Against: "its closed form",
		What:      "Bias correction makes both running means the gradient’s own at the first step, so Adam moves every coordinate by η·g/(|g| + ε): η·sign(g), however large g is.",
		Tolerance: "Of η.",
		Run:       func(Given) Outcome { return adamFirst(catalogued) },
	},
	{
		ID: "closed-forms", Title: "Steps with a formula", Against: "closed forms",
		What:      "In a constant gradient SGD, momentum, AdaGrad, RMSProp, Adam, AdamW, Adamax and Lion have formulas for step k, and descent on ½λx² is (1 − ηλ)ᵏ. The formulas are summed here without running a method.",
		Tolerance: "Of 1, or of the expected number.",
		Run:       func(Given) Outcome { return closedForms(catalogued) },
	},
	{
		ID: "critical-points", Title: "Critical points", Against: "points known from theory",
		What:      "Newton’s method from 961 starts on each surface, and the points of the literature or of a calculation by hand that stand in the catalog: each must be found, as the kind it is.",
		Tolerance: "In the units of the axes; of degenerate points 10⁻², since around them the gradient is nearly 0 as well.",
		Run:       func(Given) Outcome { return criticalPoints(landscape.Catalog, landscape.Find) },
	},
	{
		ID: "critical-counts", Title: "How many of each kind", Against: "counts known from theory",
		What:      "The same search must find no point that theory does not have: minima, saddles, maxima and degenerate points are counted.",
		Tolerance: "None: counts are whole numbers.",
		Run:       func(Given) Outcome { return kindCounts(landscape.Catalog, landscape.Find) },
	},
	{
		ID: "index-counts", Title: "Minima − saddles + maxima", Against: "Poincaré–Hopf and Morse",
		What:      "On a surface without degenerate points this sum is the number of turns that the gradient makes on the way round the edge of the picture, and 1 where f grows in every direction. The turns are counted on the edge alone, where there is no critical point.",
		Tolerance: "None: counts are whole numbers.",
		Run:       func(Given) Outcome { return indices(landscape.Catalog, landscape.Find) },
	},
	{
		ID: "sphere", Title: "All 3ᵈ − 1 points of the tensor", Against: "Ge, Huang, Jin, Yuan 2015",
		What:      "On the sphere −Σuᵢ⁴ has a critical point at every pattern of signs and zeros. Of those with r signs there are C(d, r)·2ʳ, each with r − 1 falling directions, and their alternating sum is the sphere’s Euler characteristic. For d = 2 … 5 every one is tried.",
		Tolerance: "Of gradients, which are 0 there; counts are exact.",
		Run:       func(Given) Outcome { return onSphere(tensorSphere) },
	},
	{
		ID: "pytorch-optimizers", Title: "Paths of optimizers", Against: "PyTorch 1.13, stored", Reference: true,
		What:      "Paths of PyTorch’s optimizers on a quadratic, a logistic regression and a small network, with its options, are made again: 50 steps each. The numbers were printed by PyTorch in float64 and come with this page.",
		Tolerance: "Of 1, or of the expected coordinate.",
		Run: func(g Given) Outcome {
			return follow(g.Reference, catalogued, 1e-11, func(id string) bool { return !rmsprop(id) })
		},
	},
	{
		ID: "pytorch-rmsprop", Title: "Paths of RMSProp", Against: "PyTorch 1.13, stored", Reference: true,
		What:      "The same for RMSProp. Its running mean begins at 0, so its first steps divide by nearly nothing, which magnifies the roundings in which two libraries differ.",
		Tolerance: "Of 1, or of the expected coordinate.",
		Run:       func(g Given) Outcome { return follow(g.Reference, catalogued, 1e-6, rmsprop) },
	},
	{
		ID: "pytorch-layers", Title: "Layers", Against: "PyTorch 1.13, stored", Reference: true,
		What:      "Dense, convolution, pooling, both normalizations, embedding and nine activations: outputs, gradients and Hessian-vector products, by inputs and by weights.",
		Tolerance: "Of 1, or of the expected number.",
		Run:       func(g Given) Outcome { return layersOf(g.Reference, nn.Passes[float64]) },
	},
	{
		ID: "pytorch-losses", Title: "Losses and whole networks", Against: "PyTorch 1.13, stored", Reference: true,
		What:      "Cross-entropy (with logits of hundreds, and smoothed), squared error, logistic and Huber loss, and two networks: values, gradients and Hessian-vector products.",
		Tolerance: "Of 1, or of the expected number.",
		Run:       func(g Given) Outcome { return lossesOf(g.Reference, ours) },
	},
	{
		ID: "matrix-products", Title: "Matrix products", Against: "three nested loops",
		What:      "Training runs on products written for this processor’s vectors. At sizes around the edges of their tiles they must have the very bits of plain loops, and leave what stands between rows alone.",
		Tolerance: "None: the order of every sum is laid down.",
		Run:       func(Given) Outcome { return productsOf(products) },
	},
	{
		ID: "vector-kernels", Title: "Vector kernels", Against: "plain loops",
		What:      "What else runs on vectors, at lengths around their width, beside loops over one number at a time.",
		Tolerance: "None.",
		Run:       func(Given) Outcome { return vectorsOf(vectors) },
	},
	{
		ID: "float32-functions", Title: "exp and tanh in float32", Against: "the same in float64",
		What:      "The fast functions of the activations beside those of the row below, which are made otherwise.",
		Tolerance: "In units of float32’s last place.",
		Run:       func(Given) Outcome { return mapsOf(maps) },
	},
	{
		ID: "functions", Title: "exp, log, pow, tanh, sin, cos", Against: "32 digits of mpmath",
		What:      "Browsers and processors disagree on the last digit of these, so the engine has its own. Values that arbitrary-precision arithmetic gave.",
		Tolerance: "In units of the last place of float64.",
		Run:       func(Given) Outcome { return elementaryOf(reals) },
	},
	{
		ID: "erf-acos", Title: "erf and acos", Against: "32 digits of mpmath",
		What:      "Two functions that are needed in a few places and are not brought to the last digit.",
		Tolerance: "Of the value.",
		Run:       func(Given) Outcome { return lessOf(reals) },
	},
	{
		ID: "random-numbers", Title: "Random numbers", Against: "the definition of PCG",
		What:      "The first numbers of two seeds, as integers of any length give them by the generator’s definition.",
		Tolerance: "None.",
		Run:       func(Given) Outcome { return randomOf(pcg) },
	},
	{
		ID: "normal-numbers", Title: "Normal random numbers", Against: "moments of the normal law",
		What:      "Means of x, x², x³ and x⁴ over 200 000 draws beside 0, 1, 0 and 3.",
		Tolerance: "In standard errors. The seed is fixed: a right generator gives the same four numbers every time.",
		Run:       func(Given) Outcome { return normalOf(real.Normal) },
	},
	{
		ID: "same-bits", Title: "The same bits everywhere", Against: "runs on other processors, stored",
		What:      "Two trainings and a noisy run on a surface, made again here from their Specs. Every weight and every coordinate must have the bits that they had on other processors and in other browsers.",
		Tolerance: "None.",
		Run:       func(g Given) Outcome { return bitsOf(g.Run) },
	},
}
