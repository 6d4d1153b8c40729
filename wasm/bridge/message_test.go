package bridge

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"testing"
)

// A reader that knows only the format finds each vector where its Array says, at a multiple of its size.
func TestEncodePlacesVectors(t *testing.T) {
	var blob Blob
	v := map[string]any{
		"bytes": blob.U8([]byte{7, 8, 9}), "f64": blob.F64([]float64{1.5, math.Inf(1)}),
		"f32": blob.F32([]float32{2.5}), "u32": blob.U32([]uint32{1 << 31}),
	}
	msg, err := Encode(nil, v, &blob)
	if err != nil {
		t.Fatal(err)
	}
	n := int(binary.LittleEndian.Uint32(msg))
	var got map[string]struct {
		Ref struct {
			Type    string
			At, Len int
		} `json:"$array"`
	}
	if err := json.Unmarshal(msg[4:4+n], &got); err != nil {
		t.Fatal(err)
	}
	base := blobAt(n)
	if base%8 != 0 {
		t.Errorf("blob begins at %d, not a multiple of 8", base)
	}
	at := func(name string) []byte { return msg[base+got[name].Ref.At:] }
	if x := math.Float64frombits(binary.LittleEndian.Uint64(at("f64")[8:])); !math.IsInf(x, 1) {
		t.Errorf("f64[1] = %g, want +Inf", x)
	}
	if got["f64"].Ref.At%8 != 0 || got["f64"].Ref.Len != 2 {
		t.Errorf("f64 at %d, len %d; want a multiple of 8, len 2", got["f64"].Ref.At, got["f64"].Ref.Len)
	}
	if x := math.Float32frombits(binary.LittleEndian.Uint32(at("f32"))); x != 2.5 {
		t.Errorf("f32[0] = %g, want 2.5", x)
	}
	if x := binary.LittleEndian.Uint32(at("u32")); x != 1<<31 {
		t.Errorf("u32[0] = %d, want %d", x, 1<<31)
	}
	if x := at("bytes")[2]; x != 9 {
		t.Errorf("bytes[2] = %d, want 9", x)
	}
}

func TestDecode(t *testing.T) {
	msg, _ := Encode(nil, map[string]any{"name": "csv", "args": map[string]int{"n": 3}}, nil)
	r, err := Decode(append(msg, 1, 2, 3))
	if err != nil || r.Name != "csv" || string(r.Args) != `{"n":3}` || len(r.Blob) != 3 || r.Blob[2] != 3 {
		t.Errorf("got %+v, %v", r, err)
	}
	for _, bad := range [][]byte{nil, {1}, {9, 0, 0, 0, '{'}, {255, 255, 255, 255}, {2, 0, 0, 0, '{', '['}} {
		if _, err := Decode(bad); err == nil {
			t.Errorf("Decode(%v) gave no error", bad)
		}
	}
}
