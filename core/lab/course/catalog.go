package course

// Catalog holds the experiments in the order of the course: by chapter, and within one as they are read.
var Catalog = []*Experiment{
	// What is the problem?
	e01, e02, e03, e05, e07,

	// What do critical points look like?
	e04, e06, e10, e10b, e10c, e11, e12,

	// Does SGD converge?
	e12a, e13, e13b, e14, e15, e15b, e15c, e30, e30b, e30c,

	// Does it avoid saddles?
	e08, e16, e16b, e16c, e17, e18, e19, e19b,

	// How fast to a minimum?
	e20, e20b, e20c, e21, e21b,

	// Can it reach global minima?
	e22, e22b, e22c, e22d, e22e, e23, e24, e24c, e25, e26, e27, e27b, e28,

	// Does a fit generalise?
	e29, e29b,

	// What do adaptive methods add?
	e31, e31b, e31c, e32,
	e33, e33b,
	e34, e34b, e34c, e34d, e34e, e35,
	e36, e37, e37b,
	e39, e39b, e39c,

	// What if noise is the point?
	e09, e09b, e09c, e09d,
}
