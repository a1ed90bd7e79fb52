# Portfolios, alerts and the audit log in PostgreSQL, shared by two programs; the same alerts as with SQLite.
# The script runs itself beside a server of its own.
if [ -z "${CORDON_TEST_DATABASE:-}" ]; then
  export -f cordon fail expect_status expect_text
  export program
  "$REPO/tools/with-postgres" bash -euo pipefail -c 'source "$1"' - "$script"
  return 0
fi
shared() { cordon --database "$CORDON_TEST_DATABASE" "$@"; }

cordon --quiet import "$REPO/data/starter/2020-12-15" --as-of 2020-12-15 --format none
cordon --quiet portfolio import "$REPO/data/starter/portfolio.csv" --name book --format none
shared --quiet portfolio import "$REPO/data/starter/portfolio.csv" --name book --format none
cordon --quiet watch --portfolio book --format none
# Two programs at once: neither may open an alert twice.
shared --quiet watch --portfolio book --format none & first=$!
shared --quiet watch --portfolio book --full --format none & second=$!
wait "$first"
wait "$second"
cordon alerts --format csv | sort >sqlite.csv
shared alerts --format csv | sort >postgres.csv
cut -d, -f1 sqlite.csv >sqlite.ids
cut -d, -f1 postgres.csv >postgres.ids
[ -s sqlite.ids ] || fail "no alerts"
cmp sqlite.ids postgres.ids || fail "the two storages hold different alerts"
[ "$(sort postgres.ids | uniq -d | wc -l)" = 0 ] || fail "an alert was opened twice"
shared alerts --format jsonl >alerts.jsonl
id=$(head -n 1 alerts.jsonl | sed 's/.*"alert":"\([^"]*\)".*/\1/;s/.*"id":"\([^"]*\)".*/\1/')
expect_status 0 shared decide "$id" --as false-positive --reason "another person" --by anna
expect_status 0 cordon decide "$id" --as false-positive --reason "another person" --by anna
expect_status 0 shared replay "$id" --format json
expect_text '"identical": *true' <"$WORK/stdout"
expect_status 0 shared audit verify --format json
# The next lists: both again, incremental and whole.
cordon --quiet import "$REPO/data/starter/2021-01-20" --as-of 2021-01-20 --format none
cordon --quiet watch --portfolio book --format none
shared --quiet watch --portfolio book --format none & first=$!
shared --quiet watch --portfolio book --format none & second=$!
wait "$first"
wait "$second"
cordon alerts --format csv | cut -d, -f1 | sort >sqlite.ids
shared alerts --format csv | cut -d, -f1 | sort >postgres.ids
cmp sqlite.ids postgres.ids || fail "the two storages hold different alerts after a delta"
shared audit export | grep -o '"action":"alert.opened".*' | grep -oE '"alert":"A[0-9a-f]{16}"' | sort >opened
[ -s opened ] || fail "the log opens no alert"
[ "$(uniq -d opened | wc -l)" = 0 ] || fail "an alert was opened twice"
expect_status 0 shared audit verify --format json
expect_status 0 shared backup "$WORK/copy" --format json
expect_text 'pg_dump' <"$WORK/stdout"
expect_status 1 cordon --database "host=/no/such/socket" alerts
expect_text '/no/such/socket' <"$WORK/stderr"
