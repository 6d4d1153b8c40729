package nn

// Patches of one image are gathered from a copy of it with its padding around, in which no place of the kernel leaves the image.

// padded are the sides of that copy.
func (v *window) padded() (h, w int) { return v.h + 2*v.padding, v.w + 2*v.padding }

// edged is an image with its padding around.
func (d *conv2d[F]) edged(x []F) []F {
	if d.padding == 0 {
		return x
	}
	h, w := d.padded()
	for c := range d.window.c { // the border of pad is 0 from the start
		d.copyBlock(d.pad[(c*h+d.padding)*w+d.padding:], w, x[c*d.h*d.w:(c+1)*d.h*d.w], d.w, d.h, d.w)
	}
	return d.pad
}

// gatherApart writes the patches of a group's channels as the columns of a matrix, for places that move by more than a pixel: row
// (c, a, e), column (i, j) is the pixel that place (a, e) of the kernel meets at output (i, j).
func (d *conv2d[F]) gatherApart(x, col []F) {
	h, w := d.padded()
	at, pixels := 0, d.oh*d.ow
	for c := range d.places.C {
		for a := range d.kernel {
			for e := range d.kernel {
				src, dst := x[(c*h+a*d.apart)*w+e*d.apart:], col[at:at+pixels]
				at += pixels
				for i := range d.oh {
					row, from := dst[i*d.ow:(i+1)*d.ow], src[i*d.stride*w:]
					for j := range row {
						row[j] = from[j*d.stride]
					}
				}
			}
		}
	}
}

// col2im sets an image to the sums over the patches that each pixel is in.
func (d *conv2d[F]) col2im(col, x []F) {
	h, w := d.padded()
	if d.spill == nil {
		d.spill = make([]F, d.window.c*h*w, d.window.c*h*w+8)
	}
	sum := d.spill
	clear(sum)
	if d.stride == 1 {
		part := d.places.C * d.kernel * d.kernel * d.oh * d.ow
		for g := range d.groups {
			d.scatter(&d.places, col[g*part:(g+1)*part], sum[g*d.places.C*d.places.Plane:])
		}
	} else {
		d.scatterApart(col, sum)
	}
	for c := range d.window.c {
		d.copyBlock(x[c*d.h*d.w:(c+1)*d.h*d.w], d.w, sum[(c*h+d.padding)*w+d.padding:], w, d.h, d.w)
	}
}

// scatterApart adds the patches to the padded image, for places that move by more than a pixel.
func (d *conv2d[F]) scatterApart(col, sum []F) {
	h, w := d.padded()
	at, pixels := 0, d.oh*d.ow
	for c := range d.window.c {
		for a := range d.kernel {
			for e := range d.kernel {
				dst, src := sum[(c*h+a*d.apart)*w+e*d.apart:], col[at:at+pixels]
				at += pixels
				for i := range d.oh {
					to := dst[i*d.stride*w:]
					for j, v := range src[i*d.ow : (i+1)*d.ow] {
						to[j*d.stride] += v
					}
				}
			}
		}
	}
}
