//go:build js && wasm

package bridge

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"unsafe"
)

// Engine answers the page's requests and does the work between them.
type Engine interface {
	// Call answers one request; vectors of the answer go into out.
	Call(r Request, out *Blob) (any, error)
	// Tick works for a slice of time and says in how many milliseconds it wants to be called again; below 0: not before a Call.
	Tick() int
	// Frame gives what is new for the page, nil when nothing is due.
	Frame(out *Blob) any
}

// One engine per instance: exported functions have no receiver.
var served struct {
	engine               Engine
	inbox, outbox, frame []byte
}

// ServeEngine hands the exported functions their engine and never returns.
func ServeEngine(e Engine) {
	served.engine = e
	select {}
}

// inbox makes room for a request of n bytes and says where.
//
//go:wasmexport inbox
func inbox(n int32) unsafe.Pointer {
	if cap(served.inbox) < int(n) || cap(served.inbox) > 1<<20 {
		served.inbox = make([]byte, n)
	}
	served.inbox = served.inbox[:n]
	return unsafe.Pointer(unsafe.SliceData(served.inbox))
}

// call answers the request in the inbox and says how long the reply in the outbox is.
//
//go:wasmexport call
func call() int32 {
	var blob Blob
	v, err := answer(&blob)
	reply := any(struct {
		OK any `json:"ok"`
	}{v})
	if err != nil {
		reply, blob = struct {
			Error string `json:"error"`
			Trace string `json:"trace,omitempty"`
		}{err.Error(), trace(err)}, Blob{}
	}
	out, err := Encode(served.outbox, reply, &blob)
	if err != nil {
		out, _ = Encode(served.outbox, map[string]string{"error": err.Error()}, nil)
	}
	served.outbox = out
	return int32(len(out))
}

func answer(out *Blob) (v any, err error) {
	defer recovered(&err)
	r, err := Decode(served.inbox)
	if err != nil {
		return nil, err
	}
	return served.engine.Call(r, out)
}

// outbox says where the reply is.
//
//go:wasmexport outbox
func outbox() unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(served.outbox)) }

// tick works for a slice; see Engine.Tick.
//
//go:wasmexport tick
func tick() int32 {
	wait := -1
	if err := func() (err error) {
		defer recovered(&err)
		wait = served.engine.Tick()
		return nil
	}(); err != nil {
		panic(err) // the state is not to be trusted: the worker reports it and a new instance takes over
	}
	return int32(wait)
}

// frame says how long the frame that is due is; 0: none.
//
//go:wasmexport frame
func frame() int32 {
	var blob Blob
	v := served.engine.Frame(&blob)
	if v == nil {
		return 0
	}
	out, err := Encode(served.frame, v, &blob)
	if err != nil {
		panic(fmt.Errorf("bridge: frame: %w", err))
	}
	served.frame = out
	return int32(len(out))
}

// frameAt says where the frame is.
//
//go:wasmexport frameAt
func frameAt() unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(served.frame)) }

// A panicked is a panic as an error, with where it came from.
type panicked struct {
	what  any
	trace string
}

func (p *panicked) Error() string { return fmt.Sprintf("internal error: %v", p.what) }

// trace is where an error that was a panic came from; empty for others.
func trace(err error) string {
	if p, ok := errors.AsType[*panicked](err); ok {
		return p.trace
	}
	return ""
}

// recovered turns a panic into an error; its place goes to the worker's log as well.
func recovered(err *error) {
	if p := recover(); p != nil {
		stack := debug.Stack()
		os.Stderr.Write(stack)
		*err = &panicked{p, string(stack)}
	}
}

// Args reads a request's arguments.
func Args[T any](r Request) (T, error) {
	var v T
	if err := json.Unmarshal(r.Args, &v); err != nil {
		return v, fmt.Errorf("%s: %w", r.Name, err)
	}
	return v, nil
}
