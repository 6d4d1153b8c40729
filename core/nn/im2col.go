package nn

// im2col writes the patches of one image as the columns of a matrix: row (c, a, e), column (i, j) is the pixel that place (a, e) of
// the kernel meets at output (i, j), 0 outside the image.
func (d *conv2d[F]) im2col(x, col []F) {
	at := 0
	for c := range d.window.c {
		image := x[c*d.h*d.w : (c+1)*d.h*d.w]
		for a := range d.kernel {
			for e := range d.kernel {
				from, to := d.inside(e)
				for i := range d.oh {
					row := col[at : at+d.ow]
					at += d.ow
					y := i*d.stride + a*d.apart - d.padding
					if y < 0 || y >= d.h {
						clear(row)
						continue
					}
					clear(row[:from])
					clear(row[to:])
					if from >= to {
						continue
					}
					src := image[y*d.w+from*d.stride+e*d.apart-d.padding:]
					if d.stride == 1 {
						copy(row[from:to], src)
						continue
					}
					for j := from; j < to; j++ {
						row[j] = src[(j-from)*d.stride]
					}
				}
			}
		}
	}
}

// col2im sets an image to the sums over the patches that each pixel is in.
func (d *conv2d[F]) col2im(col, x []F) {
	clear(x)
	at := 0
	for c := range d.window.c {
		image := x[c*d.h*d.w : (c+1)*d.h*d.w]
		for a := range d.kernel {
			for e := range d.kernel {
				from, to := d.inside(e)
				for i := range d.oh {
					row := col[at : at+d.ow]
					at += d.ow
					y := i*d.stride + a*d.apart - d.padding
					if y < 0 || y >= d.h || from >= to {
						continue
					}
					dst := image[y*d.w+from*d.stride+e*d.apart-d.padding:]
					if d.stride == 1 {
						addTo(dst, row[from:to])
						continue
					}
					for j := from; j < to; j++ {
						dst[(j-from)*d.stride] += row[j]
					}
				}
			}
		}
	}
}

// inside are the first output column and the one after the last at which column e of the kernel meets the image.
func (v *window) inside(e int) (from, to int) {
	off := e*v.apart - v.padding
	if off < 0 {
		from = (-off + v.stride - 1) / v.stride
	}
	to = max(from, min(v.ow, (v.w-1-off)/v.stride+1))
	if v.w-1-off < 0 {
		to = from
	}
	return min(from, v.ow), min(to, v.ow)
}
