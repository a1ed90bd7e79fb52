# kill -9 at random moments of watch, decide and portfolio import: no alert, disposition or audit record is lost or
# doubled, and the chain verifies. CRASH_ROUNDS=200 in the long run.
rounds=${CRASH_ROUNDS:-20}
python3 "$REPO/tests/tools/make_ofac_list.py" "$WORK/even" --subjects 300
python3 "$REPO/tests/tools/make_ofac_list.py" "$WORK/odd" --subjects 300 --edition 1
cordon --quiet import "$WORK/even" --source us_ofac_sdn --as-of 2024-01-10 --format none
python3 - "$WORK" <<'PYTHON'
import csv, sys
for book in ("even", "odd"):
    with open(f"{sys.argv[1]}/{book}.csv", "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "name", "birth_date"])
        for number, row in enumerate(csv.reader(open(f"{sys.argv[1]}/{book}/sdn.csv", encoding="latin-1"))):
            if len(row) > 11 and number < 120:
                writer.writerow([row[0], row[1], "1971-02-03" if book == "odd" and number % 3 == 0 else ""])
PYTHON
cordon --quiet portfolio import "$WORK/even.csv" --format none
cordon --quiet watch --format none
cat >"$WORK/check.py" <<'PYTHON'
"""Compares the log with what the program shows: every alert was opened once, every decision stands once."""
import collections, json, sys
log = [json.loads(line) for line in open(sys.argv[1])]
alerts = {a["id"]: a for a in map(json.loads, open(sys.argv[2]))}
opened = collections.Counter(r["payload"]["alert"] for r in log if r["action"] == "alert.opened")
assert set(opened) == set(alerts), f"alerts and log differ: {set(opened) ^ set(alerts)}"
assert all(n == 1 for n in opened.values()), f"opened twice: {[a for a, n in opened.items() if n > 1]}"
pairs = collections.Counter((a["counterparty"], a["cluster_id"]) for a in alerts.values())
assert all(n == 1 for n in pairs.values()), "two alerts of one finding"
state = {}
for record in log:
    if "alert" in record["payload"]:
        state[record["payload"]["alert"]] = record["payload"]["state"]
wrong = {a: (s, alerts[a]["status"]) for a, s in state.items() if alerts[a]["status"] != s}
assert not wrong, f"the log says otherwise than the queue: {wrong}"
runs = [r["payload"]["run"] for r in log if r["action"] == "run.finished"]
assert runs == [str(n + 1) for n in range(len(runs))], f"runs are missing or doubled: {runs}"
PYTHON
RANDOM=20241125
next_decision=0
for ((round = 1; round <= rounds; ++round)); do
  edition=$([ $((round % 4 / 2)) = 0 ] && echo even || echo odd)
  case $((round % 3)) in
    0)
      open=$(cordon alerts --format jsonl | sed -n "$((next_decision % 20 + 1))p" | grep -oE 'A[0-9a-f]{16}' | head -n 1)
      next_decision=$((next_decision + 7))
      [ -n "$open" ] || open=$(cordon alerts --status all --format jsonl | head -n 1 | grep -oE 'A[0-9a-f]{16}' | head -n 1)
      command=(decide "$open" --as false-positive --reason "round $round" --by anna --format none)
      ;;
    1)
      command=(portfolio import "$WORK/$edition.csv" --replace --format none)
      ;;
    *)
      cordon --quiet import "$WORK/$edition" --source us_ofac_sdn --as-of "$((2024 + round))-01-10" --format none
      command=(watch --format none)
      ;;
  esac
  # A first run tells nothing of the length of this one: half of the kills come early, where most of the work is.
  "$program" --quiet "${command[@]}" &
  pid=$!
  sleep "0.$(printf '%03d' $((RANDOM % (round % 2 ? 60 : 400))))"
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  expect_status 0 cordon audit verify --format none
  cordon audit export >"$WORK/log"
  cordon alerts --status all --format jsonl >"$WORK/alerts"
  python3 "$WORK/check.py" "$WORK/log" "$WORK/alerts" || fail "round $round: ${command[*]}"
done
# What was killed can be done again, to the same end as if nothing had happened.
cordon --quiet portfolio import "$WORK/odd.csv" --replace --format none
cordon --quiet watch --format none
cordon audit export >"$WORK/log"
cordon alerts --status all --format jsonl >"$WORK/alerts"
python3 "$WORK/check.py" "$WORK/log" "$WORK/alerts" || fail "after the last round"
expect_status 0 cordon watch --full --format json
expect_text '"opened":0,"updated":0,"reopened":0,"lapsed":0' <"$WORK/stdout"
