package lab

import (
	"fmt"
	"strconv"

	"saddlelab/core/lab/trust"
)

// Trust runs a self-test. reference is the file of reference values, for the checks that read it.
func Trust(id string, reference []byte) (trust.Outcome, error) {
	c, err := trust.ByID(id, "id")
	if err != nil {
		return trust.Outcome{}, err
	}
	given := trust.Given{Run: ending}
	if c.Reference {
		if given.Reference, err = trust.ReadReference(reference); err != nil {
			return trust.Outcome{}, err
		}
	}
	return c.Do(given)
}

// ending runs a Spec of one run and gives the numbers that have all bits of its end.
func ending(doc string) ([]float64, error) {
	s, err := Parse([]byte(doc))
	if err != nil {
		return nil, err
	}
	e, err := Start(s, nil)
	if err != nil {
		return nil, err
	}
	for e.Step() {
	}
	end := e.Result().Runs[0].End
	if s.Kind == "network" {
		sum, err := strconv.ParseUint(end.Weights, 16, 32)
		if err != nil || end.TrainLoss == nil {
			return nil, fmt.Errorf("the end of the run has no weights: %q", end.Weights)
		}
		return []float64{float64(sum), float64(*end.TrainLoss)}, nil
	}
	var all []float64
	for _, x := range end.At {
		all = append(all, float64(x))
	}
	return append(all, float64(*end.F)), nil
}
