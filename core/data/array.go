package data

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Array is what an array file holds: numbers with their shape, the last index running fastest. They stay as the file has them and
// are read one by one, since a file of bytes takes an eighth of what its numbers would.
type Array struct {
	Shape []int
	Whole bool // the file has integers or truth values

	numbers
	raw     []byte
	columns bool // the first index runs fastest in the file
}

// numbers is how a file writes a number.
type numbers struct {
	each int // bytes
	read func(b []byte) float64
}

// Len is how many numbers there are.
func (a *Array) Len() int { return len(a.raw) / a.each }

// At is number i, the last index running fastest.
func (a *Array) At(i int) float64 {
	if a.columns {
		i = a.place(i)
	}
	return a.read(a.raw[i*a.each:])
}

// place is where number i stands in a file whose first index runs fastest.
func (a *Array) place(i int) int {
	k, step := 0, a.Len()
	for d := len(a.Shape) - 1; d >= 0; d-- {
		n := a.Shape[d]
		step /= n
		k += i % n * step
		i /= n
	}
	return k
}

const (
	gzipMagic = "\x1f\x8b"
	zipMagic  = "PK\x03\x04"

	headerRoom = 4096 // bytes in which the header of an array must end
	// deflated bounds what a packed byte can hold: Deflate's longest match is 258 bytes, in 2 bits.
	deflated = 1032
)

// ArrayFile tells by its first bytes whether a file is IDX, NPY or NPZ, packed by gzip or not, and not a table.
func ArrayFile(b []byte) bool {
	return bytes.HasPrefix(b, []byte(gzipMagic)) || bytes.HasPrefix(b, []byte(zipMagic)) || bytes.HasPrefix(b, []byte(npyMagic)) || isIDX(b)
}

// ReadArrays reads an array file: x is the array of an IDX or NPY file; of an NPZ file x are the inputs and y the labels, else y is nil.
// Nothing is taken for what a header promises before the file is seen to be able to hold it.
func ReadArrays(b []byte) (x, y *Array, err error) {
	switch {
	case bytes.HasPrefix(b, []byte(zipMagic)):
		return readNPZ(b)
	case bytes.HasPrefix(b, []byte(gzipMagic)):
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, nil, fmt.Errorf("its gzip packing is damaged: %w", err)
		}
		x, err = take(z, deflated*int64(len(b)))
		return x, nil, err
	}
	a, start, err := header(b)
	if err != nil {
		return nil, nil, err
	}
	n, err := a.room(int64(len(b) - start))
	if err != nil {
		return nil, nil, err
	}
	if more := len(b) - start - n; more > 0 {
		return nil, nil, surplus(a, more)
	}
	a.raw = b[start:]
	return a, nil, nil
}

// Peek gives the shape of an IDX or NPY file, packed by gzip or not, from its first bytes.
func Peek(b []byte) ([]int, error) {
	if bytes.HasPrefix(b, []byte(gzipMagic)) {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, err
		}
		if b, err = front(z); err != nil {
			return nil, err
		}
	}
	a, _, err := header(b)
	if err != nil {
		return nil, err
	}
	return a.Shape, nil
}

// header reads the header of an IDX or NPY file and says where it ends; the array has no numbers yet.
func header(b []byte) (a *Array, start int, err error) {
	b = b[:min(len(b), headerRoom)]
	switch {
	case bytes.HasPrefix(b, []byte(npyMagic)):
		return npyHeader(b)
	case isIDX(b):
		return idxHeader(b)
	}
	return nil, 0, fmt.Errorf("the file begins with %q and is neither IDX, as MNIST’s own files are, nor NPY or NPZ", b[:min(len(b), 8)])
}

// front are the first bytes of a stream.
func front(r io.Reader) ([]byte, error) {
	b := make([]byte, headerRoom)
	n, err := io.ReadFull(r, b)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, fmt.Errorf("its packing is damaged after %d bytes: %w", n, err)
	}
	return b[:n], nil
}

// take reads one array of a packed stream that can give most bytes: exactly what its header promises, and then its end, where
// the checksum is.
func take(r io.Reader, most int64) (*Array, error) {
	head, err := front(r)
	if err != nil {
		return nil, err
	}
	a, start, err := header(head)
	if err != nil {
		return nil, err
	}
	if len(head) < headerRoom { // that is all
		most = int64(len(head))
	}
	n, err := a.room(most - int64(start))
	if err != nil {
		return nil, err
	}
	if more := len(head) - start - n; more > 0 {
		return nil, surplus(a, more)
	}
	a.raw = make([]byte, n)
	have := copy(a.raw, head[start:])
	if got, err := io.ReadFull(r, a.raw[have:]); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, short(a, int64(have+got))
		}
		return nil, fmt.Errorf("its packing is damaged after %d bytes: %w", start+have+got, err)
	}
	switch more, err := io.CopyN(io.Discard, r, 1); {
	case more > 0:
		return nil, surplus(a, 1)
	case err != io.EOF:
		return nil, fmt.Errorf("its packing is damaged at its end: %w", err)
	}
	return a, nil
}

// room checks what a header promises, before anything is made for it, against memory and the bytes that are left, and gives how many
// bytes the numbers take.
func (a *Array) room(left int64) (int, error) {
	n := int64(1)
	for _, d := range a.Shape {
		if d < 0 {
			return 0, fmt.Errorf("its header has the shape %s; no size can be below 0", times(a.Shape))
		}
		if d > 0 && n > MaxMemory/4/int64(d) {
			return 0, fmt.Errorf("its header has the shape %s, more numbers than can be held: at most %d (%s)", times(a.Shape), MaxMemory/4, mebi(MaxMemory))
		}
		n *= int64(d)
	}
	switch n *= int64(a.each); {
	case n > MaxMemory:
		return 0, fmt.Errorf("its header has the shape %s, numbers of %d bytes each: %s, and at most %s can be held", times(a.Shape), a.each, mebi(float64(n)), mebi(MaxMemory))
	case n > left:
		return 0, short(a, left)
	}
	return int(n), nil
}

func short(a *Array, left int64) error {
	return fmt.Errorf("its header has the shape %s, numbers of %d bytes each, and no more than %d bytes follow: the file is cut off, or not what it seems", times(a.Shape), a.each, max(0, left))
}

func surplus(a *Array, more int) error {
	return fmt.Errorf("its header has the shape %s, numbers of %d bytes each, and at least %s follows after them: the file is not what it seems, or holds several arrays", times(a.Shape), a.each, plural(more, "byte"))
}

// times writes a shape: 60000×28×28.
func times(shape []int) string {
	if len(shape) == 0 {
		return "()"
	}
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(shape), "[]"), " ", "×")
}
