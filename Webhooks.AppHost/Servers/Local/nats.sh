#!/usr/bin/env bash
# Runs NATS with JetStream from this machine's packages, on loopback only.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

program=$(find_program nats-server nats-server nats-server)
mkdir -p "$DATA"
cat >"$DATA/nats.conf" <<TEXT
host: 127.0.0.1
port: $PORT
authorization { user: "nats", password: "$PASSWORD" }
jetstream { store_dir: "$DATA" }
TEXT
unset PASSWORD
exec "$program" -c "$DATA/nats.conf"
