# Sourced by the servers' scripts. DATA, PORT and PASSWORD come by the environment.
set -euo pipefail
umask 077
# Others may pass through: PostgreSQL has an account of its own when this one is root.
(umask 066 && mkdir -p "$(dirname "$DATA")")

fail() { printf '%s\n' "$*" >&2; exit 1; }

# A server's program on the path or where distributions keep it.
find_program() {
  local candidate
  for candidate in "$(command -v "$1" || true)" /usr/sbin/"$1" /usr/lib/postgresql/*/bin/"$1" /opt/homebrew/opt/*/bin/"$1" /usr/local/opt/*/bin/"$1"; do
    [[ -x $candidate ]] && { echo "$candidate"; return; }
  done
  fail "$1 is not installed (Debian: apt-get install $2; Homebrew: brew install $3)"
}
