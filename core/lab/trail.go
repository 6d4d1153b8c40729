package lab

import "saddlelab/core/nn"

// Weights that are kept on the way of a training: at even steps, as many as fit.

const (
	mostTrail   = 32
	trailMemory = 48 << 20 // bytes, of all runs
)

// trailLength is how many checkpoints are kept of each run.
func trailLength(params, runs int) int {
	return max(4, min(mostTrail, trailMemory/max(1, 4*params*runs)))
}

// trail holds a run's checkpoints. When it is full every second one goes, and from then on half as many are kept.
type trail struct {
	steps  []int
	points [][]float32
	seen   int // looks so far
	stride int // every so many looks one is kept
}

func (t *trail) keep(step int, w []float32, most int) {
	t.stride = max(t.stride, 1)
	t.seen++
	if (t.seen-1)%t.stride > 0 {
		return
	}
	if len(t.points) >= most {
		n := 0
		for i := 0; i < len(t.points); i += 2 {
			t.points[n], t.points[i] = t.points[i], t.points[n]
			t.steps[n] = t.steps[i]
			n++
		}
		t.points, t.steps, t.stride = t.points[:n], t.steps[:n], 2*t.stride
		if (t.seen-1)%t.stride > 0 {
			return
		}
	}
	t.steps, t.points = append(t.steps, step), append(t.points, append([]float32(nil), w...))
}

// Trajectory is a run's way through its weights, the last of them among its points.
type Trajectory struct {
	Steps  []int
	LR     []float64   // step size of each
	Points [][]float32 // of NumParams numbers each
	Stats  []float32   // running statistics now
}

// Trajectory implements Network. The points are the run's own, but for the last.
func (e *networkExperiment) Trajectory(run int) *Trajectory {
	r := &e.runs[run]
	t := &Trajectory{Steps: append([]int(nil), r.trail.steps...), Points: append([][]float32(nil), r.trail.points...), Stats: append([]float32(nil), r.stats.Stats()...)}
	if done := e.at(run); t.Steps[len(t.Steps)-1] != done {
		t.Steps, t.Points = append(t.Steps, done), append(t.Points, append([]float32(nil), r.w...))
	}
	for _, step := range t.Steps {
		t.LR = append(t.LR, r.lr(min(step, e.total-1)))
	}
	return t
}

// at is the step that a run has come to.
func (e *networkExperiment) at(run int) int {
	r := &e.runs[run]
	switch {
	case r.diverged != nil:
		return r.diverged.Step - 1
	case r.stopped != nil:
		return r.stopped.Step
	}
	return e.done
}

// stateOf is a state with some running statistics.
func stateOf(m *nn.Model, stats []float32) *nn.State {
	s := nn.NewState(m, 0)
	copy(s.Stats(), stats)
	return s
}
