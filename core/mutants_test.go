// Package core_test holds what is asked of the tests of core themselves.
package core_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// mutants are changes, each of one operator or constant, that make a method or a kernel wrong. The text stands once in its file.
var mutants = []struct{ file, text, wrong string }{
	{"optim/adam.go", "r.m[i] = b1*r.m[i] + r1*g", "r.m[i] = b1*r.m[i] - r1*g"},
	{"optim/adam.go", "r.v[i] = b2*r.v[i] + r2*g*g", "r.v[i] = b2*r.v[i] - r2*g*g"},
	{"optim/adam.go", "return 1 - r.p1, 1 - r.p2", "return 1 - r.p1, 1 + r.p2"},
	{"optim/lion.go", "u[i] = sign(r.b1*r.m[i] + r.r1*g)", "u[i] = sign(r.b1*r.m[i] - r.r1*g)"},
	{"optim/rmsprop.go", "u[i] = g / (sqrt(v) + r.eps)", "u[i] = g / (sqrt(v) - r.eps)"},
	{"optim/adagrad.go", "r.v[i] += g * g", "r.v[i] -= g * g"},
	{"optim/nesterov.go", "u[i] = r.beta*r.v[i] + g", "u[i] = r.beta*r.v[i] - g"},
	{"optim/nadam.go", "u[i] = (F(a)*g + F(b)*r.m[i]) /", "u[i] = (F(a)*g - F(b)*r.m[i]) /"},
	{"optim/adamax.go", "u[i] = r.m[i] / c1 / r.u[i]", "u[i] = r.m[i] * c1 / r.u[i]"},
	{"optim/adadelta.go", "r.u[i] = r.rho*r.u[i] + r.rest*d*d", "r.u[i] = r.rho*r.u[i] + r.rest*d"},
	{"optim/radam.go", "u[i] = k * r.m[i] / (sqrt(r.v[i]) + r.eps)", "u[i] = r.m[i] / k / (sqrt(r.v[i]) + r.eps)"},
	{"optim/rprop.go", "r.s[i] *= r.down", "r.s[i] *= r.up"},
	{"optim/schedule_cooldown.go", "1 / (1 + p[1]*float64(max(0, k-start)))", "1 / (1 + p[1]*float64(max(0, k+start)))"},
	{"optim/schedule_cosine.go", "return b + (a-b)/2*(1+real.Cos", "return b + (a+b)/2*(1+real.Cos"},
	{"optim/schedule_warmup.go", "float64(k+1)/p[0]", "float64(k)/p[0]"},
	{"optim/wolfe.go", "next.f > f+wolfeC1*next.t*slope", "next.f < f+wolfeC1*next.t*slope"},
	{"optim/wolfe.go", "next.f > f+wolfeC1*next.t*slope", "next.f > f-wolfeC1*next.t*slope"},
	{"optim/wolfe.go", "e.f > f+wolfeC1*t*slope", "e.f > f-wolfeC1*t*slope"},
	{"optim/wolfe.go", "math.Abs(next.slope) <= -wolfeC2*slope", "math.Abs(next.slope) >= -wolfeC2*slope"},
	{"kernel/update_plain.go", "return w - float32(lr*g) }", "return w + float32(lr*g) }"},
	{"kernel/update_plain.go", "v = float32(mu*v) + float32(keep*g)", "v = float32(mu*v) - float32(keep*g)"},
	{"kernel/update_plain.go", "return w - float32(lr*(float32(mu*v)+g)), v", "return w - float32(lr*(float32(mu*v)-g)), v"},
	{"kernel/update_plain.go", "v = float32(b2*v) + (float32(float32(d2*g)*g) + tiny)", "v = float32(b1*v) + (float32(float32(d2*g)*g) + tiny)"},
	{"kernel/update_plain.go", "v = float32(alpha*v) + (float32(float32(rest*g)*g) + tiny)", "v = float32(alpha*v) - (float32(float32(rest*g)*g) + tiny)"},
	{"kernel/update_plain.go", "v += float32(g * g)", "v -= float32(g * g)"},
	{"kernel/update_plain.go", "z[i] = y[i] + float32(a*x[i])", "z[i] = y[i] - float32(a*x[i])"},
	{"kernel/softmax.go", "row[y] -= sum", "row[y] += sum"},
	{"kernel/softmax.go", "scaleRow(row, scale/sum)", "scaleRow(row, scale*sum)"},
	{"kernel/softmax.go", "return loss + real.Log(sums)", "return loss - real.Log(sums)"},
	{"kernel/softmax.go", "s[i&3] += row[i]", "s[i&1] += row[i]"},
	{"kernel/squares.go", "s[3] += float64(float64(y[3]) * float64(y[3]))", "s[3] -= float64(float64(y[3]) * float64(y[3]))"},
}

// Each mutant fails a test of its package. They are compiled beside the files, which stay as they are.
func TestMutants(t *testing.T) {
	if os.Getenv("SADDLELAB_MUTANTS") == "" {
		t.Skip("takes minutes; ./build.sh mutants runs it")
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mutants {
		t.Run(m.file+": "+m.wrong, func(t *testing.T) {
			file := filepath.Join(here, m.file)
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(source), m.text); n != 1 {
				t.Fatalf("%q stands %d times in %s", m.text, n, m.file)
			}
			dir := t.TempDir()
			changed, overlay := filepath.Join(dir, "changed.go"), filepath.Join(dir, "overlay.json")
			doc, _ := json.Marshal(map[string]any{"Replace": map[string]string{file: changed}})
			for path, b := range map[string][]byte{changed: []byte(strings.Replace(string(source), m.text, m.wrong, 1)), overlay: doc} {
				if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out, err := exec.Command("go", "test", "-count=1", "-failfast", "-vet=off", "-overlay", overlay, "./"+filepath.Dir(m.file)).CombinedOutput()
			switch {
			case err == nil:
				t.Error("no test notices it")
			case !strings.Contains(string(out), "--- FAIL"):
				t.Errorf("no test fails, but:\n%s", out)
			}
		})
	}
}
