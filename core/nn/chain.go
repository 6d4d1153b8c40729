package nn

// chain is a list of layers, one after the other, with the numbers that pass between them.
type chain[F Float] struct {
	stages []stage[F]
	first  int    // index of the first layer with parameters that move
	d      [2][]F // derivatives by a layer's outputs and inputs, in turn
	dd     [2][]F // and what they change by
	max    int
	wide   int
}

// stage is a layer in a chain.
type stage[F Float] struct {
	layer[F]
	habits
	in, out int
	still   bool // nothing before it or in it moves
	y, yd   []F  // its outputs and what they change by, max×out
	x, xd   []F  // its inputs, and what they change by, of the last pass
}

func newChain[F Float](nodes []*node, most int) *chain[F] {
	t := &chain[F]{stages: make([]stage[F], len(nodes)), first: len(nodes), max: most}
	keep := true // the inputs of the layer are read by the one before, or are not ours
	for i, n := range nodes {
		s := &t.stages[i]
		s.layer, s.in, s.out = newLayer[F](n, most), n.in.Size(), n.out.Size()
		s.habits = s.layer.habits()
		if n.trainable() && i < t.first {
			t.first = i
		}
		s.still = i < t.first
		if i > 0 {
			fuse(t.stages[i-1].layer, s.layer)
		}
		switch {
		case s.view: // its y is set by each pass
		case s.inPlace && !keep:
			s.y, keep = t.buffer(i-1), s.readsY
		default:
			s.y, keep = make([]F, most*s.out), s.readsY
		}
		t.wide = max(t.wide, s.in, s.out)
	}
	for i := range t.d {
		t.d[i] = make([]F, most*t.wide)
	}
	return t
}

// buffer is where the outputs of stage i stand; a view has those of the stage before.
func (t *chain[F]) buffer(i int) []F {
	for t.stages[i].view {
		i--
	}
	return t.stages[i].y
}

// forward gives the outputs for x.
func (t *chain[F]) forward(c *call[F], x []F) []F {
	return t.after(c, -1, x)
}

// after gives the outputs for those of stage i.
func (t *chain[F]) after(c *call[F], i int, x []F) []F {
	for i++; i < len(t.stages); i++ {
		s := &t.stages[i]
		s.x = x[:c.rows*s.in]
		if s.view {
			s.y = s.x
			continue
		}
		x = s.y[:c.rows*s.out]
		s.forward(c, s.x, x)
	}
	return x[:c.rows*t.stages[len(t.stages)-1].out]
}

// last is the last stage that a backward pass visits.
func (t *chain[F]) last(dx []F) int {
	if dx == nil {
		return t.first
	}
	return 0
}

// target is where stage i puts a derivative by its inputs, made from dy: where it is wanted at last, over dy, or in the buffer whose
// turn it is. It is nil where nothing asks.
func (t *chain[F]) target(i, rows int, dy, dx []F, buffers *[2][]F, turn *int) []F {
	s := &t.stages[i]
	switch {
	case i == 0:
		return dx
	case dx == nil && i == t.first:
		return nil
	case s.local:
		return dy
	}
	*turn = 1 - *turn
	return buffers[*turn][:rows*s.in]
}

// backward makes c.g and, unless it is nil, dx from dy, which it may overwrite. Its targets are those of target, without a call.
func (t *chain[F]) backward(c *call[F], dy, dx []F) {
	turn, last := 0, t.last(dx)
	for i := len(t.stages) - 1; i >= last; i-- {
		s := &t.stages[i]
		to := dx // at the last
		if i > last {
			to = dy
			if !s.local {
				turn = 1 - turn
				to = t.d[turn][:c.rows*s.in]
			}
		}
		if !s.view {
			s.backward(c, s.x, s.y[:c.rows*s.out], dy, to)
		} else if i == 0 {
			copy(to, dy)
		}
		dy = to
	}
}

// tangents makes the workspace of the passes along a direction, at the first of them.
func (t *chain[F]) tangents() {
	if t.dd[0] != nil {
		return
	}
	for i := range t.stages {
		if s := &t.stages[i]; !s.view {
			s.yd = make([]F, t.max*s.out)
		}
	}
	for i := range t.dd {
		t.dd[i] = make([]F, t.max*t.wide)
	}
}

// tangent gives what the outputs change by, nil for nothing, after a forward pass.
func (t *chain[F]) tangent(c *call[F], xd []F) []F {
	t.tangents()
	for i := range t.stages {
		s := &t.stages[i]
		s.xd = xd
		switch {
		case s.view:
			s.yd = xd
		case s.still && xd == nil: // nothing moves
		default:
			xd = s.yd[:c.rows*s.out]
			s.tangent(c, s.x, s.xd, s.y[:c.rows*s.out], xd)
		}
	}
	return xd
}

// second makes c.hv and, unless they are nil, dx and what it changes by, dxd, after a pass of tangent.
func (t *chain[F]) second(c *call[F], dy, dyd, dx, dxd []F) {
	turn, turnd := 0, 0
	for i := len(t.stages) - 1; i >= t.last(dx); i-- {
		s := &t.stages[i]
		to := t.target(i, c.rows, dy, dx, &t.d, &turn)
		tod := t.target(i, c.rows, dyd, dxd, &t.dd, &turnd)
		if !s.view {
			s.second(c, s.x, s.xd, s.y[:c.rows*s.out], s.yd[:c.rows*s.out], dy, dyd, to, tod)
		} else if i == 0 {
			copy(to, dy)
			copy(tod, dyd)
		}
		dy, dyd = to, tod
	}
}
