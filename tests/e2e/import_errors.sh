# Damaged inputs: one clear error each, exit status 1, and the store as it was.
python3 "$REPO/tests/tools/make_ofac_list.py" "$WORK/good" --subjects 200
expect_status 0 cordon --quiet import "$WORK/good" --source us_ofac_sdn --format json
before=$(cordon versions --format jsonl)

refused() {
  local name=$1
  shift
  expect_status 1 cordon --quiet import "$@" --format none
  [ "$(wc -l <"$WORK/stderr")" = 1 ] || fail "$name: expected one error, found: $(cat "$WORK/stderr")"
  [ "$(cordon versions --format jsonl)" = "$before" ] || fail "$name: the store changed"
}

: >"$WORK/empty.csv"
refused "0 bytes" "$WORK/empty.csv"
printf '\n\n' >"$WORK/blank.csv"
refused "blank" "$WORK/blank.csv"
head -c 2000 /dev/urandom >"$WORK/noise.bin"
refused "noise" "$WORK/noise.bin"
mkdir "$WORK/cut" && head -c 9001 "$WORK/good/sdn.csv" >"$WORK/cut/sdn.csv"
refused "truncated CSV" "$WORK/cut/sdn.csv"
gzip -c "$WORK/good/sdn.csv" | head -c 3000 >"$WORK/cut.csv.gz"
refused "truncated gzip" "$WORK/cut.csv.gz"
mkdir "$WORK/orphan" && cp "$WORK/good/add.csv" "$WORK/good/alt.csv" "$WORK/orphan"
refused "parts without sdn" "$WORK/orphan/add.csv" "$WORK/orphan/alt.csv"
cat >"$WORK/laughs.xml" <<'XML'
<?xml version="1.0"?>
<!DOCTYPE sdnList [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<sdnList xmlns="http://tempuri.org/sdnList.xsd"><sdnEntry><uid>1</uid><lastName>&c;</lastName></sdnEntry></sdnList>
XML
refused "billion laughs" "$WORK/laughs.xml"
head -c 300000000 /dev/zero | gzip -c >"$WORK/bomb.csv.gz"
refused "gzip bomb" "$WORK/bomb.csv.gz"

# Idempotence.
expect_status 0 cordon --quiet import "$WORK/good" --source us_ofac_sdn --format json
grep -q '"unchanged":true' "$WORK/stdout" || fail "a second import changed something: $(cat "$WORK/stdout")"
[ "$(cordon versions --format jsonl)" = "$before" ] || fail "a second import made a version"

# Missing parts that the last version had.
expect_status 1 cordon --quiet import "$WORK/good/sdn.csv" --source us_ofac_sdn --format none
expect_text "partial|add|alt" <"$WORK/stderr"
# Implausibly small: quarantined, the last good version stays in use, a person decides.
python3 "$REPO/tests/tools/make_ofac_list.py" "$WORK/small" --subjects 60
expect_status 1 cordon --quiet import "$WORK/small" --source us_ofac_sdn --format none
expect_text "quarantined" <"$WORK/stderr"
expect_status 1 cordon doctor --format json
cordon --quiet screen "anybody" --format json | expect_text '"subjects":200'
expect_status 0 cordon sources reject us_ofac_sdn
expect_status 0 cordon doctor --format json
