package export

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
)

// Array is an array of float32, or of one int64, as files of weights hold it; the last index runs fastest.
type Array struct {
	Name  string
	Shape []int
	F     []float32
	I     *int64 // in place of F, of shape []
}

func (a *Array) bytes() []byte {
	if a.I != nil {
		return binary.LittleEndian.AppendUint64(nil, uint64(*a.I))
	}
	b := make([]byte, 4*len(a.F))
	_, _ = binary.Encode(b, binary.LittleEndian, a.F) // it fits
	return b
}

// specFile is the name under which an NPZ file holds its Spec beside the arrays.
const specFile = "saddlelab-spec.json"

// NPZ writes arrays as numpy.savez does, a zip of NPY files of version 1.0, and a Spec beside them. numpy.load reads it.
func NPZ(arrays []Array, spec []byte) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name string, parts ...[]byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		for _, p := range parts {
			if err == nil {
				_, err = f.Write(p)
			}
		}
		return err
	}
	for i := range arrays {
		a := &arrays[i]
		kind := "<f4"
		if a.I != nil {
			kind = "<i8"
		}
		shape := strings.Trim(strings.ReplaceAll(fmt.Sprint(a.Shape), " ", ", "), "[]")
		if len(a.Shape) == 1 {
			shape += ","
		}
		head := "{'descr': '" + kind + "', 'fortran_order': False, 'shape': (" + shape + "), }"
		head += strings.Repeat(" ", 63-(10+len(head))%64) + "\n" // numbers begin at a multiple of 64
		front := binary.LittleEndian.AppendUint16([]byte("\x93NUMPY\x01\x00"), uint16(len(head)))
		if err := put(a.Name+".npy", front, []byte(head), a.bytes()); err != nil {
			return nil, err
		}
	}
	if err := put(specFile, spec); err != nil {
		return nil, err
	}
	err := z.Close()
	return b.Bytes(), err
}

// Safetensors writes arrays in the format of that name, with a Spec in its metadata: the header's length in 8 bytes, a header in JSON,
// the numbers, little-endian.
func Safetensors(arrays []Array, spec []byte) ([]byte, error) {
	var head bytes.Buffer
	meta, err := json.Marshal(map[string]string{"format": "pt", "saddlelab-spec": string(spec)})
	if err != nil {
		return nil, err
	}
	head.WriteString(`{"__metadata__":` + string(meta))
	at := 0
	var body []byte
	for i := range arrays {
		a := &arrays[i]
		numbers := a.bytes()
		name, _ := json.Marshal(a.Name)
		kind := "F32"
		if a.I != nil {
			kind = "I64"
		}
		shape, _ := json.Marshal(append([]int{}, a.Shape...))
		fmt.Fprintf(&head, `,%s:{"dtype":%q,"shape":%s,"data_offsets":[%d,%d]}`, name, kind, shape, at, at+len(numbers))
		at += len(numbers)
		body = append(body, numbers...)
	}
	head.WriteByte('}')
	for head.Len()%8 > 0 {
		head.WriteByte(' ')
	}
	b := binary.LittleEndian.AppendUint64(nil, uint64(head.Len()))
	return append(append(b, head.Bytes()...), body...), nil
}
