#!/usr/bin/env bash
# Installs the real clients that the tests of `labproof serve` use into ~/.cache/labproof/clients (LABPROOF_CLIENTS names another folder).
# What is there already stays. What cannot be had is skipped, with the reason; its tests then say so, too.
set -uo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
out="${LABPROOF_CLIENTS:-$HOME/.cache/labproof/clients}"
mkdir -p "$out"

skip() { echo "skipped: $1: $2"; }

# Debian's kubernetes-client: its kubectl is 1.20. Unpacked, not installed: another kubectl may stand in its place.
kubectl_1_20() {
  local work; work="$(mktemp -d)"
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then skip kubectl-1.20 'no apt-get here'; return; fi
  if [ -z "$(apt-cache madison kubernetes-client 2>/dev/null)" ] && [ "$(id -u)" = 0 ]; then apt-get update -qq || true; fi
  if (cd "$work" && apt-get download -qq kubernetes-client >/dev/null 2>&1 && dpkg-deb -x kubernetes-client_*.deb . ); then
    case "$("$work/usr/bin/kubectl" version --client --short 2>/dev/null)" in
      *v1.20.*) cp "$work/usr/bin/kubectl" "$out/kubectl-1.20" ;;
      *) skip kubectl-1.20 'the kubernetes-client of this system is of another version' ;;
    esac
  else
    skip kubectl-1.20 'apt-get has no kubernetes-client'
  fi
  rm -rf "$work"
}

# Go programs of this folder, built from the Go modules that go.sum names; $2 are more flags of the linker.
go_program() {
  if ! command -v go >/dev/null; then skip "$1" 'no Go here'; return; fi
  local log="$out/$1.log"
  if (cd "$here/$1" && go build -trimpath -buildvcs=false -ldflags="-s -w ${2:-}" -o "$out/$1" .) >"$log" 2>&1
  then rm "$log"; else skip "$1" "it does not build: $(tail -n 1 "$log")"; fi
}

python_client() {
  if ! command -v python3 >/dev/null; then skip python 'no Python here'; return; fi
  if python3 -m venv "$out/python" && "$out/python/bin/pip" install -q -r "$here/python/requirements.txt"
  then :; else skip python 'the packages cannot be installed'; rm -rf "$out/python"; fi
}

# NAME FILE… COMMAND…: runs the command unless NAME was made of these very files.
once() {
  local name="$1" digest start="$SECONDS"; shift
  digest="$(cat "$here/install.sh" "$here/$1"/* | cksum)"; shift
  if [ -e "$out/$name" ] && [ "$(cat "$out/$name.digest" 2>/dev/null)" = "$digest" ]; then echo "$name: there"; return; fi
  "$@"
  if [ -e "$out/$name" ]; then echo "$digest" >"$out/$name.digest"; echo "$name: installed in $((SECONDS - start)) s"; fi
}

version="$(sed -n 's/^.*k8s.io\/kubectl v0\.\([0-9.]*\).*/v1.\1/p' "$here/kubectl-go/go.mod" | head -n 1)"
once kubectl-1.20 python kubectl_1_20
once kubectl-go kubectl-go go_program kubectl-go "-X k8s.io/component-base/version.gitVersion=$version -X k8s.io/client-go/pkg/version.gitVersion=$version"
once client-go client-go go_program client-go
once python python python_client
