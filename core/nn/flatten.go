package nn

import "saddlelab/core/param"

// Flatten.  The same numbers as one list: of an image channel by channel, row by row; of a sequence position by position.
var flattenLayer = &Layer{
	ID: "flatten", Name: "Flatten", Help: "Turns an image or a sequence into a list, so that a dense layer sees all of it at once.",
	Params: []param.Param{},
	plan: func(_ *builder, n *node, _ []float64) error {
		n.out = Shape{n.in.Size()}
		return nil
	},
	new32: newFlatten[float32], new64: newFlatten[float64],
}

type flatten[F Float] struct{}

func newFlatten[F Float](*node, int) layer[F] { return flatten[F]{} }

func (flatten[F]) habits() habits { return habits{view: true, local: true} }

func (flatten[F]) forward(*call[F], []F, []F)                              {}
func (flatten[F]) backward(*call[F], []F, []F, []F, []F)                   {}
func (flatten[F]) tangent(*call[F], []F, []F, []F, []F)                    {}
func (flatten[F]) second(*call[F], []F, []F, []F, []F, []F, []F, []F, []F) {}
