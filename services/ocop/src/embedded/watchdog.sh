# Runs one server and ends it when whoever started this goes away, however it went: the kernel closes the pipe on
# standard input, and that is the sign.
#
#   sh watchdog.sh <log file> <program> <argument>...
log=$1
shift
exec 3<&0
"$@" </dev/null >>"$log" 2>&1 3<&- &
server=$!
(
    while read -r _ <&3; do :; done
    kill -s TERM "$server"
    tries=0
    while [ "$tries" -lt 50 ] && kill -0 "$server"; do
        sleep 0.1
        tries=$((tries + 1))
    done
    kill -s KILL "$server"
) >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$server"
status=$?
kill -s KILL "$watcher" 2>/dev/null
exit "$status"
