// Package bridge is the boundary between Go and the page, seen from Go; site/src/bridge.ts is its twin and opens with the same paragraph.
//
// Few calls cross: a request is [u32 length][JSON {name, args}][blob], a reply [u32 length][JSON {ok} or {error}][blob], and a
// frame the same with its numbers in the blob. All integers are little-endian and the blob starts at a multiple of 8, so that its
// vectors are read in place. Nothing crosses element by element, and a panic on this side arrives as {error}.
package bridge

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Blob collects the vectors of one message; the JSON holds an Array where a vector belongs.
type Blob struct{ b []byte }

// Array stands in JSON for a vector in the blob: {"$array": {type, at, len}}, at in bytes from the blob's start.
type Array struct {
	Type    string
	At, Len int
}

// MarshalJSON writes the form that bridge.ts replaces by a typed array.
func (a Array) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"$array":{"type":%q,"at":%d,"len":%d}}`, a.Type, a.At, a.Len), nil
}

// align pads to a multiple of 8 and says where the next vector begins.
func (b *Blob) align() int {
	for len(b.b)%8 != 0 {
		b.b = append(b.b, 0)
	}
	return len(b.b)
}

// F64 adds a vector of float64.
func (b *Blob) F64(x []float64) Array {
	at := b.align()
	b.b = append(b.b, bytesOf(x)...)
	return Array{"f64", at, len(x)}
}

// F32 adds a vector of float32, in one or more parts.
func (b *Blob) F32(parts ...[]float32) Array {
	at, n := b.align(), 0
	for _, x := range parts {
		n += len(x)
	}
	b.b = slices.Grow(b.b, 4*n)
	for _, x := range parts {
		b.b = append(b.b, bytesOf(x)...)
	}
	return Array{"f32", at, n}
}

// U32 adds a vector of uint32.
func (b *Blob) U32(x []uint32) Array {
	at := b.align()
	b.b = append(b.b, bytesOf(x)...)
	return Array{"u32", at, len(x)}
}

// U8 adds a vector of bytes.
func (b *Blob) U8(x []byte) Array {
	at := b.align()
	b.b = append(b.b, x...)
	return Array{"u8", at, len(x)}
}

// blobAt says where the blob of a message with n bytes of JSON begins.
func blobAt(n int) int { return (4 + n + 7) &^ 7 }

// Encode appends to dst[:0] the message of v, whose Arrays are in blob.
func Encode(dst []byte, v any, blob *Blob) ([]byte, error) {
	j, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	dst = binary.LittleEndian.AppendUint32(dst[:0], uint32(len(j)))
	dst = append(dst, j...)
	for len(dst) < blobAt(len(j)) {
		dst = append(dst, 0)
	}
	if blob != nil {
		dst = append(dst, blob.b...)
	}
	return dst, nil
}

// Request is one call from the page. Blob aliases the inbox: keep a copy, not the slice.
type Request struct {
	Name string          `json:"name"`
	Args json.RawMessage `json:"args"`
	Blob []byte          `json:"-"`
}

// Decode reads a request.
func Decode(b []byte) (Request, error) {
	var r Request
	if len(b) < 4 {
		return r, errors.New("the request is cut off")
	}
	n := int(binary.LittleEndian.Uint32(b))
	if n > len(b)-4 {
		return r, errors.New("the request is cut off")
	}
	if err := json.Unmarshal(b[4:4+n], &r); err != nil {
		return r, fmt.Errorf("the request is not JSON: %w", err)
	}
	if at := blobAt(n); at < len(b) {
		r.Blob = b[at:]
	}
	return r, nil
}
