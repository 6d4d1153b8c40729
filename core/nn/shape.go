package nn

import (
	"strconv"
	"strings"
)

// Shape says how the numbers of one example are laid out, the last index running fastest: [n] is a list, [t, d] are t
// positions of d features each, [c, h, w] is an image of c channels.
type Shape []int

// Size is how many numbers there are.
func (s Shape) Size() int {
	n := 1
	for _, d := range s {
		n *= d
	}
	return n
}

// String is as a person writes it: 3×28×28.
func (s Shape) String() string {
	parts := make([]string, len(s))
	for i, d := range s {
		parts[i] = strconv.Itoa(d)
	}
	return strings.Join(parts, "×")
}

// Equal tells whether two shapes are the same.
func (s Shape) Equal(t Shape) bool {
	if len(s) != len(t) {
		return false
	}
	for i := range s {
		if s[i] != t[i] {
			return false
		}
	}
	return true
}

// positions are how many times a layer of the last index is applied to an example: one for each position of a sequence.
func (s Shape) positions() int {
	if len(s) == 2 {
		return s[0]
	}
	return 1
}

// features are the numbers that such a layer sees at a time.
func (s Shape) features() int { return s.Size() / s.positions() }
