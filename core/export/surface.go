package export

import (
	"fmt"
	"math"
	"strings"

	"saddlelab/core/landscape"
	"saddlelab/core/optim"
)

// oracles of the catalog by what makes them in the library.
var oracles = map[string]string{"gaussian": "gaussian_noise", "student": "student_noise", "along": "line_noise", "ball": "ball_noise"}

// surface writes the function of a Spec, its start and its oracle.
func (w *script) surface() error {
	s := w.spec
	w.files = []string{"random", "surfaces", "methods", "around", "surface"}
	w.notes = append(w.notes,
		"In float64 its iterates are the laboratory's to 1e-6, in most runs to 1e-12: sums are made in another order, and a run that is chaotic or stands on an edge enlarges their rounding.")
	w.has["retract"] = s.Surface.ID == "tensor-sphere"
	var b strings.Builder
	fmt.Fprintf(&b, "SEED = %d\nSTEPS = %d\nSTART = %s\n", s.Seed, s.Steps, list(s.Start))
	if w.matrices() {
		b.WriteString("MATRICES = []  # the iterate is one column\n")
	}
	function := strings.ReplaceAll(s.Surface.ID, "-", "_")
	switch f := landscape.FamilyByID(s.Surface.ID); {
	case s.Surface.ID == "formula":
		expression, err := s.Surface.Python()
		if err != nil {
			return err
		}
		b.WriteString("\n\ndef objective(x):\n    return " + expression + "\n\n\n")
	case f != nil:
		var given []string
		for _, name := range signature("surfaces", function) {
			given = append(given, name+"="+number(s.Surface.Params[name]))
		}
		if given == nil {
			b.WriteString("objective = " + function + "\n")
			break
		}
		b.WriteString("\n\ndef objective(x):\n    return " + function + "(x, " + strings.Join(given, ", ") + ")\n\n\n")
	default:
		b.WriteString("objective = " + function + "\n")
	}
	if s.Oracle != nil {
		o, err := optim.OracleByID(s.Oracle.ID, "oracle.id")
		if err != nil {
			return err
		}
		made, ok := oracles[o.ID]
		if !ok {
			return fmt.Errorf("oracle: the noise %s cannot be exported as a script yet; export the Spec instead", o.ID)
		}
		fmt.Fprintf(&b, "\n\ndef oracle(random):\n    return %s(random, %s)\n\n\n", made, keywords(o.Params, s.Oracle.Params))
	}
	w.setup = b.String()
	return nil
}

// matrices tells whether a run's method asks for the matrices of the iterate.
func (w *script) matrices() bool {
	for _, r := range w.spec.Runs {
		if r.Optimizer == "shampoo" || r.Optimizer == "muon" {
			return true
		}
	}
	return false
}

func list(v []float64) string {
	var all []string
	for _, x := range v {
		n := number(x)
		if x == math.Trunc(x) && !strings.ContainsAny(n, ".e") {
			n += ".0"
		}
		all = append(all, n)
	}
	return "[" + strings.Join(all, ", ") + "]"
}
