# A book from import to examiner pack: alerts, decisions, the audit log checked without cordon, replay, backup.
python3 "$REPO/tests/tools/make_ofac_list.py" "$WORK/one" --subjects 400
cordon --quiet import "$WORK/one" --source us_ofac_sdn --as-of 2024-01-10 --format none
# The book: some listed people, and people of the list's own syllables.
python3 - "$WORK" <<'PYTHON'
import csv, random, sys
listed = [row for row in csv.reader(open(sys.argv[1] + "/one/sdn.csv", encoding="latin-1")) if len(row) > 11]
random.seed(4)
with open(sys.argv[1] + "/book.csv", "w", newline="") as out:
    book = csv.writer(out)
    book.writerow(["id", "name", "birth_date"])
    for number, row in enumerate(listed[:60]):
        book.writerow([f"c{number:04}", row[1], ""])
    for number in range(60, 300):
        a, b = random.choice(listed)[1], random.choice(listed)[1]
        book.writerow([f"c{number:04}", a.split(",")[0].split(" ")[0] + " " + b.split(" ")[-1], "1971-02-03"])
PYTHON
expect_status 0 cordon portfolio import "$WORK/book.csv" --name clients
expect_status 0 cordon watch --format json
expect_text '"kind":"full"' <"$WORK/stdout"
expect_text '"counterparties_sha256":"[0-9a-f]{64}"' <"$WORK/stdout"
expect_text '"not_checked":\[\{"what":"ownership"' <"$WORK/stdout"
cordon alerts --format jsonl >"$WORK/alerts"
[ "$(wc -l <"$WORK/alerts")" -ge 50 ] || fail "expected at least 50 alerts"
id=$(head -n 1 "$WORK/alerts" | grep -oE 'A[0-9a-f]{16}' | head -n 1)
expect_status 0 cordon alert "$id" --format json
expect_text '"checklist":\[\{"step":1' <"$WORK/stdout"
expect_status 2 cordon decide "$id" --as maybe --reason x --by anna
expect_status 0 cordon decide "$id" --as false-positive --reason "met him at school" --by anna --until 2099-01-01
expect_status 0 cordon note "$id" --text "asked for a passport" --by bert
expect_status 0 cordon assign "$id" --to clara --by bert --due 2098-01-01
expect_status 1 cordon alert A0000000000000000
# A delta: the same alerts as a full run in a copy.
expect_status 0 cordon backup "$WORK/copy"
python3 "$REPO/tests/tools/make_ofac_list.py" "$WORK/two" --subjects 400 --edition 1
cordon --quiet import "$WORK/two" --source us_ofac_sdn --as-of 2024-01-11 --format none
expect_status 0 cordon watch --format json
expect_text '"kind":"delta"' <"$WORK/stdout"
cordon alerts --status all --format jsonl | sed -E 's/"(opened|updated)":"[^"]*"//g' >"$WORK/by_delta"
expect_status 0 cordon --data "$WORK/other" restore "$WORK/copy"
cordon --quiet --data "$WORK/other" import "$WORK/two" --source us_ofac_sdn --as-of 2024-01-11 --format none
expect_status 0 cordon --data "$WORK/other" watch --full --format json
cordon --data "$WORK/other" alerts --status all --format jsonl | sed -E 's/"(opened|updated)":"[^"]*"//g' >"$WORK/by_full"
cmp "$WORK/by_delta" "$WORK/by_full" || fail "a delta left other alerts than a full run"
expect_status 0 cordon replay --all --format none
cordon doctor --format json >"$WORK/doctor" || true # the list of 2024 is stale
expect_text '"check":"monitoring","state":"ok","detail":"1 portfolios, [0-9]+ alerts, 2 runs; the chain of [0-9]+ audit records verifies"' <"$WORK/doctor"
# The log, checked with cordon and without; any changed byte is found.
expect_status 0 cordon audit verify --format json
expect_text '"intact":true' <"$WORK/stdout"
cordon audit export >"$WORK/log"
head=$(cordon audit head --format json | grep -oE '[0-9a-f]{64}')
[ "$(python3 "$REPO/tests/tools/verify_audit_log.py" "$WORK/log")" = "$(wc -l <"$WORK/log") $head" ] ||
  fail "the log does not verify without cordon"
expect_status 0 cordon audit verify "$WORK/log" --head "$head" --format none
grep -q "school" "$WORK/log" && fail "the log holds the text of a decision"
python3 - "$WORK" <<'PYTHON'
import random, sys
random.seed(7)
data = bytearray(open(sys.argv[1] + "/log", "rb").read())
for number in range(20):
    copy = bytearray(data)
    at = random.randrange(len(copy))
    copy[at] ^= 1 << random.randrange(8)
    open(f"{sys.argv[1]}/flipped{number}", "wb").write(copy)
PYTHON
for flipped in "$WORK"/flipped*; do
  expect_status 1 cordon audit verify "$flipped" --format none
  if python3 "$REPO/tests/tools/verify_audit_log.py" "$flipped" 2>/dev/null; then fail "$flipped was not noticed"; fi
done
head -n -1 "$WORK/log" >"$WORK/short"
expect_status 1 cordon audit verify "$WORK/short" --head "$head" --format none
# Reports and erasure.
cordon report --output "$WORK/run.html"
expect_text '<h2>Coverage certificate</h2>' <"$WORK/run.html"
cordon report --alert "$id" --as json | expect_text '"history":\['
cordon report --as xlsx -o "$WORK/run.xlsx"
expect_status 0 cordon report --alert "$id" --as xlsx -o "$WORK/alert.xlsx"
python3 -m zipfile -t "$WORK/alert.xlsx" | expect_text "Done testing"
expect_status 1 cordon screen --input "$WORK/run.xlsx" --format none
expect_text "Certificate:1: expected a header row with a column .name." <"$WORK/stderr"
expect_status 0 cordon screen --input "$WORK/run.xlsx" --map field=name --format jsonl
expect_text '"query":\{"name":"counterparties","value":"300"\}' <"$WORK/stdout"
expect_status 0 cordon erase c0001 --portfolio clients --by bert --reason "asked for it"
expect_status 0 cordon audit verify --format none
# A watched directory: a list that is dropped there reaches the alerts.
mkdir "$WORK/drop"
"$program" --quiet watch --directory "$WORK/drop" --every 0.5 --for 120 --format none &
watcher=$!
sleep 2
before=$(cordon alerts --status all --format jsonl | wc -l)
dropped=$(date +%s%N)
python3 - "$WORK" <<'PYTHON'
import json, sys
with open(sys.argv[1] + "/drop/own_list.jsonl", "w") as out:
    for number in (77, 88, 99):
        name = open(sys.argv[1] + "/book.csv").read().splitlines()[number].split(",")[-2].strip('"')
        out.write(json.dumps({"id": f"own-{number}", "schema": "Person", "properties": {"name": [name], "topics": ["sanction"]}}) + "\n")
PYTHON
for ((i = 0; i < 100; ++i)); do
  [ "$(cordon alerts --status all --format jsonl | wc -l)" -gt "$before" ] && break
  sleep 0.1
done
milliseconds=$((($(date +%s%N) - dropped) / 1000000))
echo "a dropped list reached the alerts after $milliseconds ms"
[ "$milliseconds" -le 10000 ] || fail "a dropped list took $milliseconds ms to reach the alerts, expected at most 10000"
kill "$watcher"
wait "$watcher" || fail "the watcher did not end in order"
[ "$(cordon alerts --status all --format jsonl | wc -l)" -gt "$before" ] || fail "the dropped list reached no alert"
expect_status 0 cordon audit verify --format none
