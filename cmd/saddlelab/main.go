// Command saddlelab is the same engine as the page's, outside the browser.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"saddlelab/core/data"
	"saddlelab/core/export"
	"saddlelab/core/lab"
	"saddlelab/core/lab/schema"
)

const usage = `saddlelab runs the experiments of Saddlelab.

  saddlelab list                    the catalogs, as JSON
  saddlelab schema                  the JSON Schema of a Spec
  saddlelab run SPEC [-files DIR]   run a Spec and print its result as JSON;
                                    SPEC is a file, - for standard input, or the address of a page with a Spec in it
  saddlelab export -format F SPEC [-files DIR] [-out FILE]
                                    write a Spec for other programs: py or ipynb, a PyTorch script or notebook that makes the same
                                    run; csv or json, its data; npz or safetensors, its weights (of run N with -run N); bib or cite
  saddlelab serve [-addr A] [DIR]   serve a built site (dist) on this machine
`

func main() {
	if err := command(os.Args[1:], os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "saddlelab:", err)
		os.Exit(1)
	}
}

func command(args []string, in io.Reader, out, log io.Writer) error {
	if len(args) == 0 {
		fmt.Fprint(log, usage)
		return fmt.Errorf("no command; have list, schema, run, export, serve")
	}
	switch args[0] {
	case "list":
		return print(out, lab.List())
	case "schema":
		return print(out, schema.Spec())
	case "run":
		return run(args[1:], in, out, log)
	case "export":
		return write(args[1:], in, out, log)
	case "serve":
		return serve(args[1:], out)
	case "help", "-h", "-help", "--help":
		fmt.Fprint(out, usage)
		return nil
	}
	return fmt.Errorf("unknown command %q; have list, schema, run, export, serve", args[0])
}

func print(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func run(args []string, in io.Reader, out, log io.Writer) error {
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.SetOutput(log)
	dir := flags.String("files", "", "folder of the data file that the Spec names (default: the Spec's own folder)")
	quiet := flags.Bool("quiet", false, "print no progress")
	spec, files, err := opened(flags, args, dir, in)
	if err != nil {
		return err
	}
	if ops := lab.Estimate(spec, files).Ops; ops > long && !*quiet {
		fmt.Fprintf(log, "this takes about %.2g operations: %s on one processor of a laptop\n", ops, span(ops/speed))
	}
	res, err := lab.RunSpec(spec, files, func(what string, done, of int) {
		if !*quiet && done%max(1, of/20) == 0 {
			fmt.Fprintf(log, "%s: %d of %d\n", what, done, of)
		}
	})
	if err != nil {
		return err
	}
	return print(out, res)
}

// opened reads the one Spec that a command is given, with the files that it names. dir is their folder, or empty for the Spec's own.
func opened(flags *flag.FlagSet, args []string, dir *string, in io.Reader) (*lab.Spec, map[string][]byte, error) {
	var rest []string
	for len(args) > 0 { // flags may stand before or after SPEC
		if err := flags.Parse(args); err != nil {
			return nil, nil, err
		}
		if args = flags.Args(); len(args) > 0 {
			rest, args = append(rest, args[0]), args[1:]
		}
	}
	if len(rest) != 1 {
		return nil, nil, fmt.Errorf("%s: %d Specs given; one is wanted: a file, - or an address", flags.Name(), len(rest))
	}
	doc, home, err := read(rest[0], in)
	if err != nil {
		return nil, nil, err
	}
	spec, err := lab.Parse(doc)
	if err != nil {
		return nil, nil, err
	}
	files := map[string][]byte{}
	if *dir == "" {
		*dir = home
	}
	if spec.Data != nil && spec.Data.File != "" {
		if err := load(files, *dir, spec.Data); err != nil {
			return nil, nil, err
		}
	}
	return spec, files, loadCheckpoints(files, *dir, spec)
}

// speed is about how many operations a processor of a laptop makes in a second, and long are so many that one should be told.
const (
	speed = 2e9
	long  = 30 * speed
)

// span writes a time of which no more than the size is known.
func span(seconds float64) string {
	switch {
	case seconds < 90:
		return fmt.Sprintf("some %.0f seconds", seconds)
	case seconds < 90*60:
		return fmt.Sprintf("some %.0f minutes", seconds/60)
	}
	return fmt.Sprintf("some %.0f hours", seconds/3600)
}

// read gets the Spec's JSON and the folder it stands in.
func read(from string, in io.Reader) (doc []byte, home string, err error) {
	switch {
	case from == "-":
		doc, err = io.ReadAll(in)
		return doc, ".", err
	case strings.Contains(from, "#"):
		doc, err = lab.FromLink(from)
		return doc, ".", err
	}
	doc, err = os.ReadFile(from)
	if spec, found, wrong := export.SpecIn(doc); found && wrong == nil { // a result, an exported script or table
		doc = spec
	}
	return doc, filepath.Dir(from), err
}

// load reads the file that a Spec names, the file of its labels, or all pictures of a folder.
func load(files map[string][]byte, dir string, d *lab.Data) error {
	folder, isFolder := strings.CutSuffix(d.File, "/")
	if isFolder {
		if filepath.Base(folder) != folder {
			return fmt.Errorf("data.file: %q has a folder in it; give the folder with -files", d.File)
		}
		return filepath.WalkDir(filepath.Join(dir, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return fmt.Errorf("data.file: %w", err)
			}
			if entry.IsDir() || !data.ImageName(path) {
				return nil
			}
			name, err := filepath.Rel(dir, path)
			if err != nil {
				return err
			}
			files[filepath.ToSlash(name)], err = os.ReadFile(path)
			return err
		})
	}
	for _, name := range []string{d.File, d.Read.Labels} {
		if name == "" {
			continue
		}
		if filepath.Base(name) != name {
			return fmt.Errorf("data.file: %q has a folder in it; give the folder with -files", name)
		}
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return fmt.Errorf("data.file: %w", err)
		}
		files[name] = b
	}
	return nil
}

// loadCheckpoints reads the files that a Spec looks at in place of its own training.
func loadCheckpoints(files map[string][]byte, dir string, s *lab.Spec) error {
	var names []string
	if s.Landscape != nil {
		names = append(names, s.Landscape.From)
	}
	if s.Spectrum != nil {
		names = append(names, s.Spectrum.From)
	}
	for _, name := range names {
		if name == "" {
			continue
		}
		if filepath.Base(name) != name {
			return fmt.Errorf("from: %q has a folder in it; give the folder with -files", name)
		}
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return fmt.Errorf("from: %w", err)
		}
		files[name] = b
	}
	return nil
}
