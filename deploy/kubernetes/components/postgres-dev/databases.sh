#!/bin/sh
# Run once by the image, on an empty volume: a role and a database for each service. The password is that of the superuser.
set -eu
for service in catalog evaluation promotion; do
    psql --set=ON_ERROR_STOP=1 --username=postgres --set=service="$service" --set=password="$POSTGRES_PASSWORD" <<'SQL'
create role :"service" login password :'password';
create database :"service" owner :"service";
revoke connect on database :"service" from public;
SQL
done
