package nn

// PassesOf are the four passes through a model at one point: its outputs, and, of Σ dy·outputs for a given dy, the derivatives by
// the inputs and the parameters and what both change by along a direction.
type PassesOf[F Float] struct {
	Out    []F
	DX, DW []F // derivatives by the inputs and by the parameters
	HX, HW []F // the Hessian by inputs and parameters together, times the direction
}

// Passes makes them for rows examples: w and x are the parameters and inputs, vw and vx the direction. Of a model over tokens vx is
// nil, and so are DX and HX: tokens do not move. It is meant for holding layers against something else, and keeps no workspace.
func Passes[F Float](m *Model, w, x, vw, vx, dy []F, rows int) PassesOf[F] {
	t := newChain[F](m.nodes, rows)
	p := PassesOf[F]{DW: make([]F, m.params), HW: make([]F, m.params)}
	c := &call[F]{rows: rows, mode: measuring, w: w, v: vw, g: p.DW, hv: p.HW, state: NewStateOf[F](m, 1)}
	p.Out = append(p.Out, t.forward(c, x)...)
	var again []F
	if vx != nil {
		p.DX, p.HX, again = make([]F, len(x)), make([]F, len(x)), make([]F, len(x))
	}
	t.backward(c, append([]F(nil), dy...), p.DX)
	t.tangent(c, vx)
	t.second(c, append([]F(nil), dy...), make([]F, len(dy)), again, p.HX)
	return p
}
