# kill -9 at random moments of imports: the last good version is served and the doctor finds no damage.
# CRASH_ROUNDS=200 in the long run.
rounds=${CRASH_ROUNDS:-20}
python3 "$REPO/tests/tools/make_ofac_list.py" "$WORK/base" --subjects 3000
cordon --quiet import "$WORK/base" --source us_ofac_sdn --format none
good=$(cordon versions --format jsonl | tail -n 1)
RANDOM=20210820
for ((round = 1; round <= rounds; ++round)); do
  rm -rf "$WORK/next"
  python3 "$REPO/tests/tools/make_ofac_list.py" "$WORK/next" --subjects 3000 --edition "$round"
  "$program" --quiet import "$WORK/next" --source us_ofac_sdn --format none &
  pid=$!
  sleep "0.$(printf '%03d' $((RANDOM % 400)))"
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  expect_status 0 cordon doctor --format json
  # Either the new version is there whole, or the old one is the newest.
  last=$(cordon versions --format jsonl | tail -n 1)
  subjects=$(grep -oE '"subjects":[0-9]+' <<<"$last" | cut -d: -f2)
  [ "$last" = "$good" ] || [ "$subjects" -ge 2900 ] || fail "round $round: half a version is served: $last"
  good=$last
done
# And the store can still be written.
expect_status 0 cordon --quiet import "$WORK/next" --source us_ofac_sdn --format none
