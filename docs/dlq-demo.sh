#!/usr/bin/env bash
# Walks webhooks through the dead letters and back against the local stack, asserting every answer. See docs/demos.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source ./demo-steps.sh

finish() {
  remove_hooks
  curl -sS -o /dev/null -X POST --max-time 5 "$receiver/enable" || true
}
trap finish EXIT

# Waits for the dead letter of a delivery; sets $letter.
await_letter() {
  local until=$((SECONDS + deadline)) answer
  while true; do
    answer=$(ask "$api/v1/dlq?limit=100")
    letter=$(grep -o "\"id\":\"[^\"]*\",\"delivery_id\":\"$1\"" <<<"$answer" | head -n 1 | cut -d '"' -f 4) || true
    if [ -n "$letter" ]; then
      return
    fi
    [ $SECONDS -lt $until ] || fail "delivery $1 has no dead letter after $deadline s: $answer"
    sleep 0.1
  done
}

gone() {
  local status
  status=$(curl -sS -o /dev/null -w '%{http_code}' --max-time 10 "$api/v1/dlq/$1" -H "Authorization: Bearer $key")
  [ "$status" = 404 ] || fail "dead letter $1 is still there: $status"
}

since=$(date +%s)
step "1. An endpoint without retries; then the receiver is switched off."
add_hook "$receiver/$tenant/webhook" ',"max_retries":0'
answer=$(call -X POST "$receiver/disable"); show "$answer"
expect disable disabled "$answer" webhook_reception

step "2. Two webhooks fail for good."
send_test; first=$delivery
send_test; second=$delivery
await_delivery "$first" failed 1
expect_error "HTTP 503"
await_delivery "$second" failed 1

step "3. Each is a dead letter, with its payload and the reason."
await_letter "$first"; first_letter=$letter
await_letter "$second"; second_letter=$letter
answer=$(ask "$api/v1/dlq/$first_letter"); show "$answer"
expect letter "HTTP 503: Service Unavailable" "$answer" failure_reason

step "4. The receiver is on again, and one letter is replayed."
call -X POST "$receiver/enable" >/dev/null
answer=$(ask -X POST "$api/v1/dlq/$first_letter/replay" -d ''); show "$answer"
await_delivery "$first" delivered 2
gone "$first_letter"

step "5. What else the endpoint has missed is sent again. POST /v1/dlq/requeue would take the letters of all the tenant's endpoints."
answer=$(ask -X POST "$api/v1/webhooks/$hook/recover" -d "{\"since\":\"$since\"}"); show "$answer"
[ "$(field "$answer" recovered)" = 1 ] || fail "not one delivery was recovered: $answer"
await_delivery "$second" delivered 2
gone "$second_letter"

printf '\nThe demo passed.\n'
