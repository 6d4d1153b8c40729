package data

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// NamedArray is one of several arrays in a file.
type NamedArray struct {
	Name string
	*Array
}

// ReadNamed reads all arrays of an NPZ file, as numpy.savez writes it, in its order, or of a safetensors file, by their names.
func ReadNamed(b []byte) ([]NamedArray, error) {
	if bytes.HasPrefix(b, []byte(zipMagic)) {
		return namedNPZ(b)
	}
	return safetensors(b)
}

func namedNPZ(b []byte) ([]NamedArray, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fmt.Errorf("its zip packing is damaged: %w", err)
	}
	var all []NamedArray
	held := 0
	for _, f := range z.File {
		name, ok := strings.CutSuffix(f.Name, ".npy")
		if !ok {
			continue
		}
		a, err := unzip(f, len(b))
		if err != nil {
			return nil, err
		}
		if held += len(a.raw); held > MaxMemory {
			return nil, fmt.Errorf("its arrays take more than %s, which is the most that can be held", mebi(MaxMemory))
		}
		all = append(all, NamedArray{name, a})
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("the zip file holds no NPY files")
	}
	return all, nil
}

// tensorTypes are those of safetensors that hold weights.
var tensorTypes = map[string]string{"F64": "f8", "F32": "f4", "F16": "f2", "I64": "i8", "I32": "i4", "U8": "u1"}

// safetensors reads the format of that name: the header's length in 8 bytes, a header in JSON, the numbers, little-endian.
func safetensors(b []byte) ([]NamedArray, error) {
	if len(b) < 8 {
		return nil, fmt.Errorf("it is neither NPZ nor safetensors: it has %s", plural(len(b), "byte"))
	}
	n := binary.LittleEndian.Uint64(b)
	if n > uint64(len(b)-8) || len(b) < 10 || b[8] != '{' {
		return nil, fmt.Errorf("it is neither NPZ nor safetensors: it begins with %q", b[:min(len(b), 10)])
	}
	var head map[string]struct {
		DType   string   `json:"dtype"`
		Shape   []int    `json:"shape"`
		Offsets [2]int64 `json:"data_offsets"`
	}
	body := b[8+n:]
	raw := map[string]json.RawMessage{}
	if err := json.Unmarshal(b[8:8+n], &raw); err != nil {
		return nil, fmt.Errorf("its safetensors header is no JSON: %w", err)
	}
	delete(raw, "__metadata__")
	rest, err := json.Marshal(raw)
	if err == nil {
		err = json.Unmarshal(rest, &head)
	}
	if err != nil {
		return nil, fmt.Errorf("its safetensors header cannot be read: %w", err)
	}
	var all []NamedArray
	for name, t := range head {
		kind, ok := tensorTypes[t.DType]
		if !ok {
			return nil, fmt.Errorf("%s has numbers of type %q; have F64, F32, F16, I64, I32, U8", name, t.DType)
		}
		a := &Array{Shape: append([]int{}, t.Shape...), Whole: kind[0] != 'f'}
		a.numbers, _ = numbersOf('<', kind)
		from, to := t.Offsets[0], t.Offsets[1]
		if from < 0 || to < from || to > int64(len(body)) {
			return nil, fmt.Errorf("%s is said to stand at bytes %d to %d of %d", name, from, to, len(body))
		}
		size, err := a.room(to - from)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if int64(size) != to-from {
			return nil, fmt.Errorf("%s: %w", name, surplus(a, int(to-from)-size))
		}
		a.raw = body[from:to]
		all = append(all, NamedArray{name, a})
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("the safetensors file holds no arrays")
	}
	slices.SortFunc(all, func(x, y NamedArray) int { return Natural(x.Name, y.Name) })
	return all, nil
}

// Natural compares names as people order them: layer2 before layer10.
func Natural(a, b string) int {
	digits := func(s string) int {
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		return n
	}
	for a != "" && b != "" {
		if i, j := digits(a), digits(b); i > 0 && j > 0 {
			x, y := strings.TrimLeft(a[:i], "0"), strings.TrimLeft(b[:j], "0")
			if len(x) != len(y) {
				return len(x) - len(y)
			}
			if c := strings.Compare(x, y); c != 0 {
				return c
			}
			a, b = a[i:], b[j:]
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}
