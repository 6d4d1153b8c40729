package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"saddlelab/core/export"
	"saddlelab/core/lab"
)

// write makes an export and prints it, or writes it to a file.
func write(args []string, in io.Reader, out, log io.Writer) error {
	flags := flag.NewFlagSet("export", flag.ContinueOnError)
	flags.SetOutput(log)
	dir := flags.String("files", "", "folder of the data file that the Spec names (default: the Spec's own folder)")
	format := flags.String("format", "", "py, ipynb, csv, json, npz, safetensors, bib or cite")
	to := flags.String("out", "", "the file to write (default: standard output)")
	run := flags.Int("run", 0, "whose weights npz and safetensors hold, counted from 0")
	page := flags.String("page", "", "the address of the page, for bib and cite")
	spec, files, err := opened(flags, args, dir, in)
	if err != nil {
		return err
	}
	text, err := exported(*format, export.Source{Spec: spec, Files: files, Which: *run, Page: *page})
	if err != nil {
		return err
	}
	if *to != "" {
		return os.WriteFile(*to, text, 0o666)
	}
	_, err = out.Write(text)
	return err
}

func exported(format string, o export.Source) ([]byte, error) {
	needed, err := export.NeedsRun(format)
	if err != nil {
		return nil, err
	}
	if !needed {
		return export.File(format, o)
	}
	if o.Spec.Kind == "experiment" {
		if format != "json" {
			return nil, fmt.Errorf("format: an experiment of the course has no %s; its measures and figures are in json", format)
		}
		res, err := lab.RunExperiment(o.Spec, nil)
		if err != nil {
			return nil, err
		}
		return export.JSON(res)
	}
	if o.Run, err = lab.Start(o.Spec, o.Files); err != nil {
		return nil, err
	}
	for o.Run.Step() {
	}
	o.Result = func() (any, error) {
		res := o.Run.Result()
		if o.Spec.Race != nil {
			if res.Race, err = lab.RunRace(o.Spec, o.Files, nil); err != nil {
				return nil, err
			}
		}
		return res, res.Ask(o.Spec, o.Files, o.Run, nil)
	}
	return export.File(format, o)
}
