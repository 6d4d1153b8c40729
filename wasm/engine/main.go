//go:build js && wasm

// Command engine is the part of Saddlelab that runs inside Web Workers: it runs Specs and answers questions about data and surfaces.
package main

import "saddlelab/wasm/bridge"

func main() { bridge.ServeEngine(newEngine()) }
