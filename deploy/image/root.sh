#!/bin/sh
# root.sh PROGRAM FOLDER SECONDS: what an image is made of. The same program and libraries give the same files, times included.
set -eu
program=$1 folder=$2 seconds=$3
rm -rf "$folder"
mkdir -p "$folder/etc/ssl/certs" "$folder/var/lib/ocop" "$folder/run/secrets" "$folder/tmp"
install -m 0755 "$program" "$folder/program"
strip --strip-debug "$folder/program"
# "lib => path (address)" and the loader, "path (address)".
ldd "$program" | sed -n 's/^.*=> \(\/[^ ]*\) .*$/\1/p; s/^[[:space:]]*\(\/[^ ]*\) .*$/\1/p' | while read -r library; do
    install -D -m 0755 "$(readlink -f "$library")" "$folder$library"
done
install -m 0644 /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/ca-certificates.crt"
echo 'ocop:x:65532:65532:ocop:/var/lib/ocop:/sbin/nologin' >"$folder/etc/passwd"
echo 'ocop:x:65532:' >"$folder/etc/group"
echo 'hosts: files dns' >"$folder/etc/nsswitch.conf"
chmod 1777 "$folder/tmp"
chown -R 65532:65532 "$folder/var/lib/ocop"
find "$folder" -exec touch --no-dereference --date="@$seconds" {} +
