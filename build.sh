#!/usr/bin/env bash
# Saddlelab's one command: ./build.sh build | serve [port] | test | bench | check | bits | looks | fuzz [time] | mutants | soak [minutes]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# With jsonv2, the default, encoding/json is built on its version 2 and makes each wasm a quarter of a megabyte larger (gzip).
export GOTOOLCHAIN=go1.27.4 GOEXPERIMENT=simd,nojsonv2 CGO_ENABLED=0 GOFLAGS=-buildvcs=false
STATICCHECK=honnef.co/go/tools/cmd/staticcheck@v0.8.2
DEADCODE=golang.org/x/tools/cmd/deadcode@v0.52.0
GOVULNCHECK=golang.org/x/vuln/cmd/govulncheck@v1.9.0
OUT=.build

say() { printf '\n== %s\n' "$*"; }
die() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Processors that fuse x*y+z round once where others round twice. The flag keeps the compiler from it, so that the same
# Spec gives the same bits everywhere; WebAssembly and plain amd64 never fuse.
same_bits() {
  case "$(go env GOARCH)/$(go env GOAMD64)" in
    amd64/v[12] | 386/*) ;;
    *) printf '%s' '-gcflags=all=-d=fmahash=qn' ;;
  esac
}

need_tools() {
  have go || die 'Go 1.21 or later is needed: https://go.dev/dl'
  have node || die 'Node 20 or later is needed: https://nodejs.org'
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  ((major >= 20)) || die "Node 20 or later is needed; this is $(node -v)"
}

# npm_ci DIR: installs what DIR/package-lock.json says, when it has changed.
npm_ci() {
  local sum stamp="$1/node_modules/.saddlelab-lock"
  sum=$(sha256sum <"$1/package-lock.json")
  [[ -f $stamp && $(<"$stamp") == "$sum" ]] && return
  say "npm ci in $1"
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund)
  printf '%s\n' "$sum" >"$stamp"
}

# `go build` links again only when what it would link has changed.
build() {
  need_tools
  npm_ci .
  mkdir -p $OUT
  go build $(same_bits) -trimpath -o $OUT/saddlelab ./cmd/saddlelab
  $OUT/saddlelab list >$OUT/catalog.raw.json
  $OUT/saddlelab schema >$OUT/spec.schema.json
  go run ./cmd/reference >$OUT/reference.json
  go run ./cmd/icons site/icon.svg $OUT/icons
  GOOS=js GOARCH=wasm modules ./wasm/engine ./wasm/view >$OUT/modules.shipped
  local name
  for name in engine view; do
    GOOS=js GOARCH=wasm go build -trimpath -ldflags='-s -w' -o "$OUT/$name.wasm" "./wasm/$name"
  done
  cmp -s "$(go env GOROOT)/lib/wasm/wasm_exec.js" $OUT/wasm_exec.js ||
    install -m 644 "$(go env GOROOT)/lib/wasm/wasm_exec.js" $OUT/wasm_exec.js
  node site/build.mjs
}

serve() {
  build
  exec $OUT/saddlelab serve -addr "127.0.0.1:${1:-8080}" dist
}

# Rules of the house that no compiler checks. Each prints what breaks it.
rules() {
  local bad=0 found
  rule() {
    [[ -z $2 ]] && return
    printf '%s:\n%s\n' "$1" "$2"
    bad=1
  }
  rule 'gofmt would change' "$(gofmt -l cmd core wasm)"
  found=$(grep -rl --include='*.go' '"syscall/js"' cmd core wasm | grep -v '^wasm/bridge/' || true)
  rule 'syscall/js outside wasm/bridge' "$found"
  found=$(grep -rl --include='*.go' 'hajimehoshi/ebiten' cmd core wasm | grep -v '^wasm/view/' || true)
  rule 'Ebitengine outside wasm/view' "$found"
  found=$(grep -rl --include='*.go' '"saddlelab/wasm' core || true)
  rule 'core imports wasm' "$found"
  found=$(grep -rnE --include='*.go' --exclude='*_test.go' 'math\.(A?(Sin|Cos|Tan)h?|Atan[2h]|Sincos|Cbrt|Erf\w*|Exp\w*|Gamma|Lgamma|J[01n]|Log\w*|Pow|Y[01n]|FMA)\(' core | grep -v '^core/real/' || true)
  rule 'a function of package math whose last bit is not the same everywhere: core/real has its own' "$found"
  found=$(grep -rnE --include='*.ts' --include='*.tsx' 'innerHTML|dangerouslySetInnerHTML' site/src || true)
  rule 'innerHTML in the page' "$found"
  found=$(grep -rnE --include='*.ts' --include='*.tsx' 'catch(\(\(\) => \{\}\)|( \(\w+\))? \{ *\})' site/src | grep -v '//' || true)
  rule 'an error that is swallowed without a word why' "$found"
  return $bad
}

# What others made that is in here, what is known against it, and whether the build is the same anywhere.

# modules ARGS...: path, version and folder of the Go modules that packages need.
modules() { go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' "$@" | sed '/^$/d' | sort -u; }

licences() {
  { modules -test ./... && GOOS=js GOARCH=wasm modules -test ./...; } | sort -u >$OUT/modules.all
  node site/sbom.mjs
}

lint() { node_modules/.bin/biome lint --diagnostic-level=error; }

# known NAME PATTERN COMMAND...: asks a public list of vulnerabilities; where it cannot be reached, as PATTERN tells, says so and passes.
known() {
  local name=$1 unreachable=$2 log status=0
  log="$OUT/log/${name// /-}.txt"
  mkdir -p $OUT/log
  "${@:3}" >"$log" 2>&1 || status=$?
  if ((status)) && grep -qE "$unreachable" "$log"; then
    echo "NOT RUN: $name: its list of vulnerabilities cannot be reached from here"
  elif ((status)); then
    cat "$log"
    return 1
  else
    echo "$name: nothing known"
  fi
}
vulnerabilities() {
  local bad=0 away='^govulncheck: fetching vulnerabilities'
  if GOBIN="$PWD/$OUT/bin" go install "$GOVULNCHECK"; then
    known 'govulncheck of the command' "$away" $OUT/bin/govulncheck ./cmd/... ./core/... || bad=1
    known 'govulncheck of the page' "$away" env GOOS=js GOARCH=wasm $OUT/bin/govulncheck ./wasm/... || bad=1
  else
    echo 'NOT RUN: govulncheck: it cannot be fetched'
  fi
  known 'npm audit' 'audit endpoint returned an error|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN' npm audit --omit=dev || bad=1
  return $bad
}

# soak [MINUTES [SEED]]: random use of the built site, in which everything has to level off.
soak() {
  build
  packages
  node site/soak/soak.mjs "$@"
}

# A second build, in another folder and without what the first has left there, gives the same bytes.
reproducible() {
  local other status=0
  other=$(mktemp -d)
  tar cf - --exclude=./.build --exclude=./dist --exclude=node_modules --exclude=./.git . | tar xf - -C "$other"
  ln -s "$PWD/node_modules" "$other/node_modules"
  (cd "$other" && ./build.sh build) >$OUT/log/second-build.txt 2>&1 || { tail -20 $OUT/log/second-build.txt; status=1; }
  diff -rq dist "$other/dist" || status=1
  rm -rf "$other"
  return $status
}

# The browsers, displays and PyTorch that tests need: installed where this is Debian and we are root. Echoes what is missing after that.
packages() {
  local missing=()
  have chromium || missing+=(chromium)
  have firefox-esr || missing+=(firefox-esr)
  have WebKitWebDriver || missing+=(webkit2gtk-driver)
  have Xvfb || missing+=(xvfb)
  have xauth || missing+=(xauth)
  fc-match sans-serif 2>/dev/null | grep -q DejaVu || missing+=(fontconfig fonts-dejavu-core)
  /usr/bin/python3 -c 'import torch' 2>/dev/null || missing+=(python3-torch)
  ldconfig -p 2>/dev/null | grep -q libGL.so.1 || missing+=(libgl1 libgl1-mesa-dri)
  ldconfig -p 2>/dev/null | grep -q libXcursor.so.1 || missing+=(libxcursor1 libxinerama1 libxi6 libxrandr2 libxxf86vm1)
  ((${#missing[@]})) || return 0
  if have apt-get && [[ $(id -u) == 0 ]]; then
    say "apt-get install ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
      echo 'apt-get could not install all of them.'
  else
    echo "Not installed, and installable only by root with apt-get: ${missing[*]}"
  fi
}

passed=0 failed=0

# step NAME COMMAND...: one check that counts as one test.
step() {
  say "$1"
  if "${@:2}"; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    echo "FAILED: $1"
  fi
}

# go_tests NAME ENV... -- ARGS...: go test, its functions counted; prints a line for each package and what failed.
# The command in the array `under` runs it.
under=()
go_tests() {
  local name=$1 environment=() log status=0 bad
  shift
  while [[ $1 != -- ]]; do environment+=("$1"); shift; done
  shift
  say "go test: $name"
  log="$OUT/log/${name// /-}.txt"
  env "${environment[@]}" "${under[@]}" go test -timeout 40m -v "$@" >"$log" 2>&1 || status=$?
  passed=$((passed + $(grep -c '^--- PASS' "$log" || true)))
  bad=$(grep -c '^--- FAIL' "$log" || true)
  ((status == 0 || bad > 0)) || bad=1 # did not build, or panicked
  failed=$((failed + bad))
  grep -E '^(ok|FAIL|--- (FAIL|SKIP)|panic:)' "$log" | grep -v 'no test files' || true
  ((status == 0)) || grep -vE '^(=== |--- PASS|ok|PASS|\?)' "$log" | tail -80
}

wasm_exec() { printf 'env -i PATH=%s HOME=%s bash %s/lib/wasm/go_js_wasm_exec' "$PATH" "$HOME" "$(go env GOROOT)"; }

draw_tests() {
  if have xvfb-run; then
    under=(xvfb-run -a)
    go_tests 'the view draws' SADDLELAB_DRAW=1 -- ./wasm/view/draw
    under=()
  elif [[ ${CI:-} == true ]]; then
    echo 'FAILED: no xvfb-run'
    failed=$((failed + 1))
  else
    echo 'NOT RUN: the tests of drawing (no xvfb-run)'
  fi
}

unit_tests() {
  local files
  mapfile -t files < <(find site/src -name '*.test.ts')
  ((${#files[@]})) || return 0
  rm -rf $OUT/unit
  node_modules/.bin/esbuild "${files[@]}" --bundle --platform=node --format=esm --outdir=$OUT/unit --out-extension:.js=.mjs \
    "--alias:catalog.json=./$OUT/catalog.json" --define:ASSETS=null --jsx=automatic --jsx-import-source=preact --log-level=warning
  node --test $OUT/unit
}

vet() { go vet ./... && GOOS=js GOARCH=wasm go vet ./...; }
types() { node_modules/.bin/tsc --noEmit -p tsconfig.json; }

run_tests() {
  mkdir -p $OUT/log
  packages
  build
  step 'rules of the house' rules
  step 'go vet' vet
  step 'types' types
  step 'staticcheck' static
  step 'code that nothing calls' dead
  step 'lint' lint
  step 'licences of what is used' licences
  step 'known vulnerabilities' vulnerabilities
  step 'the same bytes from another folder' reproducible
  step 'unit tests of the page' unit_tests
  go_tests 'with SIMD' GOEXPERIMENT=simd,nojsonv2 -- $(same_bits) -coverpkg=./core/... -coverprofile=$OUT/cover.out ./...
  step 'statements of core that are tested' coverage
  step 'inputs made by chance, for seconds' fuzz 3s
  go_tests 'without SIMD' GOEXPERIMENT=nojsonv2 -- $(same_bits) ./...
  go_tests 'WebAssembly in node' GOOS=js GOARCH=wasm -- -exec "$(wasm_exec)" ./core/...
  draw_tests
  say 'the built site in three browsers'
  local status=0 counts
  node site/e2e/run.mjs --counts $OUT/log/e2e.counts || status=$?
  read -r -a counts <$OUT/log/e2e.counts || counts=(0 1)
  passed=$((passed + counts[0])) failed=$((failed + counts[1]))
  ((status == 0 || counts[1] > 0)) || failed=$((failed + 1))
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0))
}

check() {
  need_tools
  npm_ci .
  rules
  vet
  static
  dead
  types
  lint
  licences
  vulnerabilities
  echo 'nothing found'
}

bench() {
  build
  npm_ci bench
  node bench/run.mjs "$@"
  (($#)) || { # nothing was chosen: the course as well
    mkdir -p $OUT/log
    SADDLELAB_FULL=1 go_tests 'the experiments of the course at their full sizes' -- $(same_bits) -count=1 -timeout 60m -run TestClaims ./core/lab/course
    step 'inputs made by chance' fuzz 5m
    step 'changes that a test has to notice' mutants
    step 'an hour of random use' soak "${SADDLELAB_SOAK:-60}"
    ((failed == 0))
  }
}

# looks: keeps the pictures of the rooms anew that the tests compare with.
looks() {
  packages
  build
  [[ -e site/e2e/looks.json ]] || echo '{}' >site/e2e/looks.json
  SADDLELAB_LOOKS=keep node site/e2e/run.mjs --browser chromium --grep 'looks as it did'
}

# What holds core to its promises: the same bits, no input that breaks it, no code that is not tested.

# bits: writes the hashes of the suite of Specs again. The commit that moves one says why.
bits() { go test $(same_bits) -count=1 -run 'TestSuiteBits$' ./core/lab -update && git diff --stat -- core/lab/testdata/bits.json; }

# static: built by the toolchain above, so that it reads this version of Go.
static() { go run "$STATICCHECK" ./...; }

# dead: functions of core that neither the command nor the page reaches. Tests alone call the few that are named.
dead() {
  local found tests='Examples\.Example|BLAS\.Sgemm|func: Link|Density\.Moment|func: NewModel|func: StreamOf'
  GOBIN="$PWD/$OUT/bin" go install "$DEADCODE" || return 1
  found=$(comm -12 <($OUT/bin/deadcode ./cmd/... | sort) <(GOOS=js GOARCH=wasm $OUT/bin/deadcode ./wasm/engine ./wasm/view | sort) | grep -vE "$tests" || true)
  [[ -z $found ]] || { echo "$found"; return 1; }
}

# coverage: of each package of core, and of each at least nine tenths; the tests with SIMD have measured it, of all packages together.
coverage() {
  awk 'NR > 1 {
      size[$1] = $2
      if ($3 > 0) hit[$1] = 1
    }
    END {
      for (block in size) {
        name = block
        sub(/\/[^\/]*$/, "", name)
        all[name] += size[block]
        if (hit[block]) got[name] += size[block]
      }
      for (name in all) printf "%5.1f %% of %5d  %s\n", 100 * got[name] / all[name], all[name], name
    }' $OUT/cover.out | sort -k5 | awk '{ print } $1 < 90 { low = 1; print "  ↑ less than 90 %" } END { exit low || !NR }'
}

# mutants: each of the changes in core/mutants_test.go has to be noticed by the tests of its package.
mutants() { SADDLELAB_MUTANTS=1 go test -count=1 -timeout 60m -run TestMutants ./core; }

# fuzz [TIME]: every fuzz target of the Go code for so long. An input that breaks one is kept under testdata/fuzz and is a test from then on.
fuzz() {
  local time=${1:-5m} file target bad=0
  while IFS=: read -r file target; do
    printf '%s %s: ' "${file%/*}" "$target"
    if go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 5s "./${file%/*}" >"$OUT/log/$target.txt" 2>&1; then
      grep -oE 'execs: [0-9]+' "$OUT/log/$target.txt" | tail -1
    else
      bad=1
      echo 'FAILED'
      tail -30 "$OUT/log/$target.txt"
    fi
  done < <(grep -roE --include='*_test.go' '^func Fuzz\w+' cmd core wasm/bridge | sed 's/func //' | sort)
  return $bad
}

case "${1:-}" in
  build | serve | check | bench | bits | looks | soak | mutants) "$@" ;;
  fuzz)
    mkdir -p $OUT/log
    "$@"
    ;;
  test) run_tests ;;
  *) die 'usage: ./build.sh build | serve [port] | test | bench | check | bits | looks | fuzz [time] | mutants | soak [minutes]' ;;
esac
