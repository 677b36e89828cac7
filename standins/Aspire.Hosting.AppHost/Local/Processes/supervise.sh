# Runs one command in a process group of its own and ends that group when the AppHost is gone, however it went: the AppHost holds the other
# end of standard input, which closes with it.
#   supervise STOP_SIGNAL GRACE_SECONDS USER COMMAND [ARGUMENT...]      (USER is - for the current one)
stop=$1 grace=$2 user=$3
shift 3

if command -v setpriv >/dev/null; then
  # If this shell itself is killed, the kernel tells the command.
  set -- --pdeathsig "$stop" -- "$@"
  [ "$user" = - ] || set -- --reuid "$user" --regid "$(id -g "$user")" --clear-groups "$@"
  set -- setpriv "$@"
elif [ "$user" != - ]; then
  set -- sudo -n -u "$user" -- "$@"
fi

# A terminal's Ctrl-C reaches this shell too; the AppHost decides what it means.
trap : INT TERM HUP QUIT
exec 3<&0 </dev/null
set -m
"$@" 3<&- &
child=$!
set +m
echo "pid $child" >&2
exec >/dev/null 2>&1

(
  trap '' INT TERM HUP QUIT
  read -r _ <&3
  kill -s "$stop" -- "-$child"
  for ((i = 0; i < grace * 10; i++)); do
    kill -0 -- "-$child" || exit 0
    sleep 0.1
  done
  kill -s KILL -- "-$child"
) &
listener=$!
disown "$listener"
exec 3<&-

while :; do
  wait "$child"
  code=$?
  kill -0 "$child" || break
done
kill -s KILL -- "-$child" "$listener"
exit "$code"
