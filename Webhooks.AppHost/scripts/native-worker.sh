# Sourced by ./run: publishes the worker with Native AOT, unless the program is newer than its sources.

publish_worker() {
  worker_binary=$PWD/artifacts/native/Webhooks.Worker
  if [[ -x $worker_binary ]] && ! newer_sources | grep -q .; then return; fi
  require_linker
  say "Publishing the native worker…"
  local log=$data/publish.log linker=()
  command -v clang >/dev/null || linker=(-p:CppCompilerAndLinker=gcc)
  dotnet publish Webhooks.Worker -c Release -r "$(runtime_identifier)" -o artifacts/native --nologo --disable-build-servers \
    ${linker[@]+"${linker[@]}"} >"$log" 2>&1 || { tail -n 30 "$log" >&2; fail "the native worker could not be published ($log)."; }
  [[ -x $worker_binary ]] || fail "the native worker is not where it should be: $worker_binary"
  touch "$worker_binary"
}

newer_sources() {
  find Webhooks.Worker Webhooks.Core Webhooks.Signing Webhooks.ServiceDefaults Directory.* -newer "$worker_binary" \
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
