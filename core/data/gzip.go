package data

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
)

// maxUnpacked bounds what a packed file may hold: what is larger is refused before memory for it is taken.
const maxUnpacked = 4 * maxNumbers

// unpack gives the content of a gzip file.
func unpack(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("its gzip packing is damaged: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(z, maxUnpacked+1))
	if err != nil {
		return nil, fmt.Errorf("its gzip packing is damaged after %d bytes: %w", len(out), err)
	}
	if len(out) > maxUnpacked {
		return nil, fmt.Errorf("unpacked it has more than %d MiB, which is the most that can be read", maxUnpacked>>20)
	}
	return out, nil
}
