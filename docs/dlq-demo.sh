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

step "5. The others are requeued, oldest first."
answer=$(ask -X POST "$api/v1/dlq/requeue" -d '{"batchSize":10,"maxMessages":100}'); show "$answer"
[ "$(field "$answer" requeued)" -ge 1 ] || fail "nothing was requeued: $answer"
await_delivery "$second" delivered 2
gone "$second_letter"

printf '\nThe demo passed.\n'
