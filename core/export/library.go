package export

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The parts of a script that do not depend on the Spec are Python, in py/: a file is a section, a definition stands two blank lines
// from the next. A script takes from them what it calls, and what that calls.
//
//go:embed py/*.py
var library embed.FS

// definition is a function, a class or a few constants.
type definition struct {
	names []string
	text  string
	uses  []string // words in it; those that are names of other definitions are what it needs
}

// section is a file of the library.
type section struct {
	title, about string
	definitions  []definition
}

var (
	defined = regexp.MustCompile(`(?m)^(?:def |class |)(\w+)(?:[(:,]| =)`)
	word    = regexp.MustCompile(`[A-Za-z_]\w*`)
	// mute is what calls nothing: texts, comments, and the names after a point.
	mute = regexp.MustCompile(`(?s)""".*?"""|"[^"\n]*"|#[^\n]*|\.\w+`)
	// tag ends a line that stands in a script only when it has what is named, or, after !, only when it has not.
	tag = regexp.MustCompile(`\s+#: (!?)(\w+)$`)
)

// read takes a file of the library, with the lines that a script of these features has.
func read(file string, has map[string]bool) section {
	b, err := library.ReadFile("py/" + file + ".py")
	if err != nil {
		panic("export: " + err.Error())
	}
	var lines []string
	for line := range strings.SplitSeq(string(b), "\n") {
		if m := tag.FindStringSubmatch(line); m != nil {
			if has[m[2]] == (m[1] == "!") {
				continue
			}
			line = strings.TrimSuffix(line, m[0])
		}
		lines = append(lines, line)
	}
	parts := strings.Split(strings.Join(lines, "\n"), "\n\n\n")
	title, about, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(parts[0]), "# "), ": ")
	s := section{title: title, about: about}
	for _, text := range parts[1:] {
		d := definition{text: strings.TrimSpace(text), uses: called(text)}
		for _, m := range defined.FindAllStringSubmatch(d.text, -1) {
			d.names = append(d.names, m[1])
		}
		s.definitions = append(s.definitions, d)
	}
	return s
}

func called(text string) []string { return word.FindAllString(mute.ReplaceAllString(text, " "), -1) }

// pick gives the sections with only those definitions that text calls, directly or not.
func pick(files []string, has map[string]bool, text string) []section {
	var all []section
	for _, f := range files {
		all = append(all, read(f, has))
	}
	wanted := map[string]bool{}
	queue := called(text)
	taken := map[*definition]bool{}
	for len(queue) > 0 {
		name := queue[0]
		if queue = queue[1:]; wanted[name] {
			continue
		}
		wanted[name] = true
		for i := range all {
			for k := range all[i].definitions {
				if d := &all[i].definitions[k]; !taken[d] && slices.Contains(d.names, name) {
					taken[d] = true
					queue = append(queue, d.uses...)
				}
			}
		}
	}
	for i := range all {
		var kept []definition
		for k := range all[i].definitions {
			if d := &all[i].definitions[k]; taken[d] {
				kept = append(kept, *d)
			}
		}
		all[i].definitions = kept
	}
	return slices.DeleteFunc(all, func(s section) bool { return len(s.definitions) == 0 })
}

// signature are the names of a library function's parameters after the first.
func signature(file, name string) []string {
	for _, d := range read(file, nil).definitions {
		if slices.Contains(d.names, name) {
			line, _, _ := strings.Cut(d.text, "\n")
			names := word.FindAllString(line[strings.IndexByte(line, '('):], -1)
			return names[1:]
		}
	}
	panic(fmt.Sprintf("export: no %s in %s.py", name, file))
}
