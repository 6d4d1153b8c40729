package data

import (
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"testing"
)

// tensors is a safetensors file with a header and so many bytes behind it.
func tensors(header string, bytes ...byte) []byte {
	return append(append(binary.LittleEndian.AppendUint64(nil, uint64(len(header))), header...), bytes...)
}

func TestSafetensors(t *testing.T) {
	got, err := ReadNamed(tensors(`{"__metadata__":{"format":"pt"},"l10.b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"l2.w":{"dtype":"F16","shape":[2,1],"data_offsets":[4,8]}}`,
		0, 0, 0x20, 0xc0, 0, 0x3c, 0, 0xc0))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Name != "l2.w" || got[0].At(0) != 1 || got[0].At(1) != -2 || !slices.Equal(got[0].Shape, []int{2, 1}) || got[1].At(0) != -2.5 {
		t.Errorf("got %+v", got)
	}
	for _, c := range []struct {
		b    []byte
		want string
	}{
		{tensors(`{}`), "holds no arrays"},
		{tensors(`[1]`), "neither NPZ nor safetensors"},
		{tensors(`{"a":3}`), "header cannot be read"},
		{tensors(`{"a`), "no JSON"},
		{tensors(`{"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}`, 0, 0), `numbers of type "BF16"`},
		{tensors(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}`, 0, 0, 0, 0), "no more than 4 bytes follow"},
		{tensors(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}`, 0, 0, 0, 0, 0, 0, 0, 0), "at least 4 bytes follows"},
		{tensors(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, 0, 0, 0, 0), "bytes 4 to 8 of 4"},
		{tensors(`{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}`, 0, 0, 0, 0), "no size can be below 0"},
		{tensors(`{"a":{"dtype":"F32","shape":[4000000000,4000000000],"data_offsets":[0,4]}}`, 0, 0, 0, 0), "more numbers than can be held"},
		{[]byte("abc"), "it has 3 bytes"},
	} {
		if _, err := ReadNamed(c.b); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.b, err, c.want)
		}
	}
}

func TestNatural(t *testing.T) {
	names := []string{"b", "layer10.w", "layer2.w", "layer2.b", "a", "layer02", "10", "9"}
	slices.SortFunc(names, Natural)
	if got := strings.Join(names, " "); got != "9 10 a b layer02 layer2.b layer2.w layer10.w" {
		t.Error(got)
	}
}

// Whatever the bytes are, reading them ends, and takes no more memory than they can fill.
func FuzzReadNamed(f *testing.F) {
	for _, name := range []string{"arrays.npz", "pair.npz", "refused.npz"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add(tensors(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 0, 0, 0, 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		all, err := ReadNamed(b)
		if err == nil && len(all) == 0 {
			t.Error("no arrays, and no error")
		}
		for _, a := range all {
			for i := range min(a.Len(), 10) {
				a.At(i)
			}
		}
	})
}
