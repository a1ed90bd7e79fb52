# Five kinds of failure, each on every format: the last good version is served, one error and one finding each, exit
# status 1, and nothing half imported. The lists come from a server on the loopback, as with 'cordon update'.
make() { python3 "$REPO/tests/tools/make_list.py" "$@"; }
mkdir "$WORK/served"
good=$(date -u -d yesterday +%F)
later=$(date -u +%F)
python3 "$REPO/tests/tools/list_server.py" "$WORK/served" >"$WORK/port" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$WORK"' EXIT
for _ in $(seq 100); do [ -s "$WORK/port" ] && break; sleep 0.1; done
base="http://127.0.0.1:$(cat "$WORK/port")"
export no_proxy=127.0.0.1

make --formats >"$WORK/formats"
formats=$(wc -l <"$WORK/formats")
[ "$formats" -ge 27 ] || fail "only $formats formats"
echo "source,file,format,url" >"$WORK/sources.csv"
while read -r format file _; do echo "$format,$file,$format,$base/always/$format"; done <"$WORK/formats" >>"$WORK/sources.csv"

serve() {  # DATE [OPTIONS]: one list of every format
  local date=$1
  shift
  make --all "$WORK/served" --date "$date" "$@"
  date -u -d "$date" +%s >"$WORK/served/date"
}
update() { cordon --quiet update --sources "$WORK/sources.csv" --attempts 1 --format jsonl; }
served() {  # what is screened against: every subject of every list
  cordon sources --format jsonl | python3 -c '
import json, sys
for line in sys.stdin:
    s = json.loads(line)
    print(s["source"], s["version"], s["published"], s["subjects"], s["entities"])'
}

serve "$good"
expect_status 0 update
served >"$WORK/before"
[ "$(wc -l <"$WORK/before")" = "$formats" ] || fail "not every list came in: $(cat "$WORK/before")"
name=$(make csv /dev/stdout | sed -n 30p | cut -d, -f2)
answers() {  # without how the lists stand, which a quarantined version changes
  cordon --quiet screen "$name" --limit 0 --format json | python3 -c '
import json, sys
found = json.load(sys.stdin)
for answer in found if isinstance(found, list) else [found]:
    for version in answer["searched"]["versions"].values():
        del version["state"]
print(json.dumps(found))'
}
answers >"$WORK/screened"
expect_status 0 cordon doctor --format json

check() {  # KIND DATE PATTERN: the pattern one finding of every list must match
  local kind=$1 date=$2 pattern=$3
  serve "$date" --failure "$kind"
  expect_status 1 update
  cp "$WORK/stderr" "$WORK/errors"
  cp "$WORK/stdout" "$WORK/results"
  served >"$WORK/after"
  cmp -s "$WORK/before" "$WORK/after" || fail "$kind: other versions are served: $(diff "$WORK/before" "$WORK/after")"
  answers | cmp -s - "$WORK/screened" || fail "$kind: other answers"
  while read -r format _; do
    grep -E "^cordon: $format(:| is )" "$WORK/errors" >"$WORK/error" || fail "$kind, $format: no error: $(cat "$WORK/errors")"
    [ "$(wc -l <"$WORK/error")" = 1 ] || fail "$kind, $format: expected one error: $(cat "$WORK/error")"
    grep -qE -- "$pattern" "$WORK/error" || fail "$kind, $format: $(cat "$WORK/error")"
  done <"$WORK/formats"
  [ "$(wc -l <"$WORK/errors")" = "$formats" ] || fail "$kind: more errors than lists: $(cat "$WORK/errors")"
  # The doctor and `sources` say the same, and go on saying it.
  expect_status 1 cordon doctor --format jsonl
  python3 - "$WORK/stdout" "$WORK/results" "$formats" "$kind" <<'PY' || fail "$kind: see above"
import json, sys
doctor = json.load(open(sys.argv[1]))
results = [json.loads(line) for line in open(sys.argv[2])]
wanted, kind = int(sys.argv[3]), sys.argv[4]
bad = [check for check in doctor["checks"] if check["state"] in ("failed", "quarantined")]
assert doctor["state"] == "attention" and len(bad) == wanted, (kind, len(bad), bad)
assert len(results) == wanted, (kind, len(results))
for result in results:
    loud = [f for f in result["findings"] if not f.startswith("notice: ")]
    assert result["result"] in ("failed", "quarantined") and len(loud) == 1, (kind, result["source"], result["result"], loud)
PY
  cordon sources --format jsonl | python3 -c '
import json, sys
for line in sys.stdin:
    s = json.loads(line)
    assert any(f.startswith(("failed: ", "quarantined: ")) for f in s["findings"]), s' || fail "$kind: sources is silent"
  # A person looks at what was kept apart.
  cordon versions --format jsonl | python3 -c '
import json, sys
for line in sys.stdin:
    v = json.loads(line)
    if v["state"] == "quarantined":
        print(v["source"])' | while read -r source; do cordon sources reject "$source" --format none || exit 1; done
  cordon versions --format jsonl | grep -q '"state":"quarantined"' && fail "$kind: still quarantined"
  serve "$good"  # the issuer mends it
  expect_status 0 update
  expect_status 0 cordon doctor --format json
}

check truncated "$later" 'expected|too early|records'
check html "$later" 'expected a list, found an HTML page'
check drift "$later" "schema drift|fill rates fell|expected"
check drop "$later" 'at least 70 % were expected'
check tampered "$good" 'two copies of one publication differ: [0-9]+ entities'

# By hand, too: a copy of OFAC's table under a date that is stored already, in which one name was changed.
mkdir "$WORK/copy"
make ofac-csv "$WORK/sdn.csv"
make ofac-csv "$WORK/copy/sdn.csv" --failure tampered
import() { cordon --data "$WORK/by-hand" --quiet import "$1" --source us_ofac_sdn --as-of 2026-01-02 --format none; }
expect_status 0 import "$WORK/sdn.csv"
expect_status 1 import "$WORK/copy/sdn.csv"
expect_text 'two copies of one publication differ' <"$WORK/stderr"
