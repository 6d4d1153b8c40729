package nn

import (
	"math"
	"unsafe"

	"saddlelab/core/kernel"
	"saddlelab/core/real"
)

// Float is the type of a network's numbers: float32 for training, by the kernels of core/kernel; float64 for experiments
// that need it and for checking the formulas, by the plain loops of this file.
type Float interface{ float32 | float64 }

// single tells whether F is float32.
func single[F Float]() bool { var z F; return unsafe.Sizeof(z) == 4 }

// The elementary functions that layers use. All calls of package math are here.

func exp[F Float](x F) F {
	if single[F]() {
		return F(kernel.Exp1(float32(x)))
	}
	return F(real.Exp(float64(x)))
}

func tanh[F Float](x F) F {
	if single[F]() {
		return F(kernel.Tanh1(float32(x)))
	}
	return F(real.Tanh(float64(x)))
}

// erf is good to 2·10⁻⁷ in float32: Chebyshev's fit of Press et al., Numerical Recipes, 2nd ed., section 6.2.
func erf[F Float](x F) F {
	if !single[F]() {
		return F(real.Erf(float64(x)))
	}
	t := 1 / (1 + .5*math.Abs(float64(x)))
	p := .0
	for _, c := range [...]float64{.17087277, -.82215223, 1.48851587, -1.13520398, .27886807, -.18628806, .09678418, .37409196, 1.00002368, -1.26551223} {
		p = float64(p*t) + c
	}
	e := 1 - float64(t*float64(kernel.Exp1(float32(p-float64(float64(x)*float64(x))))))
	return F(math.Copysign(e, float64(x)))
}

func sin[F Float](x F) F  { return F(real.Sin(float64(x))) }
func cos[F Float](x F) F  { return F(real.Cos(float64(x))) }
func sqrt[F Float](x F) F { return F(math.Sqrt(float64(x))) }

// log1p is log(1 + x): the quotient takes back what 1 + x has lost (Goldberg 1991, ACM Computing Surveys 23, theorem 4).
func log1p[F Float](x F) F {
	u := 1 + float64(x)
	if u == 1 {
		return x
	}
	return F(real.Log(u) * float64(x) / (u - 1))
}

// product is a matrix product with strides, as kernel.NN, TN and NT are.
type product[F Float] = func(m, n, k int, a []F, lda int, b []F, ldb int, c []F, ldc int, acc bool)

// blas are the functions on matrices for one type.
type blas[F Float] struct {
	nn, tn, nt product[F]
	bias       func(rows, cols int, x []F, ld int, b []F)
	colSum     func(rows, cols int, x []F, ld int, out []F)
	copyBlock  func(dst []F, ldd int, src []F, lds, rows, cols int)
	correlate  func(p *kernel.Patches, n int, w []F, ldw int, x, col, y []F, acc bool)
	correlateB func(p *kernel.Patches, n int, x, col, dy, g []F, ldg int, acc bool)
	scatter    func(p *kernel.Patches, col, x []F)
	shift      func(x []F, b F)
	maxPool2   func(n, w int, x, y []F, at []int32, from int)
	maxPool2B  func(n int, dy []F, at []int32, dx []F, from int)
	sumRows    func(rows, n int, x, out []F)
	few        func(rows, in, out int, x, w, b, y []F)          // a small dense layer at once; nil if there is no such function
	fewBwd     func(rows, in, out int, x, dy, w, g, gb, dx []F) // and its way back
}

var (
	blas32 = &blas[float32]{kernel.NN, kernel.TN, kernel.NT, kernel.Bias, kernel.ColSum, kernel.CopyBlock, (*kernel.Patches).Correlate, (*kernel.Patches).CorrelateBwd, (*kernel.Patches).Scatter, kernel.Shift, kernel.MaxPool2, kernel.MaxPool2Bwd, kernel.SumRows, kernel.DenseFew, kernel.DenseFewBwd}
	blas64 = &blas[float64]{plainNN[float64], plainTN[float64], plainNT[float64], plainBias[float64], plainColSum[float64], copyBlock[float64], correlate[float64], correlateBwd[float64], scatter[float64], shift[float64], maxPool2[float64], maxPool2Bwd[float64], sumRows[float64], nil, nil}
)

func blasOf[F Float]() *blas[F] {
	if b, ok := any(blas32).(*blas[F]); ok {
		return b
	}
	return any(blas64).(*blas[F])
}

// The sums go in the order that package kernel writes down: over k, from C[i][j] or 0.

func plainNN[F Float](m, n, k int, a []F, lda int, b []F, ldb int, c []F, ldc int, acc bool) {
	for i := range m {
		row := c[i*ldc : i*ldc+n]
		if !acc {
			clear(row)
		}
		for p := range k {
			x := a[i*lda+p]
			for j, y := range b[p*ldb : p*ldb+n] {
				row[j] += F(x * y)
			}
		}
	}
}

func plainTN[F Float](m, n, k int, a []F, lda int, b []F, ldb int, c []F, ldc int, acc bool) {
	for i := range m {
		row := c[i*ldc : i*ldc+n]
		if !acc {
			clear(row)
		}
		for p := range k {
			x := a[p*lda+i]
			for j, y := range b[p*ldb : p*ldb+n] {
				row[j] += F(x * y)
			}
		}
	}
}

func plainNT[F Float](m, n, k int, a []F, lda int, b []F, ldb int, c []F, ldc int, acc bool) {
	for i := range m {
		x := a[i*lda : i*lda+k]
		for j := range n {
			var s F
			if acc {
				s = c[i*ldc+j]
			}
			for p, y := range b[j*ldb : j*ldb+k] {
				s += F(x[p] * y)
			}
			c[i*ldc+j] = s
		}
	}
}

func plainBias[F Float](rows, cols int, x []F, ld int, b []F) {
	for r := range rows {
		row := x[r*ld : r*ld+cols]
		for i := range row {
			row[i] += b[i]
		}
	}
}

func plainColSum[F Float](rows, cols int, x []F, ld int, out []F) {
	out = out[:cols]
	clear(out)
	for r := range rows {
		for i, v := range x[r*ld : r*ld+cols] {
			out[i] += v
		}
	}
}

// scale multiplies x by k.
func scale[F Float](x []F, k F) {
	for i := range x {
		x[i] *= k
	}
}

// shift adds b to x.
func shift[F Float](x []F, b F) {
	for i := range x {
		x[i] += b
	}
}

func copyBlock[F Float](dst []F, ldd int, src []F, lds, rows, cols int) {
	for i := range rows {
		copy(dst[i*ldd:i*ldd+cols], src[i*lds:])
	}
}

// gather, correlate, correlateBwd and scatter do what the methods of kernel.Patches do.
func gather[F Float](p *kernel.Patches, x, col []F) {
	p.Each(func(i, k int) { copy(col[k:k+p.W], x[i:]) })
}

func correlate[F Float](p *kernel.Patches, n int, w []F, ldw int, x, col, y []F, acc bool) {
	gather(p, x, col)
	plainTN(n, p.H*p.W, p.C*p.Kernel*p.Kernel, w, ldw, col, p.H*p.W, y, p.H*p.W, acc)
}

func correlateBwd[F Float](p *kernel.Patches, n int, x, col, dy, g []F, ldg int, acc bool) {
	gather(p, x, col)
	plainNT(p.C*p.Kernel*p.Kernel, n, p.H*p.W, col, p.H*p.W, dy, p.H*p.W, g, ldg, acc)
}

func scatter[F Float](p *kernel.Patches, col, x []F) {
	p.Each(func(i, k int) { addTo(x[i:], col[k:k+p.W]) })
}

// maxPool2 does what kernel.MaxPool2 does.
func maxPool2[F Float](n, w int, x, y []F, at []int32, from int) {
	for k := range y {
		first := k/n*2*w + k%n*2
		best := first
		for _, i := range [...]int{first + 1, first + w, first + w + 1} {
			if x[i] > x[best] {
				best = i
			}
		}
		y[k], at[k] = x[best], int32(from+best)
	}
}

func maxPool2Bwd[F Float](_ int, dy []F, at []int32, dx []F, from int) {
	clear(dx)
	for i, v := range dy {
		dx[int(at[i])-from] = v
	}
}

func sumRows[F Float](rows, n int, x, out []F) {
	for r := range rows {
		out[r] += sumOf(x[r*n : (r+1)*n])
	}
}

// addTo sets y = y + x over the length of x.
func addTo[F Float](y, x []F) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += v
	}
}

// sumOf is Σx in four lanes, element i in lane i mod 4, then (0+1)+(2+3).
func sumOf[F Float](x []F) F {
	var a, b, c, d F
	for ; len(x) >= 4; x = x[4:] {
		a, b, c, d = a+x[0], b+x[1], c+x[2], d+x[3]
	}
	switch len(x) {
	case 3:
		c += x[2]
		fallthrough
	case 2:
		b += x[1]
		fallthrough
	case 1:
		a += x[0]
	}
	return (a + b) + (c + d)
}
