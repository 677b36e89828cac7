# Sourced by ./run and ./test: the SDK, and the servers that run where no container engine answers.

require_dotnet() {
  command -v dotnet >/dev/null || fail "dotnet is missing; install the .NET 10 SDK: https://dot.net/download"
  dotnet --version >/dev/null 2>&1 || fail "the .NET 10 SDK is missing (see global.json); found: $(cd / && dotnet --list-sdks | paste -sd' ' -)"
}

has_program() {
  local name=$1 candidate
  command -v "$name" >/dev/null && return
  for candidate in /usr/sbin/"$name" /usr/lib/postgresql/*/bin/"$name" /opt/homebrew/opt/*/bin/"$name" /usr/local/opt/*/bin/"$name"; do
    [[ -x $candidate ]] && return
  done
  return 1
}

as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

require_servers() {
  local missing=()
  has_program initdb || missing+=(postgresql)
  has_program redis-server || missing+=(redis-server)
  has_program nats-server || missing+=(nats-server)
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
}

# Only the tests need it: they run the libraries that receivers verify with.
require_node() {
  local missing=() major
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
  major=$(node --version) && major=${major#v} && major=${major%%.*}
  ((major >= 18)) || fail "node $(node --version) is too old; please install version 18 or later"
}

# Only the tests need it: they use the dashboard as a person does.
require_browser() { command -v chromium >/dev/null || command -v google-chrome >/dev/null || install_packages chromium; }
# Only the tests need them: they hold deploy/ to what reads it.
require_deployment_tools() {
  local missing=()
  command -v docker-compose >/dev/null || missing+=(docker-compose)
  command -v promtool >/dev/null || missing+=(prometheus)
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
}

# Only the tests need it: this package brings the official test suite of JSON Schema. JSON_SCHEMA_TEST_SUITE names a copy from elsewhere.
require_schema_suite() {
  [[ -n ${JSON_SCHEMA_TEST_SUITE:-} || -d /usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance ]] || install_packages libtest-json-schema-acceptance-perl
}

install_packages() {
  command -v apt-get >/dev/null || fail "please install: $* (Homebrew: brew install postgresql@17 redis nats-server node)"
  say "Installing $*…"
  local policy=/usr/sbin/policy-rc.d own_policy=false
  # The distribution starts a server as soon as it is installed; ours are separate, so nothing of the kind should appear.
  if [[ ! -e $policy ]]; then
    own_policy=true
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod +x "$policy"
  fi
  local code=0
  local lists
  lists=(/var/lib/apt/lists/*Packages*)
  [[ -e ${lists[0]} ]] || as_root apt-get update -qq
  apt_install "$@" 2>/dev/null || { as_root apt-get update -qq && apt_install "$@"; } || code=$?
  if $own_policy; then as_root rm -f "$policy"; fi
  ((code == 0)) || fail "could not install $*; please install them yourself"
  if command -v systemctl >/dev/null; then as_root systemctl disable --quiet "$@" >/dev/null 2>&1 || true; fi
}

apt_install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }

# The AppHost takes containers where it finds an engine (Servers=containers|local decides otherwise).
container_engine_answers() {
  case ${Servers:-auto} in containers) return 0 ;; local) return 1 ;; esac
  local engine
  for engine in docker podman; do
    if command -v "$engine" >/dev/null && timeout 5 "$engine" info >/dev/null 2>&1; then return 0; fi
  done
  return 1
}
