package data

import (
	"bytes"
	"fmt"
	"strings"
)

// Array is what an array file holds: numbers with their shape, the last index running fastest.
type Array struct {
	Shape []int
	V     []float64
	Whole bool // the file has integers
}

// ArrayFile tells by its first bytes whether a file is IDX, NPY or NPZ, packed by gzip or not, and not a table.
func ArrayFile(b []byte) bool {
	return bytes.HasPrefix(b, []byte("\x1f\x8b")) || bytes.HasPrefix(b, []byte(npyMagic)) || bytes.HasPrefix(b, []byte("PK\x03\x04")) || idxHeader(b)
}

// ReadArrays reads an array file: one array, without a name, or those of an NPZ by name.
func ReadArrays(b []byte) (map[string]*Array, error) {
	if bytes.HasPrefix(b, []byte("\x1f\x8b")) {
		var err error
		if b, err = unpack(b); err != nil {
			return nil, err
		}
	}
	var a *Array
	var err error
	switch {
	case bytes.HasPrefix(b, []byte(npyMagic)):
		a, err = readNPY(b)
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return readNPZ(b)
	case idxHeader(b):
		a, err = readIDX(b)
	default:
		err = fmt.Errorf("the file is neither IDX, as MNIST’s own files are, nor NPY or NPZ")
	}
	if err != nil {
		return nil, err
	}
	return map[string]*Array{"": a}, nil
}

// room checks a shape before anything is made for it, and gives how many numbers it has.
func room(shape []int, left, each int) (int, error) {
	n := 1
	for _, d := range shape {
		if d < 0 || d > 0 && n > maxNumbers/d {
			return 0, fmt.Errorf("it says to have %s numbers; at most %d can be held", times(shape), maxNumbers)
		}
		n *= d
	}
	if n*each > left {
		return 0, fmt.Errorf("it says to have %s numbers of %d bytes, and only %d bytes follow: the file is cut off, or not what it seems", times(shape), each, left)
	}
	return n, nil
}

func times(shape []int) string {
	if len(shape) == 0 {
		return "1"
	}
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(shape), "[]"), " ", "×")
}
