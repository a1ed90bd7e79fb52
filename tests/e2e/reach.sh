# Beyond names: ownership verdicts, what-if questions, proximity, and the limbs of screening.
cat >graph.csv <<'CSV'
owner,asset,share_min,share_max,start,end,kind
X,A,40,40,,,
Y,A,10,10,,,
X,B,45,45,,,
A,C,50,50,,,
Y,Z,45,45,2020-01-01,2021-12-31,
CSV
echo X >listed.csv
verdicts() { python3 -c 'import json,sys; print(" ".join(sorted("%s=%s" % (d["entity_id"], d["verdict"]) for d in map(json.loads, sys.stdin))))'; }
own() { cordon --quiet ownership --graph graph.csv --listed listed.csv --format jsonl "$@" | verdicts; }
[ "$(own --all)" = "A=not_blocked B=not_blocked C=not_blocked X=blocked Y=not_blocked Z=not_blocked" ] || fail "$(own --all)"
[ "$(own --what-if 'X buys 7 % of B')" = "B=blocked" ] || fail "purchase: $(own --what-if 'X buys 7 % of B')"
[ "$(own --what-if 'X buys 4.9 % of B')" = "" ] || fail "a purchase that does not suffice"
[ "$(own --what-if 'X sells 45 % of B to Y' --designate Y)" = "A=blocked C=blocked Y=blocked" ] || fail "sale"
# Y holds 45 % of Z until the end of 2021: with 5 % more, designated, Z is reached on the last day and not after it.
[ "$(own --designate Y --what-if 'Y buys 5 % of Z' --as-of 2021-12-31)" = "A=blocked C=blocked Y=blocked Z=blocked" ] || fail "last day"
[ "$(own --designate Y --what-if 'Y buys 5 % of Z' --as-of 2022-01-01)" = "A=blocked C=blocked Y=blocked" ] || fail "day after"
[ "$(own --delist X)" = "X=not_blocked" ] || fail "delisting"
printf 'id\nC\nB\n' >companies.csv
[ "$(own --designate Y --companies companies.csv)" = "C=blocked" ] || fail "companies of a file"
expect_status 2 cordon ownership --graph graph.csv --listed listed.csv --what-if 'X sells 50 % of B to Y'
expect_text "does not hold 50 %" <"$WORK/stderr"
printf 'owner,asset,share_min,share_max\nX,B,45,45\nBank to Trade,A,40,40\n' >named.csv
[ "$(cordon --quiet ownership --graph named.csv --listed listed.csv --what-if 'X sells 45 % of B to Bank to Trade' --what-if 'Bank to Trade is designated' --format jsonl | verdicts)" = "Bank to Trade=blocked" ] || fail "a name with a word of the grammar"
expect_status 2 cordon ownership --graph graph.csv --listed listed.csv --what-if 'X eats B'
expect_text "Y buys 7 % of Z" <"$WORK/stderr"
expect_status 0 cordon --quiet ownership --graph graph.csv --listed listed.csv --all --format none --stats
expect_text '"parties":6.*"verdict_seconds"' <"$WORK/stderr"
cordon --quiet proximity X --to C --graph graph.csv --format json |
  expect_text '"words":"X holds shares in A \(40 %\); A holds shares in C \(50 %\)"'

# What is odd about the input is said: ids nobody has, shares as fractions, shares beyond 100 %, days without interests.
printf 'X\nNobody\n' >odd_listed.csv
printf 'X,A,60,60\nY,A,60,60\nX,B,60,60,2014-01-01,2015-01-01\n' >odd.csv
expect_status 0 cordon ownership --graph odd.csv --listed odd_listed.csv A B --as-of 2020-01-01 --format jsonl
expect_text '1 of 2 listed ids do not occur in the graph: Nobody' <"$WORK/stderr"
expect_text 'A: contradictory data: the least shares given add up to more than 100 %' <"$WORK/stderr"
expect_text 'B: no interest in B is known on 2020-01-01' <"$WORK/stderr"
printf 'Nobody\n' >odd_listed.csv
printf 'X,A,0.6,0.6\n' >odd.csv
expect_status 0 cordon ownership --graph odd.csv --listed odd_listed.csv --all --format none
expect_text 'none of the listed ids occurs in the graph' <"$WORK/stderr"
expect_text 'shares look like fractions; percent are expected' <"$WORK/stderr"
cordon --quiet ownership --graph graph.csv --listed listed.csv X --measure ssi-directive-1 --format json |
  expect_text '"means":"subject to ssi-directive-1, which does not block"'
cordon --quiet ownership --graph graph.csv --listed listed.csv A --format table | expect_text 'X \(listed\) holds shares in A \(40 %\)'

# A register as UK PSC lines is read as a graph by its content; bands are ranges.
cat >psc.jsonl <<'JSON'
{"company_number":"01234567","data":{"kind":"corporate-entity-person-with-significant-control","name":"X","natures_of_control":["ownership-of-shares-50-to-75-percent"],"notified_on":"2020-01-01","links":{"self":"/company/01234567/persons-with-significant-control/corporate-entity/abc"}}}
JSON
expect_status 0 cordon ownership --graph psc.jsonl --listed listed.csv --all --format jsonl
expect_text '"entity_id":"01234567"' <"$WORK/stdout"

# Screening: a company that no list names, reached through two levels; a manager of a listed ship; an activity.
cat >list.json <<'JSON'
{"id":"p1","schema":"Person","properties":{"name":["Ivan Petrovich Testov"],"topics":["sanction"],"programId":["US-RUSSIA"]}}
{"id":"c1","schema":"Company","properties":{"name":["Severnaya Zvezda Holding"]}}
{"id":"c2","schema":"Company","properties":{"name":["Baltic Freight Trading Limited"]}}
{"id":"v2","schema":"Vessel","properties":{"name":["Ocean Grief"],"imoNumber":["9074729"],"topics":["sanction"],"programId":["US-RUSSIA"],"operator":["c4"]}}
{"id":"c4","schema":"Company","properties":{"name":["Harmless Shipmanagement"]}}
{"id":"o1","schema":"Ownership","properties":{"owner":["p1"],"asset":["c1"],"percentage":["60"]}}
{"id":"o2","schema":"Ownership","properties":{"owner":["c1"],"asset":["c2"],"percentage":["50"]}}
JSON
expect_status 0 cordon --quiet import list.json --as-of 2024-01-01 --format none
# Of a regime without any list nothing is known: no verdict, and no silent 'not blocked'.
for wanted in --all c2; do
  expect_status 1 cordon ownership "$wanted" --regime eu --format jsonl
  expect_text 'no list of eu is loaded: import one, or give --listed' <"$WORK/stderr"
  [ ! -s "$WORK/stdout" ] || fail "a verdict without a list"
done
expect_status 0 cordon ownership --graph graph.csv --listed listed.csv --all --regime eu --format none
cordon --quiet screen 'Baltic Freight Trading Ltd' --regime eu --regime us-ofac --format jsonl >eu.jsonl
python3 - <<'PY'
import json
hit, = json.load(open("eu.jsonl"))["hits"]
verdicts = {reach["regime"]: (reach["verdict"], reach["ownership"]["missing"]) for reach in hit["reach"]}
assert verdicts == {"us-ofac": ("blocked", []), "eu": ("undetermined", ["no EU list is loaded"])}, verdicts
PY
cordon --quiet screen 'Baltic Freight Trading Ltd' --regime us-ofac --format table | expect_text 'ownership +us-ofac +blocked'
limbs() { python3 -c 'import json,sys; print(" ".join("%s:%s:%s" % (h["entity_id"], h["limb"], ",".join("%s/%s/%s" % (r["regime"], r["verdict"], r["depth"]) for r in h["reach"] if r["depth"])) for l in sys.stdin for h in json.loads(l)["hits"]))'; }
[ "$(cordon screen 'Baltic Freight Trading Ltd' --depth 2 --format jsonl | limbs)" = "c2:ownership:us-ofac/blocked/2" ] || fail "ownership limb"
[ "$(cordon screen 'Baltic Freight Trading Ltd' --depth 1 --format jsonl | limbs)" = "c2:name:" ] || fail "depth 1 looks through one level"
[ "$(cordon screen 'Harmless Shipmanagement' --depth 1 --format jsonl | limbs)" = "c4:vessel:us-ofac/None/1" ] || fail "vessel limb"
[ "$(cordon screen 'Ivan Testov' --depth 1 --format jsonl | limbs)" = "p1:name:" ] || fail "name limb"
cordon screen 'Baltic Freight Trading Ltd' --regime us-ofac --format jsonl |
  expect_text 'Severnaya Zvezda Holding holds shares in Baltic Freight Trading Limited \(50 %\); Ivan Petrovich Testov \(listed\)'
# Owners named in a file are linked to the lists by name, and that is said.
printf 'owner,asset,share_min,share_max\nIvan Petrovich Testov,Gamma Works,51,51\n' >own.csv
[ "$(cordon screen 'Gamma Works' --graph own.csv --format jsonl | limbs)" = "Gamma Works:ownership:us-ofac/blocked/1" ] || fail "file limb"
expect_status 0 cordon ownership --graph own.csv --all --format jsonl
expect_text "taken for p1" <"$WORK/stderr"
# A name that is only like a listed one leaves open what depends on it, and nothing else.
printf 'owner,asset,share_min,share_max\nTestov,Gamma Works,51,51\nTestov,Delta Works,49,49\nIvan Petrovich Testov,Eta Works,50,50\nTestov,Eta Works,50,50\n' >like.csv
expect_status 0 cordon ownership 'Gamma Works' 'Delta Works' 'Eta Works' --graph like.csv --format jsonl
[ "$(verdicts <"$WORK/stdout")" = "Delta Works=not_blocked Eta Works=blocked Gamma Works=undetermined" ] || fail "a doubtful owner: $(cat "$WORK/stdout")"
expect_text "\"missing\":\[\"whether 'Testov' is the listed Ivan Petrovich Testov \(p1\), name score 0.[78][0-9]\"\]" <"$WORK/stdout"
expect_text '"owner_status":"possibly-listed"' <"$WORK/stdout"
cordon --quiet ownership 'Gamma Works' --graph like.csv --format table | expect_text "whether 'Testov' is the listed"
[ "$(cordon screen 'Gamma Works' --graph like.csv --regime us-ofac --format jsonl | limbs)" = "Gamma Works:ownership:us-ofac/undetermined/1" ] || fail "limb of a doubtful owner"
[ "$(cordon screen 'Delta Works' --graph like.csv --regime us-ofac --format jsonl | limbs)" = "" ] || fail "no limb without doubt"
cordon --quiet ownership --graph like.csv --what-if 'Testov is delisted' --format jsonl | expect_text '"entity_id":"Gamma Works","verdict":"not_blocked".*"verdict_before":"undetermined"'
cat >rows.csv <<'CSV'
id,name,activity,tenor_days,instrument,actor_nationality,actor_place
1,Sberbank,loan,20,bond,US,US
2,Somebody,,,,,
CSV
cordon screen --input rows.csv --format jsonl >rows.jsonl
python3 - <<'PY'
import json
first, second = [json.loads(line) for line in open("rows.jsonl")]
assert any(a["family"] == "us-ssi-1" and a["outcome"] == "prohibited" for a in first["activity"]), first
assert "activity" not in second, second
PY

# Assessments: a name alone is a fact only when it is a full one; 'not listed' rests on a list of a day.
cat >eu_fsf.json <<'JSON'
{"id":"e1","schema":"Person","properties":{"name":["Arkady Romanovich Testenberg"],"weakAlias":["Sabir"],"topics":["sanction"]}}
{"id":"e1-s","schema":"Sanction","properties":{"entity":["e1"],"programId":["EU-UKR"]}}
JSON
mkdir -p assess
CORDON_DATA="$WORK/assess" expect_status 0 cordon --quiet import eu_fsf.json --as-of 2024-01-10 --format none
eu269() {
  printf 'as_of: %s\nactivity: {type: payment, parties: [{name: "%s", owners: []}], actor: {nationality: DE, place: DE}}\n' "$1" "$2" >ask.yaml
  CORDON_DATA="$WORK/assess" cordon --quiet assess ask.yaml --format jsonl |
    python3 -c 'import json,sys; print(*["%s %s" % (d["outcome"], d["missing_facts"]) for d in map(json.loads, sys.stdin) if d["family"] == "eu-269"])'
}
[ "$(eu269 2024-01-20 'Arkady Testenberg')" = "prohibited []" ] || fail "a full name: $(eu269 2024-01-20 'Arkady Testenberg')"
for name in 'A. Testenberg' Sabir; do
  [ "$(eu269 2024-01-20 "$name")" = "unknown ['is $name the listed Arkady Romanovich Testenberg (e1)?']" ] || fail "$name: $(eu269 2024-01-20 "$name")"
done
printf 'as_of: 2024-06-01\nactivity: {type: payment, parties: [{name: Jemand}], actor: {nationality: DE, place: DE}}\n' >stale.yaml
CORDON_DATA="$WORK/assess" cordon --quiet assess stale.yaml --format jsonl |
  expect_text '"the EU list as of 2024-06-01 \(the newest here is of 2024-01-10\)"'
CORDON_DATA="$WORK/assess" cordon --quiet assess stale.yaml --as-of 2024-01-20 --format jsonl >fresh.jsonl
grep -q 'newest here' fresh.jsonl && fail "a fresh list is called stale"
expect_status 0 cordon assess stale.yaml --as-of 1999-01-01 --format jsonl
expect_text 'no rule of the book was in force or pending on 1999-01-01' <"$WORK/stderr"
[ ! -s "$WORK/stdout" ] || fail "an answer for 1999"

# Importing ownership data: kept as a source of its own, looked through, its parties never hits by name alone.
printf 'owner,asset,share_min,share_max,start,end,kind\nIvan Petrovich Testov,Delta Holding,30,40,2020-01-01,,jointly-held\nIvan Petrovich Testov,Delta Holding,21,21,,,\nIvan Petrovich Testov,Delta Holding,,,,,board\n' >register.csv
expect_status 0 cordon import register.csv --as-of 2024-01-01 --format jsonl
expect_text '"source":"register".*"format":"ownership-interests-csv".*"subjects":2,"entities":5' <"$WORK/stdout"
expect_status 0 cordon import register.csv --as-of 2024-01-01 --format jsonl
expect_text '"unchanged":true' <"$WORK/stdout"
[ "$(cordon --quiet ownership 'Delta Holding' --format jsonl | verdicts)" = "Delta Holding=blocked" ] || fail "imported interests"
cordon --quiet ownership 'Delta Holding' --format json |
  expect_text '"share_min":30,"share_max":40,"via":"jointly-held"'
cordon --quiet screen 'Delta Holding' --format jsonl | expect_text '"hits":\[\]'
[ "$(cordon --quiet screen 'Delta Holding' --regime us-ofac --format jsonl | limbs)" = "Delta Holding:ownership:us-ofac/blocked/1" ] || fail "limb of imported interests"
gzip -k register.csv
[ "$(cordon --quiet ownership --graph register.csv.gz --listed listed.csv 'Delta Holding' --format jsonl | verdicts)" = "Delta Holding=not_blocked" ] || fail "a compressed graph"

# Owners in an imported FollowTheMoney file are taken for listed people by name, as those of other ownership data are.
printf '%s\n' '{"id":"a1","schema":"Person","properties":{"name":["Arkady Romanovich Rotenberg"]}}' \
  '{"id":"b1","schema":"Company","properties":{"name":["Baker Consult LLC"]}}' \
  '{"id":"o1","schema":"Ownership","properties":{"owner":["a1"],"asset":["b1"],"percentage":["80"]}}' >"$WORK/file.jsonl"
cordon --quiet --data "$WORK/ftm" import "$REPO/data/starter/2021-01-20" --as-of 2021-01-20 --format none
cordon --quiet --data "$WORK/ftm" import "$WORK/file.jsonl" --source register --as-of 2021-01-20 --format none
expect_status 0 cordon --data "$WORK/ftm" ownership b1 --regime us-ofac --as-of 2021-01-21 --format jsonl
expect_text '"entity_id":"b1","verdict":"blocked","share_min":80' <"$WORK/stdout"
