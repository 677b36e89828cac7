#!/usr/bin/env bash
# Runs PostgreSQL from this machine's packages, on loopback only, under an account of its own when started as root.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd /

postgres=$(find_program postgres postgresql postgresql@17)
bin=$(dirname "$(readlink -f "$postgres")")
account=

# PostgreSQL refuses to run as root.
if ((EUID == 0)); then
  for account in postgres nobody ''; do
    [[ -z $account ]] && fail "PostgreSQL refuses to run as root, and neither 'postgres' nor 'nobody' is an account here."
    id "$account" >/dev/null 2>&1 && break
  done
fi
unprivileged=()
if [[ $account ]]; then unprivileged=(setpriv --reuid "$account" --regid "$(id -g "$account")" --clear-groups --); fi

# For a clone under /root, say: the data go where the account can reach them, and a link says where.
place_data() {
  if [[ $account && ! -e $DATA ]]; then
    mkdir -m 711 "$DATA.probe"
    local reachable=true
    ${unprivileged[@]+"${unprivileged[@]}"} test -x "$DATA.probe" || reachable=false
    rmdir "$DATA.probe"
    if ! $reachable; then
      local target
      target=/var/lib/aspire-webhooks/$(printf %s "$DATA" | cksum | cut -d' ' -f1)
      rm -rf "$target" # the link was wiped together with the rest
      (umask 022 && mkdir -p "$(dirname "$target")")
      mkdir "$target"
      ln -s "$target" "$DATA"
      echo "The account '$account' cannot reach $DATA; the data are in $target."
    fi
  fi
  mkdir -p "$DATA"
  data=$(readlink -f "$DATA")
  if [[ $account ]]; then chown "$account:" "$data"; fi
}

# One statement to a server that nobody can connect to.
single_user() {
  printf '%s\n' "$2" | ${unprivileged[@]+"${unprivileged[@]}"} "$bin/postgres" --single -D "$data" "$1" >/dev/null
}

# Into a folder beside the final one, so that an interrupted initdb leaves nothing that looks complete.
initialize() {
  local draft=$data/new password_file=$data/password
  rm -rf "$draft"
  printf '%s\n' "$PASSWORD" >"$password_file"
  if [[ $account ]]; then chown "$account:" "$password_file"; fi
  ${unprivileged[@]+"${unprivileged[@]}"} "$bin/initdb" -D "$draft" -U "$POSTGRES_USER" --pwfile="$password_file" --auth=scram-sha-256 --encoding=UTF8 --no-locale --no-instructions >/dev/null
  rm -f "$password_file"
  data=$draft single_user postgres "CREATE DATABASE \"$POSTGRES_DB\""
  mv "$draft" "$data/cluster"
}

# The password is kept by Aspire; data of an earlier one learn the new one.
apply_password() {
  local known=$data/password.sha256 now
  now=$(printf %s "$PASSWORD" | sha256sum)
  if [[ -e $known && $(cat "$known") != "$now" ]]; then
    (data=$data/cluster single_user postgres "ALTER USER \"$POSTGRES_USER\" PASSWORD '$PASSWORD'")
  fi
  printf '%s\n' "$now" >"$known"
}

place_data
if [[ ! -d $data/cluster ]]; then initialize; fi
# Left behind by a script that was killed.
${unprivileged[@]+"${unprivileged[@]}"} "$bin/pg_ctl" -D "$data/cluster" stop -m fast -w -t 30 >/dev/null 2>&1 || true
apply_password
unset PASSWORD

# Room in the log between checkpoints, and connections for several services' pools: loads come in bursts.
${unprivileged[@]+"${unprivileged[@]}"} "$bin/postgres" -D "$data/cluster" -p "$PORT" \
  -c listen_addresses=localhost -c unix_socket_directories= -c max_connections=200 -c shared_buffers=256MB \
  -c max_wal_size=4GB -c wal_compression=on -c log_checkpoints=off &
server=$!
# Fast shutdown: TERM would wait for every client to leave.
trap 'kill -INT $server 2>/dev/null || true' TERM INT HUP
code=0
while kill -0 $server 2>/dev/null; do code=0; wait $server || code=$?; done
exit $code
