#!/bin/sh
# dev-secrets.sh FOLDER [--kubernetes]: new secrets for a system for development, as files for compose.yaml; with --kubernetes also
# as secrets in the namespace ocop of the current cluster, for the overlay dev. Needs `ocop` on the PATH or in target/, and openssl.
#
# A folder that is there is not touched: its databases know the passwords.
set -eu
folder=$1
project=$(cd "$(dirname "$0")/.." && pwd)
ocop=$(command -v ocop || ls "$project/target/release/ocop" "$project/target/debug/ocop" 2>/dev/null | head -1)
if [ ! -d "$folder" ]; then
    umask 077
    mkdir -p "$folder/keys"
    "$ocop" nats-config --passwords >"$folder/nats.env"
    echo "OCOP_NATS_ROUTES=p$(openssl rand -hex 16)" >>"$folder/nats.env"
    # The key that signs tokens: ocop --data-dir FOLDER token …
    "$ocop" --data-dir "$folder" token --role operator >/dev/null
    openssl rand -hex 16 | tr -d '\n' >"$folder/postgres"
    openssl rand -hex 16 | tr -d '\n' >"$folder/grafana"
    of_nats() { sed -n "s/^OCOP_NATS_$1=//p" "$folder/nats.env" | tr -d '\n'; }
    for service in catalog evaluation promotion; do
        user=$(echo "$service" | tr '[:lower:]' '[:upper:]')
        mkdir "$folder/$service" "$folder/$service-setup" "$folder/$service-database"
        of_nats "$user" >"$folder/$service/nats-password"
        of_nats "${user}_SETUP" >"$folder/$service-setup/nats-password"
        echo "dev:$(openssl rand -base64 32)" >"$folder/$service/sealing-keys"
        printf 'postgres://%s:%s@postgres:5432/%s' "$service" "$(cat "$folder/postgres")" "$service" >"$folder/$service-database/database-url"
        cp "$folder/keys/jwks.json" "$folder/$service/jwks.json"
    done
    of_nats PARTNERS_ISSUER_SEED >"$folder/promotion/partners-issuer-seed"
    of_nats PROMOTION_PARTNERS >"$folder/promotion/partners-password"
    of_nats PROMOTION_SYSTEM >"$folder/promotion/system-password"
    # The server need not know what promotion signs with.
    sed -i '/_SEED=/d' "$folder/nats.env"
    # Containers run as users of their own.
    chmod -R a+rX "$folder"
    chmod go-rx "$folder/keys"
fi
[ "${2:-}" = --kubernetes ] || exit 0
kubectl create namespace ocop --dry-run=client -o yaml | kubectl apply -f -
make() { kubectl --namespace ocop create secret generic "$@" --dry-run=client -o yaml | kubectl apply -f -; }
make nats-users --from-env-file="$folder/nats.env"
make postgres --from-file=password="$folder/postgres"
for service in catalog evaluation promotion; do
    make "$service-secrets" --from-file="$folder/$service"
    make "$service-setup-secrets" --from-file="$folder/$service-setup"
    make "$service-database" --from-file="$folder/$service-database"
done
