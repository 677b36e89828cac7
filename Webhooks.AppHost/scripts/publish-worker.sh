#!/usr/bin/env bash
# Publishes the worker with Native AOT, unless the program is newer than its sources, and prints where it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
source Webhooks.AppHost/scripts/prerequisites.sh

readonly binary=$PWD/artifacts/native/Webhooks.Worker log=$PWD/artifacts/publish-worker.log

newer_sources() {
  find Webhooks.Worker Webhooks.Core Webhooks.Signing Webhooks.ServiceDefaults Directory.* -newer "$binary" \
    \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.sql' \) 2>/dev/null
}

runtime_identifier() {
  local system=linux machine=x64
  [[ $(uname -s) == Darwin ]] && system=osx
  case $(uname -m) in aarch64 | arm64) machine=arm64 ;; esac
  echo "$system-$machine"
}

require_linker() {
  [[ $(uname -s) == Darwin ]] && return
  local missing=()
  command -v clang >/dev/null || command -v gcc >/dev/null || missing+=(clang)
  [[ -e /usr/include/zlib.h ]] || missing+=(zlib1g-dev)
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
}

# One at a time: whoever publishes writes the same files in between.
mkdir -p artifacts
if command -v flock >/dev/null; then
  exec 9>artifacts/publish-worker.lock
  flock 9
fi

if [[ ! -x $binary ]] || newer_sources | grep -q .; then
  require_linker
  say "Publishing the native worker…"
  linker=()
  command -v clang >/dev/null || linker=(-p:CppCompilerAndLinker=gcc)
  dotnet publish Webhooks.Worker -c Release -r "$(runtime_identifier)" -o artifacts/native --nologo --disable-build-servers \
    ${linker[@]+"${linker[@]}"} >"$log" 2>&1 || { tail -n 30 "$log" >&2; fail "the native worker could not be published ($log)."; }
  [[ -x $binary ]] || fail "the native worker is not where it should be: $binary"
  touch "$binary"
fi
echo "$binary"
