#!/usr/bin/env bash
# Walks a webhook through failure and manual retry against the local stack, asserting every answer.
# See docs/retry-demo.md.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
source ./demo-steps.sh

event() { call "$api/v1/events/$1" -H "Authorization: Bearer $key"; }

# Waits until the event has the wanted status and attempt count.
await() {
  local answer until=$((SECONDS + deadline))
  while true; do
    answer=$(event "$1")
    # The event's own fields come before those of its deliveries.
    answer=${answer%%\"deliveries\"*}
    if [ "$(field "$answer" status)" = "$2" ] && [ "$(field "$answer" attempts)" = "$3" ]; then
      show "$answer"
      return
    fi
    [ $SECONDS -lt $until ] || fail "event $1 is not $2 with attempts $3 after $deadline s: $answer"
    sleep 0.1
  done
}

trap 'curl -sS -X POST --max-time 5 "$receiver/enable" >/dev/null || true' EXIT

step "1. The receiver takes webhooks."
call -X POST "$receiver/enable" >/dev/null
answer=$(call "$receiver/status"); show "$answer"
expect status enabled "$answer" webhook_reception
expect status true "$answer" accepts_webhooks

step "2. Switch it off: every webhook is answered with 503."
answer=$(call -X POST "$receiver/disable"); show "$answer"
expect disable disabled "$answer" webhook_reception
answer=$(call "$receiver/status")
expect status disabled "$answer" webhook_reception

step "3. Post an event of a type whose retries are minutes apart."
answer=$(call -X POST "$api/v1/events" -H "Authorization: Bearer $key" -H 'Content-Type: application/json' \
  -d '{"event":"demo.retry","order_id":"A-17"}'); show "$answer"
expect create PENDING "$answer" status
id=$(field "$answer" event_id)
[[ $id == evt_* ]] || fail "no event id in: $answer"

step "4. The first attempt fails."
await "$id" FAILED 1

step "5. Switch the receiver on again."
answer=$(call -X POST "$receiver/enable"); show "$answer"
expect enable enabled "$answer" webhook_reception

step "6. Retry by hand: a new cycle starts at once, the attempt count is kept."
answer=$(call -X PATCH "$api/v1/events/$id" -H "Authorization: Bearer $key" -H 'Content-Type: application/json' -d '{"status":"PENDING"}')
show "${answer%%\"deliveries\"*}"
expect retry PENDING "${answer%%\"deliveries\"*}" status

step "7. The second attempt delivers."
await "$id" DELIVERED 2

step "8. A delivered event cannot be retried."
answer=$(curl -sS --max-time 10 -X PATCH "$api/v1/events/$id" -H "Authorization: Bearer $key" -H 'Content-Type: application/json' -d '{"status":"PENDING"}')
show "$answer"
[[ $answer == *"Cannot retry event with status 'DELIVERED'. Only FAILED events can be retried."* ]] || fail "unexpected answer: $answer"

printf '\nThe demo passed.\n'
