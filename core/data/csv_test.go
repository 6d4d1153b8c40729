package data

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func read(t *testing.T, text string, o CSVOptions) *Table {
	t.Helper()
	tab, err := ReadCSV(strings.NewReader(text), o)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return tab
}

// However a table is written down, the same is read.
func TestCSVDialects(t *testing.T) {
	want := read(t, "a,b,c\n1.5,2,x\n3,-4e1,y\n5,6,x\n", CSVOptions{})
	if want.Rows != 3 || want.Cols != 3 || !want.HeaderFound || want.LabelColumn != 2 || want.Task != "classes" {
		t.Fatalf("read %+v", want)
	}
	if got := []Class{{"x", 2}, {"y", 1}}; !reflect.DeepEqual(want.Classes, got) {
		t.Errorf("classes %v, want %v", want.Classes, got)
	}
	if c := want.Columns[1]; c.Min != -40 || c.Max != 6 {
		t.Errorf("b from %v to %v, want -40 to 6", c.Min, c.Max)
	}
	for name, text := range map[string]string{
		"tabs":             "a\tb\tc\n1.5\t2\tx\n3\t-4e1\ty\n5\t6\tx\n",
		"decimal commas":   "a;b;c\n1,5;2;x\n3;-4e1;y\n5;6;x\n",
		"semicolons":       "a;b;c\n1.5;2;x\n3;-4e1;y\n5;6;x\n",
		"byte order mark":  "\ufeffa,b,c\n1.5,2,x\n3,-4e1,y\n5,6,x\n",
		"CR LF":            "a,b,c\r\n1.5,2,x\r\n3,-4e1,y\r\n5,6,x\r\n",
		"CR":               "a,b,c\r1.5,2,x\r3,-4e1,y\r5,6,x\r",
		"no end of line":   "a,b,c\n1.5,2,x\n3,-4e1,y\n5,6,x",
		"quotes":           "\"a\",b,c\n\"1.5\",2,\"x\"\n3,-4e1,y\n5,6,x\n",
		"blanks":           "a, b, c\n\n1.5 ,2, x\n3,-4e1,y\n,,\n5,6,x\n\n",
		"other line first": "a,b,c\n3,-40,y\n1.5,2,x\n5,6,x\n",
	} {
		got := read(t, text, CSVOptions{})
		if !reflect.DeepEqual(got.Classes, want.Classes) || !reflect.DeepEqual(got.Columns[:2], want.Columns[:2]) || !reflect.DeepEqual(got.Names, want.Names) || got.Rows != 3 {
			t.Errorf("%s: read %+v", name, got)
		}
	}
	for text, want := range map[string]string{"1,5;2,5;x\n3,5;4,5;y\n": ";", "1;5,2\n3;5,4\n": ";", "1\ta,b\n3\tc,d\n": "\t"} {
		if got := read(t, text, CSVOptions{}); got.Separator != want {
			t.Errorf("%q: separator %q, want %q", text, got.Separator, want)
		}
	}
	if got := read(t, "a;b;c\n1,5;2;x\n3;4;y\n", CSVOptions{}); got.Separator != ";" {
		t.Errorf("separator %q, want ;", got.Separator)
	}
}

func TestCSVQuotedFields(t *testing.T) {
	tab := read(t, "n,who\n1,\"Doe, J.\"\n2,\"a \"\"b\"\"\"\n3,\"two\nlines\"\nNA,x\n", CSVOptions{})
	if got := []string{tab.Classes[0].Name, tab.Classes[1].Name, tab.Classes[2].Name}; !reflect.DeepEqual(got, []string{"Doe, J.", `a "b"`, "two\nlines"}) {
		t.Errorf("classes %q", got)
	}
	if p := tab.Missing[0]; p.Line != 6 { // a field of two lines stands above
		t.Errorf("missing in line %d, want 6", p.Line)
	}
}

func TestCSVHeader(t *testing.T) {
	for _, c := range []struct {
		text, how string
		want      bool
		names     []string
	}{
		{"1,2,a\n3,4,b\n", "", false, []string{"column 1", "column 2", "column 3"}},
		{"1,2,a\n3,4,b\n5,6,a\n", "yes", true, []string{"1", "2", "a"}},
		{"x,y,k\n3,4,a\n5,6,b\n", "auto", true, []string{"x", "y", "k"}},
		{"label,0,1\n7,4,1\n5,6,2\n", "", true, []string{"label", "0", "1"}}, // as MNIST is often written
		{"x,x,\n3,4,a\n5,6,b\n", "", true, []string{"x", "x (2)", "column 3"}},
		{"x,x (2),x,x\n1,2,3,a\n3,4,5,b\n", "", true, []string{"x", "x (2)", "x (3)", "x (4)"}},
		{"NA,1,a\n1,2,b\n2,3,a\n", "", false, []string{"column 1", "column 2", "column 3"}},
	} {
		tab := read(t, c.text, CSVOptions{Header: c.how, Label: "last"})
		if tab.HeaderFound != c.want || !reflect.DeepEqual(tab.Names, c.names) {
			t.Errorf("%q: header %v, names %q", c.text, tab.HeaderFound, tab.Names)
		}
	}
}

func TestCSVLabelAndTask(t *testing.T) {
	const text = "Kind,size,price\na,1,2.5\nb,2,3.25\na,3,7\n"
	for _, c := range []struct {
		label, task string
		column      int
		got         string
	}{
		{"", "", 2, "regression"}, {"last", "", 2, "regression"}, {"first", "", 0, "classes"}, {"kind", "", 0, "classes"},
		{"2", "", 1, "classes"}, {"size", "regression", 1, "regression"}, {"price", "classes", 2, "classes"},
	} {
		tab := read(t, text, CSVOptions{Label: c.label, Task: c.task})
		if tab.LabelColumn != c.column || tab.Task != c.got {
			t.Errorf("label %q, task %q: column %d, %s", c.label, c.task, tab.LabelColumn, tab.Task)
		}
	}
	if tab := read(t, "x,y\n1,2\n2,10\n3,2\n", CSVOptions{}); tab.Task != "classes" || tab.Classes[0].Name != "2" || tab.Classes[1].Name != "10" {
		t.Errorf("whole numbers: %s %v, want classes 2, 10 in this order", tab.Task, tab.Classes)
	}
	var many strings.Builder
	for i := range 21 {
		many.WriteString(string(rune('0'+i%10)) + "." + "5," + string(rune('0'+i/10)) + string(rune('0'+i%10)) + "\n")
	}
	if tab := read(t, many.String(), CSVOptions{}); tab.Task != "regression" {
		t.Errorf("21 different whole numbers: %s, want regression", tab.Task)
	}
}

// Missing values are told with their place, refused by Split, and their rows left out on demand.
func TestCSVMissing(t *testing.T) {
	text := "a,b,k\n1,2,x\n,3,y\n4,NA,x\n5,?,\n6,7,y\nnan,1,x\n1e999,8,y\n8,9,x\n1,1,x\n1,2,y\n2,3,x\n3,4,y\n4,5,x\n5,6,y\nfoo,7,x\n"
	tab := read(t, text, CSVOptions{})
	want := []Problem{
		{3, "a", "the value is missing"}, {4, "b", `"NA" stands for a missing value`}, {5, "b", `"?" stands for a missing value`},
		{5, "k", "the value is missing"}, {7, "a", `"nan" stands for a missing value`}, {8, "a", `"1e999" is infinite or too large`},
		{16, "a", `"foo" is not a number`},
	}
	if !reflect.DeepEqual(tab.Missing, want) {
		t.Errorf("missing %v\nwant %v", tab.Missing, want)
	}
	if tab.MissingRows != 6 || tab.DroppedRows != 0 || tab.Rows != 9 {
		t.Errorf("missing %d, dropped %d, rows %d; want 6, 0, 9", tab.MissingRows, tab.DroppedRows, tab.Rows)
	}
	_, _, err := tab.Split(0, rng(1))
	if say := `6 rows have values missing or unusable, first line 3, column "a": the value is missing; fill in what is missing or leave such rows out (missing: drop)`; err == nil || err.Error() != say {
		t.Errorf("Split: %v\nwant %s", err, say)
	}
	tab = read(t, text, CSVOptions{Missing: "drop"})
	if train, test, err := tab.Split(0, rng(1)); err != nil || test != nil || train.N != 9 || tab.DroppedRows != 6 {
		t.Errorf("drop: %v, dropped %d", err, tab.DroppedRows)
	}
}

func TestCSVTextColumns(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,colour,size,same,empty,k\n")
	for i := range 40 {
		b.WriteString("n" + string(rune('a'+i/26)) + string(rune('a'+i%26)) + "," + []string{"red", "blue", "green"}[i%3] + "," + string(rune('0'+i%10)) + ",5,," + []string{"x", "y"}[i%2] + "\n")
	}
	tab := read(t, b.String(), CSVOptions{})
	if want := []string{"colour = blue", "colour = green", "colour = red", "size"}; !reflect.DeepEqual(tab.Features, want) {
		t.Errorf("features %q, want %q", tab.Features, want)
	}
	want := []Ignored{{"id", "it holds text with more than 32 different values, too many to be made into numbers"}, {"empty", "it is empty"}, {"same", "it is 5 in all rows, which tells nothing"}}
	if !reflect.DeepEqual(tab.Ignored, want) || len(tab.Missing) > 0 {
		t.Errorf("ignored %v, missing %v", tab.Ignored, tab.Missing)
	}
}

func TestCSVErrors(t *testing.T) {
	for _, c := range []struct {
		text string
		o    CSVOptions
		want string
	}{
		{"", CSVOptions{}, "the file is empty"},
		{"\ufeff \n\n", CSVOptions{}, "the file is empty"},
		{"a,b\n", CSVOptions{Header: "yes"}, "the file has a line of names but no rows"},
		{"a,b\n1,2\n", CSVOptions{}, "only 1 row can be used of 1; at least 2 are needed"},
		{"a,b\n1,2\n,3\n", CSVOptions{}, `only 1 row can be used of 2; at least 2 are needed (line 3, column "a": the value is missing)`},
		{"1,a\n2,a\n", CSVOptions{}, `all rows are of one class: column "column 2" is "a" everywhere; at least two classes are needed`},
		{"1,2.5\n2,2.5\n", CSVOptions{}, `column "column 2", which is to be predicted, is 2.5 in all rows: there is nothing to learn`},
		{"a,b\n1,x\n2\n", CSVOptions{}, "line 3 has 1 field, but line 1 has 2"},
		{"a,b\n1,x\n\n2,y,3\n", CSVOptions{}, "line 4 has 3 fields, but line 1 has 2"},
		{"a,b\nx,y\nz,w\n", CSVOptions{}, "no column but the one to predict holds numbers, so there is nothing to learn from"},
		{"5,x\n5,y\n", CSVOptions{}, "every column but the one to predict is the same in all rows, so there is nothing to learn from"},
		{"1\n2\n", CSVOptions{}, "the file has one column only; a column to learn from and one to predict are needed, separated by comma, semicolon or tab"},
		{"a,b\n1,\x00\n", CSVOptions{}, "the file is not text: line 2 holds the byte 0; a spreadsheet must be exported as CSV first"},
		{"\xff\xfea\x00", CSVOptions{}, "the file is text in UTF-16; save it as UTF-8"},
		{"a,b\n1,\"x\n2,y\n", CSVOptions{}, `line 2 opens a quote (") that is never closed`},
		{"a,b\n1,\"x\"z\n2,y\n", CSVOptions{}, `line 2 goes on after a closing quote ("); a quote inside a quoted field must be doubled`},
		{"a,b\n1,x\n2,5\" y\n", CSVOptions{}, `line 3 has a quote (") in the middle of a field; put the field in quotes and double the quote inside`},
		{"a,b\n1,x\n2,y\n", CSVOptions{Label: "c"}, `label: there is no column "c"; have a, b`},
		{"a,b\n1,x\n2,y\n", CSVOptions{Label: "3"}, "label: there is no column 3; the columns are 1 to 2"},
		{"a,b\n1,x\n2,y\n", CSVOptions{Task: "regression"}, `column "b" holds text, so it is no number to predict; predict a class (task: classes)`},
		{"a,b\n1,\n2,\n", CSVOptions{Label: "b"}, `column "b", which is to be predicted, is empty`},
		{"a,b\n1,x\n2,y\n", CSVOptions{Header: "maybe"}, `header: "maybe" is not known; have auto yes no`},
		{"a,b\n1,x\n2,y\n", CSVOptions{Separator: "|"}, `separator: "|" is not known; have auto , ; tab`},
		{"a,b\n1,x\n2,y\n", CSVOptions{Missing: "fill"}, `missing: "fill" is not known; have refuse drop`},
		{"a,b\n1,x\n2,y\n", CSVOptions{Task: "rank"}, `task: "rank" is not known; have auto classes regression`},
		{strings.Repeat("1,", MaxColumns) + "1\n", CSVOptions{}, "line 1 has 16385 columns; at most 16384 can be read"},
	} {
		_, err := ReadCSV(strings.NewReader(c.text), c.o)
		if err == nil || err.Error() != c.want {
			t.Errorf("%.40q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
	var b strings.Builder
	for i := range 1001 {
		b.WriteString("1.5,c" + strings.Repeat("x", i%40) + string(rune('A'+i/40)) + "\n2,d\n")
	}
	if _, err := ReadCSV(strings.NewReader(b.String()), CSVOptions{}); err == nil || !strings.Contains(err.Error(), "more than 1000 different values, too many for classes") {
		t.Errorf("1002 classes: %v", err)
	}
}

func TestCSVTooLarge(t *testing.T) {
	big := bytes.Repeat([]byte("1,2\n"), MaxBytes/4+1)
	if _, err := ReadCSV(bytes.NewReader(big), CSVOptions{}); err == nil || err.Error() != "the file has 64.0 MiB; at most 64 MiB can be read, so take a part of its rows" {
		t.Errorf("%v", err)
	}
	if _, err := ReadCSV(&onlyReader{bytes.NewReader(big)}, CSVOptions{}); err == nil || err.Error() != "the file has more than 64 MiB, which is the most that can be read; take a part of its rows" {
		t.Errorf("%v", err)
	}
}

type onlyReader struct{ r *bytes.Reader }

func (o *onlyReader) Read(p []byte) (int, error) { return o.r.Read(p) }

// The page reads a Table by these names.
func TestTableJSON(t *testing.T) {
	b, err := json.Marshal(read(t, "a,b\n1,x\n2,y\n", CSVOptions{}))
	want := `{"rows":2,"cols":2,"header_found":true,"separator":",","names":["a","b"],"label_column":1,"task":"classes","classes":[{"name":"x","count":1},{"name":"y","count":1}],"features":["a"],` +
		`"columns":[{"name":"a","use":"number","min":1,"max":2},{"name":"b","use":"label","min":0,"max":0,"levels":["x","y"]}],"ignored":null,"missing":null,"missing_rows":0,"dropped_rows":0,"head":[["1","x"],["2","y"]]}`
	if err != nil || string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
}

// Whatever the bytes: an error or a Table whose sets are finite and of the sizes it says.
func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"", "a,b\n1,x\n2,y\n", "a;b\n1,5;x\n2;y\n", "1\t2\n3\t4.5\n", "\"a\n", "a,b\n1,\"x\"y\n", ",,\n1,2,\n", "\ufeffx,y\r\nNA,1\r\n2,3\r\n4,5", "c,k,v\nred,1,a\nblue,2,b\nred,?,a\n", "1e100,a\n-1e100,b\n1e-300,a\n", "\xe9,b\n1,x\n2,y\n"} {
		f.Add([]byte(s), "last")
	}
	f.Fuzz(func(t *testing.T, text []byte, label string) {
		if len(text) > 1<<14 {
			return
		}
		tab, err := ReadCSV(bytes.NewReader(text), CSVOptions{Label: label, Missing: "drop"})
		if err != nil {
			return
		}
		train, test, err := tab.Split(.3, rand.New(rand.NewPCG(1, 2)))
		if err != nil {
			t.Fatal(err)
		}
		n := train.N
		if test != nil {
			n += test.N
		}
		if n != tab.Rows || train.D != len(tab.Features) || len(train.X) != train.N*train.D {
			t.Fatalf("%d examples of %d features from %+v", n, train.D, tab)
		}
		for _, v := range append(train.X, train.Values...) {
			if v-v != 0 {
				t.Fatalf("%v in a set", v)
			}
		}
		for _, k := range train.Labels {
			if k < 0 || int(k) >= len(tab.Classes) {
				t.Fatalf("class %d of %d", k, len(tab.Classes))
			}
		}
	})
}
