package export

import (
	"fmt"
	"hash/crc32"

	"saddlelab/core/lab"
)

// citation is what is cited: the program and a Spec, told by the CRC-32 of its link from # on. Whoever has that link makes the same bits.
type citation struct{ title, mark, link string }

func cite(s *lab.Spec, page string) (citation, error) {
	link, err := lab.Link("", s)
	if err != nil {
		return citation{}, err
	}
	title := "The training of a network"
	switch s.Kind {
	case "surface":
		title = "A run on the function " + s.Surface.ID
	case "experiment":
		title = "Experiment " + s.ID
	}
	return citation{title, fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(link))), page + link}, nil
}

// BibTeX cites a Spec on a page.
func BibTeX(s *lab.Spec, page string) (string, error) {
	c, err := cite(s, page)
	return fmt.Sprintf("@misc{saddlelab-%[2]s,\n  title = {%[1]s},\n  howpublished = {Saddlelab, a laboratory of non-convex optimization},\n"+
		"  note = {Spec %[2]s, seed %[3]d; the link reproduces it bit by bit},\n  url = {%[4]s}\n}\n", c.title, c.mark, s.Seed, c.link), err
}

// Cite is the same as text.
func Cite(s *lab.Spec, page string) (string, error) {
	c, err := cite(s, page)
	return fmt.Sprintf("%s. Saddlelab, a laboratory of non-convex optimization. Spec %s, seed %d; the link reproduces it bit by bit: %s\n", c.title, c.mark, s.Seed, c.link), err
}
