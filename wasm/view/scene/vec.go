// Package scene is the geometry of the three-dimensional view, in plain Go: camera, mesh, paths, marks, axes, labels and picking.
//
// One set of conventions: world coordinates are right-handed with z up, angles are radians, counter-clockwise seen from above.
// The box of a surface lies around the origin; its longer horizontal side runs from −1 to 1. Screen coordinates are pixels,
// x to the right and y down from the top left corner. Only camera.go projects.
package scene

import "math"

// V3 is a point or direction in world coordinates.
type V3 struct{ X, Y, Z float64 }

func (a V3) add(b V3) V3             { return V3{a.X + b.X, a.Y + b.Y, a.Z + b.Z} }
func (a V3) sub(b V3) V3             { return V3{a.X - b.X, a.Y - b.Y, a.Z - b.Z} }
func (a V3) mul(s float64) V3        { return V3{a.X * s, a.Y * s, a.Z * s} }
func (a V3) dot(b V3) float64        { return a.X*b.X + a.Y*b.Y + a.Z*b.Z }
func (a V3) lerp(b V3, t float64) V3 { return a.add(b.sub(a).mul(t)) }
func (a V3) cross(b V3) V3 {
	return V3{a.Y*b.Z - a.Z*b.Y, a.Z*b.X - a.X*b.Z, a.X*b.Y - a.Y*b.X}
}
func (a V3) unit() V3 { return a.mul(1 / math.Sqrt(a.dot(a))) }

// Vertex is what the shaders get, field by field the layout of ebiten.Vertex.
type Vertex struct {
	DstX, DstY                         float32
	SrcX, SrcY                         float32
	ColorR, ColorG, ColorB, ColorA     float32
	Custom0, Custom1, Custom2, Custom3 float32
}

// Triangles is an indexed list of triangles, painted in order.
type Triangles struct {
	V []Vertex
	I []uint32
}

func (t *Triangles) reset() { t.V, t.I = t.V[:0], t.I[:0] }

// quad adds the two triangles of the corners a, b, c, d given in the order of a Z.
func (t *Triangles) quad(a, b, c, d Vertex) {
	k := uint32(len(t.V))
	t.V = append(t.V, a, b, c, d)
	t.I = append(t.I, k, k+1, k+2, k+1, k+2, k+3)
}
