package trust

import (
	"fmt"
	"math"
	"math/rand/v2"

	"saddlelab/core/real"
)

// elementary are the functions of package real; a test hands in others.
type elementary struct {
	exp, log, tanh, sin, cos, erf, acos func(x float64) float64
	pow                                 func(x, y float64) float64
}

var reals = elementary{exp: real.Exp, log: real.Log, tanh: real.Tanh, sin: real.Sin, cos: real.Cos, erf: real.Erf, acos: real.Acos, pow: real.Pow}

// value is a value of a function that is known.
type value struct {
	name string
	of   func(f elementary) float64
	want float64
}

// known are values to 32 digits, worked out by the arithmetic of mpmath 1.3 at 60 digits, where arguments are the binary numbers that
// stand here:
//
//	from mpmath import *; mp.dps = 60; nstr(exp(mpf('0.5')), 32)
var known = []value{
	{"exp(1)", func(f elementary) float64 { return f.exp(1) }, 2.7182818284590452353602874713527},
	{"exp(−1)", func(f elementary) float64 { return f.exp(-1) }, 0.36787944117144232159552377016146},
	{"exp(0.5)", func(f elementary) float64 { return f.exp(.5) }, 1.6487212707001281468486507878142},
	{"exp(100)", func(f elementary) float64 { return f.exp(100) }, 2.68811714181613544841262555158e+43},
	{"exp(−700)", func(f elementary) float64 { return f.exp(-700) }, 9.8596765437597708567053729478495e-305},
	{"exp(2⁻³⁰)", func(f elementary) float64 { return f.exp(0x1p-30) }, 1.0000000009313225750491593847538},
	{"log(2)", func(f elementary) float64 { return f.log(2) }, 0.69314718055994530941723212145818},
	{"log(3)", func(f elementary) float64 { return f.log(3) }, 1.0986122886681096913952452369225},
	{"log(10)", func(f elementary) float64 { return f.log(10) }, 2.3025850929940456840179914546844},
	{"log(1 + 2⁻³⁰)", func(f elementary) float64 { return f.log(1 + 0x1p-30) }, 9.3132257418179764690006274852438e-10},
	{"log(2¹⁰⁰⁰)", func(f elementary) float64 { return f.log(0x1p1000) }, 693.14718055994530941723212145818},
	{"log(0.5)", func(f elementary) float64 { return f.log(.5) }, -0.69314718055994530941723212145818},
	{"2^0.5", func(f elementary) float64 { return f.pow(2, .5) }, 1.4142135623730950488016887242097},
	{"3^−7.5", func(f elementary) float64 { return f.pow(3, -7.5) }, 0.00026399189263357373777281608619202},
	{"10^22", func(f elementary) float64 { return f.pow(10, 22) }, 1e22},
	{"(1 + 2⁻²⁰)^2²⁰", func(f elementary) float64 { return f.pow(1+0x1p-20, 0x1p20) }, 2.7182805322823960772285508101668},
	{"tanh(1)", func(f elementary) float64 { return f.tanh(1) }, 0.76159415595576488811945828260479},
	{"tanh(0.25)", func(f elementary) float64 { return f.tanh(.25) }, 0.24491866240370912927780113149102},
	{"tanh(−3)", func(f elementary) float64 { return f.tanh(-3) }, -0.99505475368673045133188018525549},
	{"sin(1)", func(f elementary) float64 { return f.sin(1) }, 0.8414709848078965066525023216303},
	{"sin(0.5)", func(f elementary) float64 { return f.sin(.5) }, 0.47942553860420300027328793521557},
	{"sin(100)", func(f elementary) float64 { return f.sin(100) }, -0.50636564110975879365655761045979},
	{"sin(float64(π))", func(f elementary) float64 { return f.sin(3.141592653589793) }, 1.224646799147353177226065932275e-16},
	{"cos(1)", func(f elementary) float64 { return f.cos(1) }, 0.54030230586813971740093660744298},
	{"cos(0.5)", func(f elementary) float64 { return f.cos(.5) }, 0.87758256189037271611628158260383},
	{"cos(−22)", func(f elementary) float64 { return f.cos(-22) }, -0.99996082639463712645417473921269},
	{"cos(float64(π/2))", func(f elementary) float64 { return f.cos(1.5707963267948966) }, 6.123233995736765886130329661375e-17},
}

// less are values of functions that are only as good as 2·10⁻¹⁵.
var less = []value{
	{"erf(0.5)", func(f elementary) float64 { return f.erf(.5) }, 0.52049987781304653768274665389196},
	{"erf(1)", func(f elementary) float64 { return f.erf(1) }, 0.84270079294971486934122063508261},
	{"erf(−2)", func(f elementary) float64 { return f.erf(-2) }, -0.99532226501895273416206925636725},
	{"erf(3)", func(f elementary) float64 { return f.erf(3) }, 0.99997790950300141455862722387042},
	{"acos(0.5)", func(f elementary) float64 { return f.acos(.5) }, 1.0471975511965977461542144610932},
	{"acos(0)", func(f elementary) float64 { return f.acos(0) }, 1.5707963267948966192313216916398},
	{"acos(0.25)", func(f elementary) float64 { return f.acos(.25) }, 1.318116071652817965745664254646},
	{"acos(0.875)", func(f elementary) float64 { return f.acos(.875) }, 0.50536051028415730697131487398742},
}

// elementaryOf compares functions with known values, in units of the last place.
func elementaryOf(f elementary) Outcome {
	t := &tally{allowed: 1}
	for _, k := range known {
		t.of(k.name)
		size := math.Abs(k.want)
		t.compare("value", k.want, k.of(f), math.Nextafter(size, math.Inf(1))-size)
	}
	return t.outcome()
}

// lessOf compares functions with known values, relatively.
func lessOf(f elementary) Outcome {
	t := &tally{allowed: 2e-15}
	for _, k := range less {
		t.of(k.name)
		t.compare("value", k.want, k.of(f), math.Abs(k.want))
	}
	return t.outcome()
}

// generator makes the source of random numbers for two words of seed; a test hands in another.
type generator func(a, b uint64) rand.Source

func pcg(a, b uint64) rand.Source { return rand.NewPCG(a, b) }

// drawn are the first numbers of PCG-DXSM, from its definition in integers of any length (O’Neill 2014; the multiplier, increment and
// output function are those of Go’s math/rand/v2).
var drawn = []struct {
	a, b uint64
	want []uint64
}{
	{1, 2, []uint64{0xc4f5a58656eef510, 0x9dcec3ad077dec6c, 0xc8d04605312f8088, 0xcbedc0dcb63ac19a, 0x3bf98798cae97950, 0x0a8c6d7f8d485abc}},
	{7, 3, []uint64{0xcd9b4bf97e73e8c1, 0xdaafc5727329793e, 0x476a90dd36fd2c0c, 0xd78c05d27597ce0b, 0x6448e4ababbfa256, 0x9edd3541d278736a}},
}

// draws is how many normal numbers are drawn.
const draws = 200_000

// randomOf compares the first numbers of the generator with its definition, halves of 32 bits each, which float64 holds.
func randomOf(make generator) Outcome {
	t := &tally{}
	for _, d := range drawn {
		s := make(d.a, d.b)
		t.of(fmt.Sprintf("seed %d, %d", d.a, d.b))
		for i, want := range d.want {
			got := s.Uint64()
			t.exact(fmt.Sprintf("number %d, upper half", i+1), float64(want>>32), float64(got>>32))
			t.exact(fmt.Sprintf("number %d, lower half", i+1), float64(uint32(want)), float64(uint32(got)))
		}
	}
	return t.outcome()
}

// normalOf compares the mean, variance, skewness and kurtosis of normal numbers with 0, 1, 0 and 3, in standard errors.
func normalOf(normal func(rng *rand.Rand) float64) Outcome {
	t := &tally{allowed: 4}
	rng := rand.New(rand.NewPCG(11, 13))
	var sums [4]float64
	for range draws {
		x := normal(rng)
		p := 1.0
		for i := range sums {
			p *= x
			sums[i] += p
		}
	}
	want, variance := [4]float64{0, 1, 0, 3}, [4]float64{1, 2, 15, 96} // E xᵏ, and E x²ᵏ − (E xᵏ)²
	for i, s := range sums {
		t.of(fmt.Sprintf("mean of x to the power %d", i+1))
		t.compare(fmt.Sprint(draws, " draws"), want[i], s/draws, math.Sqrt(variance[i]/draws))
	}
	return t.outcome()
}
