package export

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"

	"saddlelab/core/lab"
)

// CSV writes the rows of a run as a table: the Spec in a comment, the names of the columns, a line for each iterate of each run, or for
// each look at a network. numpy.genfromtxt reads it, and pandas.read_csv with comment="#". What is not a number is left empty.
func CSV(s *lab.Spec, e lab.Experiment) ([]byte, error) {
	doc, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(specLine + string(doc) + "\nrun,optimizer")
	cols := e.Cols()
	counted := cols[0] == "step"
	if !counted {
		b.WriteString(",step")
	}
	for _, c := range cols {
		b.WriteString("," + c)
	}
	b.WriteByte('\n')
	for i := range s.Runs {
		rows := e.Rows(i)
		for k := range len(rows) / len(cols) {
			b.WriteString(strconv.Itoa(i) + "," + s.Runs[i].Optimizer)
			if !counted {
				b.WriteString("," + strconv.Itoa(k))
			}
			for _, v := range rows[k*len(cols) : (k+1)*len(cols)] {
				b.WriteByte(',')
				if !math.IsNaN(v) {
					b.Write(strconv.AppendFloat(nil, v, 'g', -1, 64))
				}
			}
			b.WriteByte('\n')
		}
	}
	return b.Bytes(), nil
}

// JSON writes a result, which holds its Spec, as `saddlelab run` prints it.
func JSON(res any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(res)
	return b.Bytes(), err
}
