# Runs one server and ends it when whoever started this goes away.
#
#   sh watchdog.sh <signal to end it with> <log file> <program> <argument>...
#
# Each line of standard input names a signal to pass on. When standard input ends, the starter is gone: the server is
# ended and the working directory, which is the server's own, is removed. Prints the server's process id first.

end=$1
log=$2
shift 2
exec 3<&0
"$@" </dev/null >>"$log" 2>&1 3<&- &
server=$!
echo "$server"
exec >/dev/null 2>&1

(
    while read -r signal <&3; do
        kill -s "$signal" "$server"
    done
    : >abandoned
    kill -s "$end" "$server"
    kill -s CONT "$server"
    tries=0
    while [ "$tries" -lt 50 ] && kill -0 "$server"; do
        sleep 0.1
        tries=$((tries + 1))
    done
    kill -s KILL "$server"
) &
listener=$!
exec 3<&-

wait "$server"
if [ -e abandoned ]; then
    wait "$listener"
    folder=$PWD
    cd /
    rm -rf -- "$folder"
else
    kill "$listener"
    wait "$listener"
fi
