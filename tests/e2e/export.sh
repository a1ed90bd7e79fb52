# What is exported is read back unchanged: FollowTheMoney, deltas, Senzing records.
cat >"$WORK/own.ftm.json" <<'FTM'
{"id":"a","schema":"Person","properties":{"name":["Anna A","Anna Aa"],"birthDate":["1970"],"addressEntity":["addr"],"topics":["sanction"]}}
{"id":"addr","schema":"Address","properties":{"full":["Road 1, Minsk"],"country":["by"]}}
{"id":"b","schema":"Company","properties":{"name":["B \"quoted\" Ltd"],"oddProperty":["kept"]}}
{"id":"own","schema":"Ownership","properties":{"owner":["a"],"asset":["b"],"percentage":["60"]}}
FTM
expect_status 0 cordon --quiet import "$WORK/own.ftm.json" --as-of 2024-05-27 --format none
cordon export --source own >"$WORK/out.ftm.json"
python3 - "$WORK/own.ftm.json" "$WORK/out.ftm.json" <<'PY' || fail "the export differs from what was imported"
import json, sys
def load(path):
    out = {}
    for line in open(path, encoding="utf-8"):
        entity = json.loads(line)
        out[entity["id"]] = (entity["schema"], {k: sorted(v) for k, v in entity["properties"].items()})
    return out
sys.exit(load(sys.argv[1]) != load(sys.argv[2]))
PY

# A delta is applied to the version before it, and exporting the difference gives it back.
mkdir -p "$WORK/deltas/20240528010203-abc" "$WORK/deltas/20240529010203-xyz"
cat >"$WORK/deltas/20240528010203-abc/entities.delta.json" <<'FTM'
{"op":"ADD","entity":{"id":"c","schema":"Person","properties":{"name":["Carl"]}}}
{"op":"MOD","entity":{"id":"a","schema":"Person","properties":{"name":["Anna A"],"birthDate":["1970"],"addressEntity":["addr"],"topics":["sanction"]}}}
{"op":"DEL","entity":{"id":"own"}}
FTM
: >"$WORK/deltas/20240529010203-xyz/entities.delta.json"
cat >"$WORK/deltas/delta.json" <<'FTM'
{"versions":{"20240528010203-abc":"https://example.org/artifacts/own/20240528010203-abc/entities.delta.json","20240529010203-xyz":"https://example.org/artifacts/own/20240529010203-xyz/entities.delta.json"},"updated_at":"2024-05-29T01:02:03Z"}
FTM
expect_status 0 cordon --quiet import "$WORK/deltas" --format json
grep -q '"source":"own","version":2' "$WORK/stdout" || fail "the delta made no second version: $(cat "$WORK/stdout")"
grep -q '"published":"2024-05-28"' "$WORK/stdout" || fail "the folder's date was not taken: $(cat "$WORK/stdout")"
cordon export --source own --as delta | python3 -c '
import json, sys
print(sorted((d["op"], d["entity"]["id"]) for d in map(json.loads, sys.stdin)))' >"$WORK/delta.txt"
[ "$(cat "$WORK/delta.txt")" = "[('ADD', 'c'), ('DEL', 'own'), ('MOD', 'a')]" ] || fail "delta: $(cat "$WORK/delta.txt")"
expect_status 0 cordon --quiet import "$WORK/deltas" --format json
[ "$(cordon versions --source own --format jsonl | wc -l)" = 2 ] || fail "the same delta again made a version"
rm -r "$WORK/deltas/20240528010203-abc"
expect_status 1 cordon --quiet import "$WORK/deltas" --format none
grep -q '20240528010203-abc' "$WORK/stderr" || fail "a missing delta is not named: $(cat "$WORK/stderr")"

# Senzing: one record a subject, read back as another source.
cordon export --source own --as senzing --as-of 2024-05-27 >"$WORK/senzing.json"
[ "$(wc -l <"$WORK/senzing.json")" = 2 ] || fail "expected two Senzing records, found $(cat "$WORK/senzing.json")"
grep -q '"REL_POINTER_KEY":"b","REL_POINTER_ROLE":"Ownership"' "$WORK/senzing.json" || fail "no relationship"
expect_status 0 cordon --quiet import "$WORK/senzing.json" --source senzing --as-of 2024-05-27 --format json
grep -q '"subjects":2' "$WORK/stdout" || fail "Senzing records read back: $(cat "$WORK/stdout")"
grep -q '"unmapped_total":0' "$WORK/stdout" || fail "Senzing records with unread features: $(cat "$WORK/stdout")"
