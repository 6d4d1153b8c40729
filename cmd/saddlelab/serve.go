package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// serve serves a folder on this machine; where the port is taken, on the next free one.
func serve(args []string, out io.Writer) error {
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	addr := fs.String("addr", "127.0.0.1:8080", "address to listen on")
	if err := fs.Parse(args); err != nil {
		return err
	}
	dir := "dist"
	if fs.NArg() > 0 {
		dir = fs.Arg(0)
	}
	if _, err := os.Stat(filepath.Join(dir, "index.html")); err != nil {
		return fmt.Errorf("serve: %q is not a built site: it has no index.html; run ./build.sh build", dir)
	}
	l, err := listen(*addr)
	if err != nil {
		return err
	}
	// Systems differ in what they know of .wasm, and browsers compile it while it arrives only under its own type.
	mime.AddExtensionType(".wasm", "application/wasm")
	fmt.Fprintf(out, "Saddlelab is at http://%s/ (Ctrl-C stops it)\n", l.Addr())
	files := http.FileServer(http.Dir(dir))
	return http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache") // a rebuilt site is seen at the next load
		files.ServeHTTP(w, r)
	}))
}

func listen(addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("serve: -addr %q: %w", addr, err)
	}
	first, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("serve: -addr %q: %q is not a port", addr, port)
	}
	for p := first; ; p++ {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(p)))
		if err == nil || first == 0 || p == first+20 || !errors.Is(err, syscall.EADDRINUSE) {
			return l, err
		}
	}
}
