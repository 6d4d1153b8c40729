package landscape

// McCormick's function.  f = sin(x + y) + (x − y)² − 1.5x + 2.5y + 1
var mccormick = smooth(Surface{
	ID: "mccormick", Name: "McCormick",
	Formula: `\sin(x+y)+(x-y)^2-1.5x+2.5y+1`,
	Source:  "McCormick 1976, Mathematical Programming 10",
	Help:    "A valley that falls in waves: each minimum is lower than the one before, and f has no lower bound along it.",
	Box:     [4]float64{-1.5, 4, -3, 4},
	Start:   [2]float64{2, 3},
	Critical: []Critical{
		{X: -0.54719755, Y: -1.54719755, Kind: Minimum},
		{X: 2.59439510, Y: 1.59439510, Kind: Minimum},
		{X: 1.54719755, Y: 0.54719755, Kind: Saddle},
	},
}, func(x, y Jet) Jet {
	return x.Add(y).Sin().Add(x.Sub(y).Square()).Add(x.Times(-1.5)).Add(y.Times(2.5)).Plus(1)
})
