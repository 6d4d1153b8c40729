package lab

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// maxUnpacked bounds the JSON of a link: a deflated link of a few kilobytes could otherwise fill the memory.
// site/src/links.ts has the same.
const maxUnpacked = 1 << 20

// FromLink takes the Spec's JSON out of a page address: #s= followed by the base64url of it, #z= followed by that of it
// deflated (RFC 1951), or the name of an entry of the gallery, #surface/monkey-noise.
func FromLink(link string) ([]byte, error) {
	_, fragment, _ := strings.Cut(link, "#")
	if code, ok := strings.CutPrefix(fragment, "s="); ok {
		return fromBase64(code)
	}
	if code, ok := strings.CutPrefix(fragment, "z="); ok {
		packed, err := fromBase64(code)
		if err != nil {
			return nil, err
		}
		return inflate(packed)
	}
	if kind, id, ok := strings.Cut(fragment, "/"); ok && (kind == "surface" || kind == "network") {
		return fromGallery(kind, id)
	}
	return nil, fmt.Errorf("the address has no Spec in it; one that has ends in #s= or #z= and a long word, or in a name of the gallery")
}

func fromBase64(code string) ([]byte, error) {
	doc, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(code, "="))
	if err != nil {
		return nil, fmt.Errorf("the Spec in the address is damaged: %w; copy the whole address again", err)
	}
	return doc, nil
}

func inflate(packed []byte) ([]byte, error) {
	doc, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxUnpacked+1))
	if err != nil {
		return nil, fmt.Errorf("the Spec in the address is damaged: %w; copy the whole address again", err)
	}
	if len(doc) > maxUnpacked {
		return nil, fmt.Errorf("the Spec in the address unpacks to more than %d MB; no Spec is that large", maxUnpacked>>20)
	}
	return doc, nil
}

// Link is the address of a Spec on a page.
func Link(page string, s *Spec) (string, error) {
	doc, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	return page + "#s=" + base64.RawURLEncoding.EncodeToString(doc), nil
}
