# A full disk and a read-only one: one clear error, and the state is what it was.
python3 "$REPO/tests/tools/make_ofac_list.py" "$WORK/list" --subjects 200
cordon --quiet import "$WORK/list" --source us_ofac_sdn --as-of 2024-01-10 --format none
{ echo "id,name"; sed -n '1,40p' "$WORK/list/sdn.csv" | python3 -c 'import csv,sys; [print(f"c{r[0]},\"{r[1]}\"") for r in csv.reader(sys.stdin)]'; } >"$WORK/book.csv"
{ cat "$WORK/book.csv"; for ((i = 0; i < 60000; ++i)); do echo "x$i,Somebody With A Rather Long Name Number $i"; done; } >"$WORK/large.csv"
cordon --quiet portfolio import "$WORK/book.csv" --format none
cordon --quiet watch --format none
cordon audit export >"$WORK/before"
state() { cordon audit export && cordon alerts --status all --format jsonl && cordon portfolio list --format jsonl; }
state >"$WORK/state"
# No file may grow beyond 1 MiB: what SQLite sees is a full disk.
found=0
(ulimit -f 1024; trap '' XFSZ; cordon --quiet portfolio import "$WORK/large.csv" --format none) 2>"$WORK/stderr" || found=$?
[ "$found" = 1 ] || fail "expected exit status 1 on a full disk, found $found"
expect_text 'disk' <"$WORK/stderr"
[ "$(wc -l <"$WORK/stderr")" -le 2 ] || fail "expected one clear error, found $(cat "$WORK/stderr")"
state | cmp - "$WORK/state" || fail "a full disk changed the state"
expect_status 0 cordon audit verify --format none
expect_status 0 cordon --quiet portfolio import "$WORK/book.csv" --format none
# A directory that cannot be written. Root writes everywhere, so this part needs another user.
if [ "$(id -u)" != 0 ]; then
  chmod a-w "$CORDON_DATA" "$CORDON_DATA"/*.db
  expect_status 1 cordon watch --format none
  expect_text 'cannot be written|read-only|readonly' <"$WORK/stderr"
  state | cmp - "$WORK/state" || fail "a read-only disk changed the state"
  chmod u+w "$CORDON_DATA" "$CORDON_DATA"/*.db
elif mount -t tmpfs none "$WORK/list" 2>/dev/null; then
  cp -r "$CORDON_DATA" "$WORK/list/data"
  mount -o remount,ro "$WORK/list"
  found=0
  cordon --data "$WORK/list/data" watch --format none 2>"$WORK/stderr" || found=$?
  CORDON_DATA=$WORK/list/data state >"$WORK/state_read_only" || true
  umount "$WORK/list"
  [ "$found" = 1 ] || fail "expected exit status 1 on a read-only disk, found $found"
  expect_text 'cannot be written|read-only|readonly' <"$WORK/stderr"
  cmp "$WORK/state_read_only" "$WORK/state" || fail "a read-only disk cannot be read"
fi
