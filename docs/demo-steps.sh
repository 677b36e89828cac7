# What the demos share; sourced by them. API_URL, RECEIVER_URL, TENANT and API_KEY may be set to point elsewhere.
# DEADLINE is how many seconds a step may take.
api=${API_URL:-http://localhost:8080}
receiver=${RECEIVER_URL:-http://localhost:9001}
tenant=${TENANT:-acme}
key=${API_KEY:-tenant_${tenant}_key}
deadline=${DEADLINE:-15}

fail() { printf '\nFAILED: %s\n' "$*" >&2; exit 1; }
step() { printf '\n%s\n' "$*"; }
show() { printf '  %s\n' "$1"; }

# The value of a JSON field, "…" or bare, without needing jq.
field() { sed -n "s/.*\"$2\":[[:space:]]*\"\{0,1\}\([^\",}]*\).*/\1/p" <<<"$1" | head -n 1; }

expect() { # what, wanted, answer, field
  local got
  got=$(field "$3" "$4")
  [ "$got" = "$2" ] || fail "$1: expected $4 = $2, got '$got' in: $3"
}

call() { curl -sS --fail-with-body --max-time 10 "$@" || fail "curl ended with $?"; }

ask() { call "$@" -H "Authorization: Bearer $key" -H 'Content-Type: application/json'; }

# The secret that every process of the local stack derives for its tenants.
local_secret() {
  local text="local-secret-of-$tenant"
  text=$text$text
  printf 'whsec_%s' "$(printf '%s' "${text:0:32}" | base64)"
}

# Makes an endpoint of the tenant that gets nothing but tests; sets $hook.
add_hook() { # url, further members
  local answer
  answer=$(ask -X POST "$api/v1/webhooks" \
    -d "{\"url\":\"$1\",\"secret\":\"$(local_secret)\",\"events\":[\"demo.nothing\"],\"description\":\"of a demo\"${2:-}}")
  hook=$(field "$answer" id)
  [[ $hook == whe_* ]] || fail "no endpoint in: $answer"
  hooks+=("$hook")
  show "$hook at $1"
}

hooks=()
remove_hooks() {
  for one in "${hooks[@]:-}"; do
    [ -z "$one" ] || curl -sS -o /dev/null -X DELETE --max-time 5 "$api/v1/deliveries?endpoint_id=$one" -H "Authorization: Bearer $key" || true
    [ -z "$one" ] || curl -sS -o /dev/null -X DELETE --max-time 5 "$api/v1/webhooks/$one" -H "Authorization: Bearer $key" || true
  done
}

# Sends a test to $hook; sets $delivery.
send_test() {
  local answer
  answer=$(ask -X POST "$api/v1/webhooks/$hook/test" -d '')
  show "$answer"
  delivery=$(field "$answer" delivery_id)
  [ -n "$delivery" ] || fail "no delivery in: $answer"
}

# Waits until a delivery has the wanted status and attempts; sets $answer to its own fields.
await_delivery() { # id, status, attempts
  local until=$((SECONDS + deadline))
  while true; do
    answer=$(ask "$api/v1/deliveries/$1")
    answer=${answer%%\"attempt_log\"*}
    if [ "$(field "$answer" status)" = "$2" ] && [ "$(field "$answer" attempts)" = "$3" ]; then
      show "$answer"
      return
    fi
    [ $SECONDS -lt $until ] || fail "delivery $1 is not $2 with attempts $3 after $deadline s: $answer"
    sleep 0.1
  done
}

expect_error() { # text
  [[ $(field "$answer" error_message) == *"$1"* ]] || fail "expected an error with '$1' in: $answer"
}
