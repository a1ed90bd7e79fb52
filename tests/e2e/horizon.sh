# The horizon from the command line: calendar, timeline, scan, ledger.
expect_status 2 cordon horizon
expect_status 2 cordon horizon calendar --as-of someday
cordon horizon calendar --as-of 2020-12-15 --format jsonl >"$WORK/calendar"
expect_text '"id":"new-start-2021".*"date":"2021-02-05".*"days_left":52' <"$WORK/calendar"
grep -q '"id":"us-ndaa-fy2021-veto-clock"' "$WORK/calendar" || fail "the pending defence bill is not listed"
if grep -q '"known_since":"202[1-9]\|"known_since":"2020-12-\(1[6-9]\|[23]\)' "$WORK/calendar"; then
  fail "something known later is listed"
fi
expect_status 3 cordon horizon calendar --as-of 2020-12-15 --fail-on-hit --format none
cordon horizon calendar --as-of 2020-12-15 --ics "$WORK/a.ics" --format none
cordon horizon calendar --as-of 2020-12-15 --ics "$WORK/b.ics" --format none
cmp "$WORK/a.ics" "$WORK/b.ics" || fail "the same calendar twice differs"
expect_text 'BEGIN:VEVENT' <"$WORK/a.ics"
cordon horizon timeline --as-of 2020-12-15 --format jsonl >"$WORK/timeline"
if grep -q '"date":"2021' "$WORK/timeline"; then fail "the timeline shows what came later"; fi
cordon horizon ledger score --format json | expect_text '"model":"all"'

row() {  # a GDELT 2.0 row: day, actors' countries, code, quad class, Goldstein
  awk -v d="$1" -v a="$2" -v b="$3" -v c="$4" -v q="$5" -v g="$6" 'BEGIN {
    OFS = "\t"; for (i = 1; i <= 61; ++i) $i = ""; $1 = 1; $2 = d; $8 = a; $18 = b; $27 = c; $30 = q; $31 = g; $32 = 2; print }'
}
{ row 20201201 USA RUS 163 4 -8.0; row 20201202 USA RUS 040 1 1.0; row 2020 USA RUS 040 1 1.0; } >"$WORK/events.tsv"
cordon horizon scan "$WORK/events.tsv" --dyads --format jsonl >"$WORK/scan" 2>"$WORK/report"
expect_text '"actor1":"USA","actor2":"RUS","month":"2020-12","events":2,.*"goldstein_sum":-7' <"$WORK/scan"
expect_text '"rows":3,"parsed":2,"rejected":1' <"$WORK/report"
expect_status 1 cordon horizon scan "$REPO/README.md" --dyads
