#!/bin/sh
# A dump of the database of a service, whole or not at all; the newest 14 are kept.
set -eu
service=$1
url=$(cat /run/secrets/ocop/database-url)
name=/backups/$service-$(date -u +%Y%m%dT%H%M%SZ).dump
pg_dump --format=custom --compress=6 --file="$name.part" "$url"
# A dump that cannot be listed cannot be restored.
pg_restore --list "$name.part" >/dev/null
mv "$name.part" "$name"
find /backups -maxdepth 1 -name "$service-*.part" -mmin +1440 -delete
ls -1 /backups/"$service"-*.dump | sort -r | tail -n +15 | while read -r old; do rm "$old"; done
echo "$name: $(stat -c %s "$name") bytes"
