# Downloading against a server on the loopback: what is known is not fetched again, what may pass is tried again, and a
# list that fails changes nothing and stops nobody else.
mkdir "$WORK/served"
python3 "$REPO/tests/tools/list_server.py" "$WORK/served" >"$WORK/port" &
servers=$!
trap 'kill $servers 2>/dev/null; rm -rf "$WORK"' EXIT
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$WORK/key.pem" -out "$WORK/cert.pem" \
  -days 3650 -subj /CN=127.0.0.1 -addext "subjectAltName=IP:127.0.0.1" 2>"$WORK/openssl.log" || fail "$(cat "$WORK/openssl.log")"
python3 "$REPO/tests/tools/list_server.py" "$WORK/served" --tls "$WORK/cert.pem" "$WORK/key.pem" >"$WORK/tls_port" &
servers="$servers $!"
for _ in $(seq 100); do [ -s "$WORK/port" ] && [ -s "$WORK/tls_port" ] && break; sleep 0.1; done
base="http://127.0.0.1:$(cat "$WORK/port")"
secure="https://127.0.0.1:$(cat "$WORK/tls_port")"
export no_proxy=127.0.0.1
today=$(date -u +%F)
make() { python3 "$REPO/tests/tools/make_list.py" "$@"; }
make un-xml "$WORK/served/un.xml" --date "$today"
make eu-fsf-xml "$WORK/served/eu.xml" --date "$today"
table() {  # SOURCE URL ...: a table of addresses
  echo "source,url"
  while [ $# -gt 0 ]; do echo "$1,$2"; shift 2; done
}
limit=10
update() { cordon --quiet update --sources "$WORK/table.csv" --backoff 0 --time-limit "$limit" --format jsonl "$@"; }
asked() { wc -l <"$WORK/served/requests.log"; }

# A dry run asks nobody.
table un "$base/plain/un.xml" eu "$base/plain/eu.xml" >"$WORK/table.csv"
expect_status 0 update --dry-run
expect_text '"source":"un","title":"","result":"planned"' <"$WORK/stdout"
[ ! -e "$WORK/served/requests.log" ] || fail "a dry run asked the server"

# First all, then nothing: 304.
expect_status 0 update
[ "$(grep -c '"result":"imported"' "$WORK/stdout")" = 2 ] || fail "$(cat "$WORK/stdout")"
good=$(cordon versions --format jsonl)
expect_status 0 update
[ "$(grep -c '"result":"not_modified"' "$WORK/stdout")" = 2 ] || fail "$(cat "$WORK/stdout")"
expect_status 0 update --source eu
[ "$(wc -l <"$WORK/stdout")" = 1 ] || fail "--source gave $(cat "$WORK/stdout")"
expect_status 2 update --source nobody
# The same list in other bytes at another time: fetched, unchanged.
touch -d tomorrow "$WORK/served/un.xml"
expect_status 0 update
[ "$(cordon versions --format jsonl)" = "$good" ] || fail "versions changed"

# 503 twice, then the list.
table flaky "$base/flaky/un.xml" >"$WORK/table.csv"
expect_status 0 update
[ "$(grep -c '/flaky/un.xml' "$WORK/served/requests.log")" = 3 ] || fail "$(cat "$WORK/served/requests.log")"
good=$(cordon versions --format jsonl)

# Each of these fails, says so once, and the other list comes in all the same.
: >"$WORK/served/nothing"
echo '<html><body>Service unavailable</body></html>' >"$WORK/served/page"
failing() {  # URL PATTERN
  local url=$1 pattern=$2
  make eu-fsf-xml "$WORK/served/eu.xml" --date "$today" --count "$((60 + ++turn))"
  sed -i "s/T10:24:35/T10:24:$((10 + turn))/" "$WORK/served/eu.xml"
  table un "$url" eu "$base/plain/eu.xml" >"$WORK/table.csv"
  before=$(cordon versions --source un --format jsonl)
  expect_status 1 update --attempts 2
  [ "$(wc -l <"$WORK/stderr")" = 1 ] || fail "$url: expected one error: $(cat "$WORK/stderr")"
  expect_text "$pattern" <"$WORK/stderr"
  expect_text "The last good version stays in use" <"$WORK/stderr"
  grep '"source":"eu"' "$WORK/stdout" | expect_text '"result":"imported"'
  [ "$(cordon versions --source un --format jsonl)" = "$before" ] || fail "$url: the stored versions changed"
  expect_status 1 cordon doctor --format json
  expect_text '"check":"update un","state":"failed"' <"$WORK/stdout"
  cordon sources --format jsonl | grep '"source":"un"' | expect_text '"findings":\["failed: the update of'
  [ -z "$(ls "$CORDON_DATA/update/downloads" 2>/dev/null)" ] || fail "$url: downloads were left behind"
}
turn=0
failing "$base/short/un.xml" 'the transfer was cut short.*after 2 tries'
failing "$base/redirect/nothing" "found an empty body \(redirected to $base/plain/nothing\)"
failing "$base/plain/page" "un: $base/plain/page: expected a list, found an HTML page"
failing "$base/plain/absent" 'expected status 200, found 404'
failing "$base/status/503" 'found 503.*after 2 tries'
limit=0.5
failing "$base/slow/un.xml" 'within 0.5 s, the server was too slow'
limit=10
failing "$secure/plain/un.xml" 'expected a server with a valid certificate'
failing "http://127.0.0.1:1/un.xml" 'cannot download'

# With the certificate it works, and the doctor is content again.
table un "$secure/plain/un.xml" >"$WORK/table.csv"
expect_status 0 update --ca-file "$WORK/cert.pem"
expect_status 0 cordon doctor --format json

# Checksums and second copies must fit.
checked() {
  echo "source,kind,file,url"
  echo "un,list,un.xml,$base/always/un.xml"
  echo "un,$1,un.xml,$base/plain/$2"
}
(cd "$WORK/served" && sha256sum un.xml >un.sha256 && printf '%064d  un.xml\n' 0 >wrong.sha256)
checked checksum un.sha256 >"$WORK/table.csv"
expect_status 0 update
checked checksum wrong.sha256 >"$WORK/table.csv"
expect_status 1 update
expect_text 'expected the checksum the issuer gives' <"$WORK/stderr"
checked copy un.xml >"$WORK/table.csv"
expect_status 0 update
checked copy eu.xml >"$WORK/table.csv"
expect_status 1 update
expect_text 'two copies of one publication differ' <"$WORK/stderr"

# Another list at the address of a list; a table that cannot be read.
printf 'source,format,url\nun,un-xml,%s\n' "$base/plain/eu.xml" >"$WORK/table.csv"
expect_status 1 update
expect_text 'expected one list in the format un-xml, found eu-fsf-xml' <"$WORK/stderr"
printf 'source,url\nun,ftp://host/file\n' >"$WORK/table.csv"
expect_status 1 update
expect_text "table.csv:2: expected an http or https address, found 'ftp://host/file'" <"$WORK/stderr"

# Again and again, until it is told to stop.
table un "$base/plain/un.xml" >"$WORK/table.csv"
expect_status 2 update --every soon
before=$(asked)
"$program" --quiet update --sources "$WORK/table.csv" --every 1s --format none &
loop=$!
for _ in $(seq 100); do [ "$(asked)" -ge "$((before + 3))" ] && break; sleep 0.1; done
[ "$(asked)" -ge "$((before + 3))" ] || fail "the schedule does not run"
kill -TERM $loop
wait $loop || fail "SIGTERM: expected exit status 0, found $?"
# A slow download ends at once too.
table un "$base/slow/eu.xml" >"$WORK/table.csv"
"$program" --quiet update --sources "$WORK/table.csv" --time-limit 600 --format none 2>"$WORK/stderr" &
loop=$!
sleep 1
kill -INT $loop || true
status=0
wait $loop || status=$?
[ "$status" = 1 ] || fail "SIGINT: expected exit status 1, found $status"
