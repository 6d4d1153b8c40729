package data

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// NPY is NumPy's format (NEP 1): a magic word, a version, a header that is a Python dictionary, and the numbers.

const npyMagic = "\x93NUMPY"

func npyHeader(b []byte) (*Array, int, error) {
	ends := fmt.Errorf("the file ends within its NPY header, or the header has more than %d bytes", headerRoom)
	if len(b) < 12 {
		return nil, 0, ends
	}
	var size, at int
	switch b[6] {
	case 1:
		size, at = int(binary.LittleEndian.Uint16(b[8:])), 10
	case 2, 3: // 3 is 2 with field names in UTF-8
		size, at = int(min(binary.LittleEndian.Uint32(b[8:]), headerRoom)), 12
	default:
		return nil, 0, fmt.Errorf("the NPY file is of version %d.%d; versions 1 to 3 can be read", b[6], b[7])
	}
	if size > len(b)-at {
		return nil, 0, ends
	}
	head := string(b[at : at+size])
	descr, okType := entry(head, "descr", "'", "'")
	order, okOrder := entry(head, "fortran_order", "", ",")
	shape, okShape := entry(head, "shape", "(", ")")
	if !okType || !okOrder || !okShape || len(descr) < 2 || order != "True" && order != "False" {
		return nil, 0, fmt.Errorf("the NPY header says %.80q, which is no array of plain numbers; save it with numpy.save in a type such as float32", head)
	}
	a := &Array{Shape: []int{}, Whole: descr[1] != 'f', columns: order == "True"}
	var known bool
	if a.numbers, known = numbersOf(descr[0], descr[1:]); !known || !strings.Contains("<>|=", descr[:1]) {
		return nil, 0, fmt.Errorf("the NPY file has numbers of type %q; have b1, i1 to i8, u1 to u8, f2, f4, f8", descr)
	}
	if shape = strings.TrimSuffix(strings.TrimSpace(shape), ","); shape == "" {
		return a, at + size, nil // one number without an index
	}
	for part := range strings.SplitSeq(shape, ",") {
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(part), "L")) // as Python 2 writes some
		if err != nil {
			return nil, 0, fmt.Errorf("the NPY header has %q for a size", part)
		}
		a.Shape = append(a.Shape, n)
	}
	return a, at + size, nil
}

// entry is a value of the header's dictionary, between what opens and what closes it.
func entry(head, key, open, end string) (string, bool) {
	_, after, ok := strings.Cut(head, "'"+key+"':")
	if !ok {
		return "", false
	}
	if after, ok = strings.CutPrefix(strings.TrimLeft(after, " "), open); !ok {
		return "", false
	}
	v, _, ok := strings.Cut(after, end)
	return strings.TrimSpace(v), ok
}
