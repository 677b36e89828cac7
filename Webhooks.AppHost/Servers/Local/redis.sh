#!/usr/bin/env bash
# Runs Redis from this machine's packages, on loopback only.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

program=$(find_program redis-server redis-server redis)
mkdir -p "$DATA"
cat >"$DATA/redis.conf" <<TEXT
bind 127.0.0.1 -::1
port $PORT
daemonize no
dir "$DATA"
requirepass "$PASSWORD"
save 60 1
TEXT
unset PASSWORD
exec "$program" "$DATA/redis.conf"
