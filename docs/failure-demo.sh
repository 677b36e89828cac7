#!/usr/bin/env bash
# Shows what becomes of a webhook whose receiver fails in one way, against the local stack, asserting every answer.
# See docs/demos.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source ./demo-steps.sh

usage() { printf 'usage: %s --failure 4xx|5xx|timeout|invalid_url\n' "$0" >&2; exit 2; }
[ $# -eq 2 ] && [ "$1" = --failure ] || usage
failure=$2

refused() { # url, rule
  local answer
  answer=$(curl -sS --max-time 10 -X POST -G "$api/test-webhook" --data-urlencode "webhook_url=$1" -H "Authorization: Bearer $key" \
    -H 'Content-Type: application/json')
  show "$1 → $answer"
  expect "$1" 422 "$answer" status
  [[ $answer == *"'$2'"* ]] || fail "expected the rule '$2' in: $answer"
}

trap remove_hooks EXIT

step "1. The receiver is there."
call -X POST "$receiver/enable" >/dev/null
answer=$(call "$receiver/status"); show "$answer"
expect status true "$answer" accepts_webhooks

case $failure in
4xx)
  step "2. An endpoint that answers every webhook with 404."
  add_hook "$receiver/$tenant/webhook?response-code=404"
  send_test
  step "3. A client error is tried once more, in case it was an accident, and has then failed."
  await_delivery "$delivery" failed 2
  expect attempt 404 "$answer" last_status_code
  expect_error "HTTP 404"
  ;;
5xx)
  step "2. An endpoint that answers every webhook with 500, and may be retried once."
  add_hook "$receiver/$tenant/webhook?response-code=500" ',"max_retries":1'
  send_test
  step "3. A server error is retried after a while, until the retries are used up."
  await_delivery "$delivery" retrying 1
  await_delivery "$delivery" failed 2
  expect attempt 500 "$answer" last_status_code
  expect_error "HTTP 500"
  ;;
timeout)
  step "2. An endpoint that takes ten seconds, with a timeout of one."
  add_hook "$receiver/$tenant/webhook?delay=10" ',"timeout":1,"max_retries":0'
  send_test
  step "3. The attempt ends after its second."
  await_delivery "$delivery" failed 1
  expect_error "Timeout"
  ;;
invalid_url)
  step "2. What can never be delivered to is refused at once, with the rule."
  refused "not-a-url" url-absolute
  refused "ftp://example.com/" url-scheme
  refused "https://user:secret@example.com/" url-userinfo
  refused "http://169.254.169.254/latest/meta-data/" metadata
  step "3. Where nobody listens, the delivery fails."
  add_hook "http://127.0.0.1:1/webhook" ',"max_retries":0'
  send_test
  await_delivery "$delivery" failed 1
  expect_error "ConnectionRefused"
  ;;
*) usage ;;
esac

step "4. The tenant's other endpoints are not touched by it."
add_hook "$receiver/$tenant/webhook"
send_test
await_delivery "$delivery" delivered 1
expect attempt 200 "$answer" last_status_code

printf '\nThe demo passed.\n'
