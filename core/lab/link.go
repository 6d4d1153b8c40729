package lab

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
)

// FromLink takes the Spec's JSON out of a page address: #s= followed by the base64url of it.
func FromLink(link string) ([]byte, error) {
	_, fragment, _ := strings.Cut(link, "#")
	code, ok := strings.CutPrefix(fragment, "s=")
	if !ok {
		return nil, fmt.Errorf("the address has no Spec in it; one that has ends in #s= and a long word")
	}
	doc, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(code, "="))
	if err != nil {
		return nil, fmt.Errorf("the Spec in the address is damaged: %w; copy the whole address again", err)
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
