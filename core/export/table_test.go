package export

import (
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"saddlelab/core/lab"
)

// A table has each recorded number to the bit, and the Spec that makes them again.
func TestTables(t *testing.T) {
	for _, doc := range []string{
		`{"v":1,"kind":"surface","steps":30,"surface":{"id":"quadratic","d":4},"runs":[{"optimizer":"sgd"},{"optimizer":"sgd","average":"polyak"}]}`,
		`{"v":1,"kind":"network","epochs":2,"data":{"id":"sine"},"model":[{"dense":4},{"act":"tanh"},{"dense":1}],"loss":"mse","runs":[{"optimizer":"adam"}]}`,
	} {
		s := parse(t, doc)
		e, err := lab.Start(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		for e.Step() {
		}
		b, err := File("csv", Source{Spec: s, Run: e})
		if err != nil {
			t.Fatal(err)
		}
		first, rest, _ := strings.Cut(string(b), "\n")
		back, err := lab.Parse([]byte(strings.TrimPrefix(first, specLine)))
		if err != nil {
			t.Fatalf("the Spec in it: %v", err)
		}
		one, _ := json.Marshal(s)
		two, _ := json.Marshal(back)
		if string(one) != string(two) {
			t.Errorf("the Spec in it is %s, want %s", two, one)
		}
		rows, err := csv.NewReader(strings.NewReader(rest)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		at, cols := 1, e.Cols()
		for i := range s.Runs {
			numbers := e.Rows(i)
			for k := 0; k < len(numbers); k += len(cols) {
				row := rows[at]
				at++
				for j, v := range numbers[k : k+len(cols)] {
					text := row[len(row)-len(cols)+j]
					if got, err := strconv.ParseFloat(text, 64); v == v && (err != nil || got != v) || v != v && text != "" {
						t.Fatalf("%s in row %d reads %q, want %g", cols[j], at, text, v)
					}
				}
			}
		}
		if at != len(rows) {
			t.Errorf("%d rows, want %d", len(rows), at)
		}
	}
}
