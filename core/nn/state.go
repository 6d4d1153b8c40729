package nn

import "math/rand/v2"

// StateOf is what a training has besides its parameters: batch normalization's running means and variances, and the stream that
// dropout draws from. Trainings that share a workspace have one each.
type StateOf[F Float] struct {
	stats []F
	drop  *rand.PCG
}

// State is that of the networks that are trained.
type State = StateOf[float32]

// NewState is the state at the start of a training: means 0, variances 1, dropout from the seed.
func NewState(m *Model, seed uint64) *State { return NewStateOf[float32](m, seed) }

// NewStateOf is NewState for numbers F.
func NewStateOf[F Float](m *Model, seed uint64) *StateOf[F] {
	s := &StateOf[F]{stats: make([]F, m.stats), drop: rand.NewPCG(seed, 0xd509)}
	var fill func(nodes []*node)
	fill = func(nodes []*node) {
		for _, n := range nodes {
			if n.kind == batchNormLayer {
				c := n.views[0].Cols
				for i := range c {
					s.stats[n.state+c+i] = 1
				}
			}
			fill(n.body)
		}
	}
	fill(m.nodes)
	return s
}

// Stats are the running statistics, which an export keeps beside the parameters.
func (s *StateOf[F]) Stats() []F { return s.stats }
