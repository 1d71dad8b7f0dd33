#!/usr/bin/env bash
# Checks on a real server with TimescaleDB (made for 2.20) that TickStock Data's schema, compression and late writes work there.
# Makes a database, applies the migrations of this checkout, loads 200,000 minutes, compresses, corrects, copies, counts, and drops
# the database. Needs psql, and a role that may create databases and the extension (a superuser as a rule).
#
#   PGHOST=… PGPORT=… PGUSER=… PGPASSWORD=… docs/timescaledb-check.sh [DATABASE]
#
# Prints one line PASS or FAIL a check; exit code 0 when all pass. KEEP=1 keeps the database.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
migrations=$here/../src/main/resources/db/migration
database=${1:-tickstock_timescaledb_check}
[[ $database =~ ^[a-z][a-z0-9_]*$ ]] || { echo "a database name is made of a-z, 0-9 and _: $database" >&2; exit 2; }
command -v psql >/dev/null || { echo "psql is missing (apt-get install postgresql-client)" >&2; exit 2; }

server() { psql -X -q -v ON_ERROR_STOP=1 -d "${PGDATABASE:-postgres}" "$@"; }
checked() { psql -X -q -v ON_ERROR_STOP=1 -d "$database" "$@"; }

if [ "$(server -At -c "SELECT count(*) FROM pg_database WHERE datname = '$database'")" != 0 ]; then
  echo "there is a database $database already; drop it, or name another one: $0 DATABASE" >&2
  exit 2
fi
work=$(mktemp -d)
made=
clean_up() {
  rm -rf "$work"
  if [ -n "$made" ] && [ -z "${KEEP:-}" ]; then server -c "DROP DATABASE IF EXISTS $database"; fi
}
trap clean_up EXIT

server -c "CREATE DATABASE $database"
made=1
checked -c 'CREATE EXTENSION IF NOT EXISTS timescaledb' -c 'CREATE SCHEMA tickstock' \
  -c "ALTER DATABASE $database SET search_path = tickstock, public" >/dev/null
echo "server $(checked -At -c 'SHOW server_version'), TimescaleDB $(checked -At -c "SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'")"
while read -r number step; do
  if checked -1 -o /dev/null -f "$step" 2>"$work/error"; then
    echo "PASS migration V$number"
  else
    echo "FAIL migration V$number: $(tail -n 3 "$work/error" | tr '\n' ' ')"
    exit 1
  fi
done < <(for step in "$migrations"/V*.sql; do n=${step##*/V}; printf '%s %s\n' "${n%%__*}" "$step"; done | sort -n)

# Each SELECT of the SQL file prints one line.
if ! checked -At -v work="$work" -f "$here/timescaledb-check.sql" >"$work/out" 2>"$work/error"; then
  cat "$work/out"
  echo "FAIL stopped: $(tail -n 4 "$work/error" | tr '\n' ' ')"
  exit 1
fi
cat "$work/out"
if grep -q '^FAIL' "$work/out"; then exit 1; fi
echo "all $(grep -c '^PASS' "$work/out") checks passed, and the migrations"
