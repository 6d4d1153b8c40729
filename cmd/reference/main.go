// Command reference prints the reference values that the page's self-tests compare with, chosen from those of the tests. It is run
// by build.sh at the root of the repository.
package main

import (
	"fmt"
	"os"

	"saddlelab/core/lab/trust"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		os.Exit(1)
	}
}

func write() error {
	optimizers, err := os.ReadFile("core/optim/testdata/optim.json")
	if err != nil {
		return err
	}
	layers, err := os.ReadFile("core/nn/testdata/layers.json")
	if err != nil {
		return err
	}
	b, err := trust.Choose(optimizers, layers)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(b)
	return err
}
