package lab

import (
	"encoding/json"
	"fmt"
	"testing"

	"saddlelab/core/nn"
)

// The rendered digits are hard enough to tell networks apart and easy enough to be learned: the LeNet preset reads more than 97 of 100
// that it has not seen after three times through 3000, a single layer not 93 after twenty times.
func TestDigitsAreForConvolutions(t *testing.T) {
	const doc = `{"v":1,"kind":"network","epochs":%d,"batch":20,"data":{"id":"digits","n":3000,"test_n":1000},"model":%s,"runs":[{"optimizer":"adam","lr":%g,"schedule":{"id":"cosine","steps":%d}}]}`
	accuracy := func(epochs int, layers []nn.LayerSpec, lr float64) float64 {
		model, err := json.Marshal(layers)
		if err != nil {
			t.Fatal(err)
		}
		return float64(*runSpec(t, fmt.Sprintf(doc, epochs, model, lr, epochs*150), nil).Runs[0].End.TestAcc)
	}
	for _, p := range nn.Presets {
		if p.ID == "lenet" {
			if acc := accuracy(3, p.For(10, 0), .004); acc < .975 {
				t.Errorf("LeNet reads %g of the test digits", acc)
			}
		}
	}
	if acc := accuracy(20, []nn.LayerSpec{{Dense: 10}}, .002); acc < .85 || acc > .93 {
		t.Errorf("a single layer reads %g of the test digits", acc)
	}
}
