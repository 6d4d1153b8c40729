package data

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// NPY is NumPy's format (NEP 1): a magic word, a version, a header that is a Python dictionary, and the numbers. NPZ is a zip of them.

const npyMagic = "\x93NUMPY"

func readNPY(b []byte) (*Array, error) {
	if len(b) < 12 {
		return nil, fmt.Errorf("the NPY file ends within its header")
	}
	size, at := int(binary.LittleEndian.Uint16(b[8:])), 10
	if b[6] > 1 {
		size, at = int(binary.LittleEndian.Uint32(b[8:])), 12
	}
	if size < 0 || size > len(b)-at {
		return nil, fmt.Errorf("the NPY file ends within its header")
	}
	head := string(b[at : at+size])
	b = b[at+size:]
	descr, fortran, shape := entry(head, "descr", "'", "'"), entry(head, "fortran_order", "", ","), entry(head, "shape", "(", ")")
	if len(descr) < 2 || fortran != "True" && fortran != "False" || shape == "\x00" {
		return nil, fmt.Errorf("the NPY header says %.80q, which holds no array of numbers; save it with numpy.save as one of a plain type, such as float32", head)
	}
	a := &Array{Shape: []int{}}
	for _, part := range strings.Split(shape, ",") {
		if part = strings.TrimSpace(part); part != "" {
			n, err := strconv.Atoi(part)
			if err != nil {
				return nil, fmt.Errorf("the NPY header has the size %q", part)
			}
			a.Shape = append(a.Shape, n)
		}
	}
	read, each, ok := npyReader(descr[:1], descr[1:2], descr[2:])
	if !ok {
		return nil, fmt.Errorf("the NPY file has numbers of type %q; have b1, i1 to i8, u1 to u8, f2, f4, f8", descr)
	}
	n, err := room(a.Shape, len(b), each)
	if err != nil {
		return nil, err
	}
	a.V, a.Whole = make([]float64, n), descr[1] != 'f'
	for i := range a.V {
		a.V[i] = read(b[i*each:])
	}
	if fortran == "True" && len(a.Shape) > 1 {
		a.V = rowMajor(a.V, a.Shape)
	}
	return a, nil
}

// entry is a value of the header's dictionary, between what opens and what closes it; one zero byte where there is none.
func entry(head, key, open, end string) string {
	_, after, ok := strings.Cut(head, "'"+key+"':")
	if ok {
		after = strings.TrimLeft(after, " ")
		if after, ok = strings.CutPrefix(after, open); ok {
			if v, _, ok := strings.Cut(after, end); ok {
				return strings.TrimSpace(v)
			}
		}
	}
	return "\x00"
}

// npyReader gives the reader of one number and how many bytes it has.
func npyReader(end, kind, size string) (read func(b []byte) float64, each int, ok bool) {
	var order binary.ByteOrder = binary.LittleEndian
	if end == ">" {
		order = binary.BigEndian
	}
	switch kind + size {
	case "b1", "u1", "?", "b":
		return func(b []byte) float64 { return float64(b[0]) }, 1, true
	case "i1":
		return func(b []byte) float64 { return float64(int8(b[0])) }, 1, true
	case "u2":
		return func(b []byte) float64 { return float64(order.Uint16(b)) }, 2, true
	case "i2":
		return func(b []byte) float64 { return float64(int16(order.Uint16(b))) }, 2, true
	case "u4":
		return func(b []byte) float64 { return float64(order.Uint32(b)) }, 4, true
	case "i4":
		return func(b []byte) float64 { return float64(int32(order.Uint32(b))) }, 4, true
	case "u8":
		return func(b []byte) float64 { return float64(order.Uint64(b)) }, 8, true
	case "i8":
		return func(b []byte) float64 { return float64(int64(order.Uint64(b))) }, 8, true
	case "f2":
		return func(b []byte) float64 { return half(order.Uint16(b)) }, 2, true
	case "f4":
		return func(b []byte) float64 { return float64(math.Float32frombits(order.Uint32(b))) }, 4, true
	case "f8":
		return func(b []byte) float64 { return math.Float64frombits(order.Uint64(b)) }, 8, true
	}
	return nil, 0, false
}

// half is the number of IEEE 754's 16 bits.
func half(h uint16) float64 {
	sign, exp, frac := 1-2*float64(h>>15), int(h>>10&31), float64(h&1023)
	switch exp {
	case 0:
		return sign * math.Ldexp(frac, -24)
	case 31:
		if frac != 0 {
			return math.NaN()
		}
		return sign * math.Inf(1)
	}
	return sign * math.Ldexp(1024+frac, exp-25)
}

// rowMajor turns an array whose first index runs fastest.
func rowMajor(v []float64, shape []int) []float64 {
	out := make([]float64, len(v))
	at := make([]int, len(shape))
	for i := range out {
		k, step := 0, 1
		for d, n := range shape {
			k += at[d] * step
			step *= n
		}
		out[i] = v[k]
		for d := len(shape) - 1; d >= 0; d-- {
			if at[d]++; at[d] < shape[d] {
				break
			}
			at[d] = 0
		}
	}
	return out
}

func readNPZ(b []byte) (map[string]*Array, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fmt.Errorf("its zip packing is damaged: %w", err)
	}
	all, total := map[string]*Array{}, 0
	for _, f := range z.File {
		name, ok := strings.CutSuffix(f.Name, ".npy")
		if !ok {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("%s in it cannot be read: %w", f.Name, err)
		}
		one, err := io.ReadAll(io.LimitReader(r, int64(maxUnpacked-total)+1))
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("%s in it cannot be read: %w", f.Name, err)
		}
		if total += len(one); total > maxUnpacked {
			return nil, fmt.Errorf("unpacked it has more than %d MiB, which is the most that can be read", maxUnpacked>>20)
		}
		if !bytes.HasPrefix(one, []byte(npyMagic)) {
			return nil, fmt.Errorf("%s in it is no NPY file", f.Name)
		}
		if all[name], err = readNPY(one); err != nil {
			return nil, fmt.Errorf("%s in it: %w", f.Name, err)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("the zip file holds no NPY files")
	}
	return all, nil
}
