package export

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"saddlelab/core/data"
	"saddlelab/core/lab"
	"saddlelab/core/nn"
)

// mostEmbedded is how much text of arrays a script may hold: an editor still opens it.
const mostEmbedded = 24 << 20

// network writes the data, the model, its initial weights and the loss of a Spec.
func (w *script) network(files map[string][]byte) error {
	s := w.spec
	in, err := lab.Prepare(s, files)
	if err != nil {
		return err
	}
	w.files = []string{"random", "methods", "around", "network"}
	w.imports = []string{"import base64", "import math", "import zlib"}
	w.has["classes"] = in.Train.Labels != nil
	w.has["patience"] = s.Patience > 0
	if p := s.Penalty; p != nil {
		w.has["penalty"] = p.L1 != 0 || p.L2 != 0
	}
	m := &model{views: in.Model.Views()}
	body, err := m.list(s.Model, in.Model.Outline(), "        ", "", "model")
	if err != nil {
		return err
	}
	if m.normal && (in.Batch == 1 || in.Train.N%in.Batch == 1) {
		return fmt.Errorf("batch: %d examples by %d leave a batch of one, which PyTorch's batch norm refuses; choose another batch size", in.Train.N, in.Batch)
	}
	w.has["dropout"] = m.dropout
	var b strings.Builder
	fmt.Fprintf(&b, "SEED = %d\nSTEPS, PER_EPOCH, BATCH = %d, %d, %d\nLOOK_EVERY, SAMPLE = %d, %d  # steps between looks at the sets, and at how many examples\n",
		s.Seed, in.Steps, in.PerEpoch, in.Batch, in.LookEvery, in.Sample)
	if w.has["patience"] {
		fmt.Fprintf(&b, "PATIENCE = %d  # epochs\n", s.Patience)
	}
	if w.has["penalty"] {
		fmt.Fprintf(&b, "L1, L2 = %s, %s\n", number(s.Penalty.L1), number(s.Penalty.L2))
	}
	if w.has["classes"] {
		line := "0"
		if in.Loss.ID == "mse" || in.Loss.ID == "huber" {
			line = "0.5"
		}
		fmt.Fprintf(&b, "LINE = %s  # a single output above it says class 1\n", line)
	}
	if w.matrices() {
		b.WriteString("MATRICES = [" + shapes(in.Model) + "]  # where each stands in the vector of parameters, rows, columns\n")
	}
	fmt.Fprintf(&b, "\n\ndef build():\n    return nn.Sequential(\n%s    )\n\n\ndef criterion(z, y):\n    return %s\n\n\n", body, criterion(in.Loss, s.Loss))
	w.setup = b.String()
	return w.arrays(in, m)
}

// criterion is the loss as a call of the library.
func criterion(l *nn.Loss, c *lab.Loss) string {
	name := map[string]string{"softmax-ce": "cross_entropy"}[l.ID]
	if name == "" {
		name = l.ID
	}
	if k := keywords(l.Params, c.Params); k != "" {
		return name + "(z, y, " + k + ")"
	}
	return name + "(z, y)"
}

// shapes are the weights that methods treat as matrices.
func shapes(m *nn.Model) string {
	var all []string
	for _, v := range m.Views() {
		if v.Rows > 1 && !v.Frozen {
			all = append(all, fmt.Sprintf("(%d, %d, %d)", v.Off, v.Rows, v.Cols))
		}
	}
	return strings.Join(all, ", ")
}

// arrays writes the examples, and the initial weights where they are not drawn again.
func (w *script) arrays(in *lab.Ingredients, m *model) error {
	var b strings.Builder
	shape := in.Train.Shape()
	sets := []struct {
		x, y string
		set  *data.Set
	}{{"X", "Y", in.Train}, {"X_TEST", "Y_TEST", in.Test}}
	for _, t := range sets {
		if t.set == nil {
			fmt.Fprintf(&b, "%s, %s = torch.zeros(0), torch.zeros(0)  # no test set\n", t.x, t.y)
			continue
		}
		packed(&b, t.x, "<f4", t.set.X, append([]int{t.set.N}, shape...), ".double()")
		if t.set.Labels != nil {
			rows := []int{t.set.N}
			if l := t.set.LabelsOf(); l > 1 {
				rows = append(rows, l)
			}
			packed(&b, t.y, "<i4", t.set.Labels, rows, ".long()")
		} else {
			packed(&b, t.y, "<f4", t.set.Values, []int{t.set.N}, ".double()")
		}
	}
	w.notes = append(w.notes,
		"The examples stand at its end as text (base64 of zlib of little-endian numbers), standardized and with their corruptions, as the laboratory trains on them.")
	if laws, ok := m.laws(w.spec); ok {
		w.has["drawn"] = true
		w.setup += "# Where each part of the parameters begins, how many numbers it has, how they are drawn, and what they are multiplied by.\nINITIAL = [\n" + laws + "]\n"
		w.notes = append(w.notes, "The weights at the start are drawn from the seed again.")
	} else {
		packed(&b, "INITIAL", "<f4", in.Weights, []int{len(in.Weights)}, ".double()")
		w.notes = append(w.notes, "The weights at the start stand there as well.")
	}
	w.notes = append(w.notes,
		"The laboratory trains in float32; this script computes in float64 from the same float32 numbers. It agrees to 1e-6 with the laboratory's own float64 arithmetic, and with what the page shows as far as float32 carries: about five digits at first, fewer as steps add up.")
	if b.Len() > mostEmbedded {
		return fmt.Errorf("data: the examples take %d MB in a script; at most %d. Take fewer examples, or export the Spec, which asks for the file", b.Len()>>20, mostEmbedded>>20)
	}
	w.data = b.String()
	return nil
}

// packed writes name = unpack("…") with the numbers of a slice.
func packed(b *strings.Builder, name, kind string, numbers any, shape []int, then string) {
	var z bytes.Buffer
	c, _ := zlib.NewWriterLevel(&z, zlib.BestCompression)
	_ = binary.Write(c, binary.LittleEndian, numbers) // to memory: nothing fails
	_ = c.Close()
	code := base64.StdEncoding.EncodeToString(z.Bytes())
	sizes := strings.Trim(strings.ReplaceAll(fmt.Sprint(shape), " ", ", "), "[]")
	fmt.Fprintf(b, "%s = unpack(\n    \"\"\"\n", name)
	for len(code) > 0 {
		n := min(116, len(code))
		b.WriteString(code[:n] + "\n")
		code = code[n:]
	}
	fmt.Fprintf(b, "\"\"\",\n    \"%s\", %s,\n)%s\n", kind, sizes, then)
}

// law is how a matrix of initial weights is drawn: the number that chance gives times scale.
type law struct {
	kind  string
	scale float64
}

// lawOf is how an initialization draws; false where it makes a matrix as a whole.
func lawOf(id string, p map[string]float64, in, out int) (law, bool) {
	gain := p["gain"]
	switch id {
	case "he":
		return law{"normal", math.Sqrt(2/float64(in)) * gain}, true
	case "xavier":
		return law{"uniform", math.Sqrt(6/float64(in+out)) * gain}, true
	case "lecun", "ntk":
		return law{"normal", math.Sqrt(1/float64(in)) * gain}, true
	case "normal":
		return law{"normal", p["sigma"]}, true
	case "uniform":
		return law{"uniform", p["a"]}, true
	case "signs":
		return law{"sign", gain / math.Sqrt(float64(in))}, true
	case "constant":
		return law{"constant", p["value"]}, true
	case "zeros":
		return law{"constant", 0}, true
	}
	return law{}, false
}
