//go:build js && wasm

package bridge

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"syscall/js"
)

// View draws what the page tells it to. It is called through the same exported functions as an Engine; its replies have no vectors.
type View interface {
	Call(r Request) (any, error)
}

type viewOnly struct{ View }

func (v viewOnly) Call(r Request, _ *Blob) (any, error) { return v.View.Call(r) }
func (viewOnly) Tick() int                              { return -1 }
func (viewOnly) Frame(*Blob) any                        { return nil }

// ServeView hands the exported functions their view and tells the page that they can be called.
func ServeView(v View) {
	served.engine = viewOnly{v}
	js.Global().Call("viewReady")
}

// Fail tells the page that the view cannot go on.
func Fail(err error) { js.Global().Call("viewFailed", err.Error()) }

// Recover, deferred, turns a panic outside of a call into an error and tells the page. The first one is told only.
func Recover(err *error) {
	if p := recover(); p != nil && *err == nil {
		os.Stderr.Write(debug.Stack())
		*err = errors.New(fmt.Sprint("internal error: ", p))
		Fail(*err)
	}
}
