package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"saddlelab/core/lab"
)

// Notebook writes the same script as a Jupyter notebook (nbformat 4.5), a cell for each of its parts.
func Notebook(s *lab.Spec, files map[string][]byte) (string, error) {
	w, err := write(s, files)
	if err != nil {
		return "", err
	}
	type entry struct {
		Type     string         `json:"cell_type"`
		ID       string         `json:"id"`
		Metadata map[string]any `json:"metadata"`
		Source   []string       `json:"source"`
		Outputs  *[]any         `json:"outputs,omitempty"`
		Count    *int           `json:"execution_count,omitempty"`
	}
	type code struct {
		Type     string         `json:"cell_type"`
		Count    *int           `json:"execution_count"`
		ID       string         `json:"id"`
		Metadata map[string]any `json:"metadata"`
		Outputs  []any          `json:"outputs"`
		Source   []string       `json:"source"`
	}
	lines := func(s string) []string { return strings.SplitAfter(strings.TrimSuffix(s, "\n"), "\n") }
	var cells []any
	for i, c := range w.cells() {
		title := "# " + c.title
		if c.title == "" {
			title = "# " + w.header()
		}
		id := fmt.Sprintf("part-%d", i)
		cells = append(cells, entry{Type: "markdown", ID: id + "-title", Metadata: map[string]any{}, Source: lines(strings.Replace(title, "# %%", "`# %%`", 1))})
		source := c.source
		if c.title == "" {
			_, source, _ = strings.Cut(source[3:], `"""`) // the header is the title
		}
		cells = append(cells, code{Type: "code", ID: id, Metadata: map[string]any{}, Outputs: []any{}, Source: lines(strings.TrimLeft(source, "\n"))})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err = e.Encode(map[string]any{
		"cells":    cells,
		"metadata": map[string]any{"kernelspec": map[string]any{"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": map[string]any{"name": "python"}},
		"nbformat": 4, "nbformat_minor": 5,
	})
	return b.String(), err
}
