package lab

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"strings"
	"testing"
)

func deflated(t *testing.T, doc []byte) string {
	t.Helper()
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression)
	if _, err := w.Write(doc); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(b.Bytes())
}

// Links that were made once open for ever. The second was made by a browser's CompressionStream.
func TestPublishedLinksOpen(t *testing.T) {
	for link, want := range map[string]string{
		"https://example.org/#s=eyJ2IjoxLCJraW5kIjoiZXhwZXJpbWVudCIsImlkIjoiRTMxYiIsInBhcmFtcyI6eyJrYXBwYSI6MzB9fQ": `{"v":1,"kind":"experiment","id":"E31b","params":{"kappa":30}}`,
		"https://example.org/lab/#z=q1YqU7Iy1FHKzsxLUbJSKi4tSktMTlWqBQA":                                            `{"v":1,"kind":"surface"}`,
		"#z=q1YqU7Iy1FHKzsxLUbJSKi4tSktMTlWqBQA==":                                                                  `{"v":1,"kind":"surface"}`,
	} {
		if doc, err := FromLink(link); err != nil || string(doc) != want {
			t.Errorf("%s: got %s, %v", link, doc, err)
		}
	}
	if doc, err := FromLink("https://example.org/?embed=run#surface/saddle-noise"); err != nil || !strings.Contains(string(doc), `"nesterov"`) {
		t.Errorf("got %s, %v", doc, err)
	}
}

func TestLinksThatAreRefused(t *testing.T) {
	fits := append([]byte("{}"), bytes.Repeat([]byte(" "), maxUnpacked-2)...)
	if doc, err := FromLink("#z=" + deflated(t, fits)); err != nil || len(doc) != maxUnpacked {
		t.Errorf("%d bytes, %v", len(doc), err)
	}
	word := deflated(t, []byte(glyphSpec))
	for link, want := range map[string]string{
		"#z=" + deflated(t, make([]byte, 64<<20)): "unpacks to more than 1 MB",
		"#z=" + word[:len(word)/2]:                "damaged",
		"#z=!":                                    "damaged",
		"#surface/no-such":                        "nothing called surface/no-such; have saddle-noise",
		"#network/saddle-noise":                   "nothing called network/saddle-noise",
		"#gallery":                                "has no Spec in it",
	} {
		if _, err := FromLink(link); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: got %v, want %s", link, err, want)
		}
	}
}
