package lab

import (
	"fmt"
	"hash/crc32"
	"unsafe"
)

// What a network experiment tells of itself; see Experiment and Network.

func (e *networkExperiment) Done() int              { return e.done }
func (e *networkExperiment) Total() int             { return e.total }
func (e *networkExperiment) Cols() []string         { return e.cols }
func (e *networkExperiment) Rows(run int) []float64 { return e.runs[run].rows }
func (e *networkExperiment) Asked(run int) int      { return e.runs[run].problem.asked }

func (e *networkExperiment) Change(run int, lr float64) error {
	return e.runs[run].change(&e.spec.Runs[run], e.done, lr)
}

// Examples tells how many examples one step of all runs looks at.
func (e *networkExperiment) Examples() int { return e.batch.rows * len(e.runs) }

// Epochs gives the epochs done and asked for.
func (e *networkExperiment) Epochs() (done float64, total int) {
	return float64(e.done) / float64(e.perEp), e.spec.Epochs
}

func (e *networkExperiment) State() []RunState {
	states := make([]RunState, len(e.runs))
	for i := range e.runs {
		r := &e.runs[i]
		last := r.rows[len(r.rows)-len(e.cols):]
		v := [4]Num{Num(last[2]), Num(last[3]), Num(last[4]), Num(last[5])}
		states[i] = RunState{TrainLoss: &v[0], TrainAcc: &v[1], TestLoss: &v[2], TestAcc: &v[3], GradNorm: Num(r.gradNorm), Acted: r.state(), Stopped: r.stopped, Diverged: r.diverged}
		if r.averaged() {
			m := [4]Num{Num(last[7]), Num(last[8]), Num(last[9]), Num(last[10])}
			states[i].Average = &Averaged{TrainLoss: &m[0], TrainAcc: &m[1], TestLoss: &m[2], TestAcc: &m[3]}
		}
	}
	return states
}

func (e *networkExperiment) Result() *Result {
	res := &Result{Spec: e.spec, Done: e.done}
	for i, st := range e.State() {
		r := &e.runs[i]
		out := RunResult{Optimizer: e.spec.Runs[i].Optimizer, Asked: e.Asked(i)}
		for k := 0; k < len(r.rows); k += len(e.cols) {
			v := r.rows[k:]
			rec := Record{Step: int(v[0]), Epoch: Num(v[1]), TrainLoss: Num(v[2]), TrainAcc: Num(v[3]), TestLoss: Num(v[4]), TestAcc: Num(v[5]), GradNorm: Num(v[6])}
			if r.averaged() {
				rec.Mean = &[4]Num{Num(v[7]), Num(v[8]), Num(v[9]), Num(v[10])}
			}
			out.Steps = append(out.Steps, rec)
		}
		if r.diverged != nil {
			st.Kind = "diverged"
		}
		last := out.Steps[len(out.Steps)-1]
		out.End = End{RunState: st, Step: last.Step, Epoch: &last.Epoch, Weights: fmt.Sprintf("%08x", crc(r.w))}
		res.Runs = append(res.Runs, out)
	}
	return res
}

// crc is the CRC-32 (IEEE) of weights as little-endian float32.
func crc(w []float32) uint32 {
	return crc32.ChecksumIEEE(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(w))), 4*len(w)))
}
