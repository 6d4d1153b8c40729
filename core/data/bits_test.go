package data

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"testing"

	"saddlelab/core/param"
)

// bits is a number made of all of the sets' numbers.
func bits(sets ...*Set) uint64 {
	h := fnv.New64a()
	put := func(v uint32) { h.Write(binary.LittleEndian.AppendUint32(nil, v)) }
	for _, s := range sets {
		for _, x := range s.X {
			put(math.Float32bits(x))
		}
		for _, y := range s.Values {
			put(math.Float32bits(y))
		}
		for _, k := range s.Labels {
			put(uint32(k))
		}
	}
	return h.Sum64()
}

// The same bits everywhere: on any processor and in WebAssembly, seed 7 makes these numbers of every set of the catalog.
func TestGeneratedSameBitsEverywhere(t *testing.T) {
	want := map[string]uint64{
		"glyphs":           0x2ac9affce9ab4353,
		"digits":           0x3d4bc9991715236d,
		"two-spirals":      0x50f184c33cf47448,
		"circles":          0xb6fdde1b5eb0df78,
		"moons":            0x6725d3927bf58350,
		"xor":              0xee790e1225fe7ca7,
		"checkerboard":     0x79aed237daf6d2c7,
		"blobs":            0xde6785cdf7e1b0db,
		"gaussians":        0xfda385bbbbe387b6,
		"sine":             0x4423d6ebacba20d2,
		"polynomial":       0xe8cf3806459f6365,
		"teacher-student":  0xf43ccf9d34e3bf79,
		"copy":             0xb7be5c974429a673,
		"sort":             0x5753936edf903c24,
		"modular-addition": 0x859a692641e18335,
	}
	for _, d := range Catalog {
		train, test := d.Gen(defaults(t, d, sized(d, 200, 100)), rng(7))
		if got := bits(train, test); got != want[d.ID] {
			t.Errorf("%q: %#x,", d.ID, got)
		}
	}
}

// The same of every corruption: of the glyphs, or of a sine where numbers to predict are needed.
func TestCorruptedSameBitsEverywhere(t *testing.T) {
	want := map[string]uint64{
		"random-labels":   0xb01192a5df9d7982,
		"label-noise":     0x2d50c6baf2432cd8,
		"value-noise":     0x16ca94e8b9d8e8e8,
		"shuffled-pixels": 0x6159dceb37cff00b,
		"random-pixels":   0xf239a01b0096ee23,
		"gaussian-inputs": 0xb90086b1af54fa69,
	}
	for _, c := range Corruptions {
		d := glyphs
		if c.Needs == "numbers to predict" {
			d = sine
		}
		train, test := d.Gen(defaults(t, d, sized(d, 200, 100)), rng(7))
		p, err := param.Resolve(c.Params, nil, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		c.Apply(train, test, p, rng(8))
		if got := bits(train, test); got != want[c.ID] {
			t.Errorf("%q: %#x,", c.ID, got)
		}
	}
}
