# The horizon from the command line: calendar, timeline, scan, ledger.
expect_status 2 cordon horizon
expect_status 2 cordon horizon calendar --as-of someday
# A word nobody knows is an error that lists the known ones, not an empty answer.
expect_status 2 cordon horizon calendar --as-of 2020-12-15 --issue weather
expect_text "expected one of .*arms_control.*found 'weather'" <"$WORK/stderr"
expect_status 2 cordon horizon calendar --as-of 2020-12-15 --kind party
expect_status 2 cordon horizon calendar --as-of 2020-12-15 --programme NO-SUCH
expect_status 2 cordon horizon calendar --as-of 2020-12-15 --kind party --ics "$WORK/none.ics"
expect_status 2 cordon horizon timeline --issue weather
expect_status 2 cordon horizon timeline --actor XYZ
expect_status 2 cordon horizon index --dyad USA-RUS --issue weather
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

# The outlook: forecasts of rounds, next in line, what-if, briefing; nothing later than the day is used.
printf '%s\n' first_seen,n,programmes 2021-01-10,5,RUSSIA-EO14024:5 2021-02-01,30,RUSSIA-EO14024:30 \
  2021-02-20,8,RUSSIA-EO14024:8 2021-03-05,60,RUSSIA-EO14024:60 2021-03-30,4,RUSSIA-EO14024:4 \
  2021-04-15,32,RUSSIA-EO14024:32 2021-05-20,11,RUSSIA-EO14024:11 2021-06-10,9,RUSSIA-EO14024:9 >rounds.csv
cordon horizon outlook --rounds rounds.csv --as-of 2021-05-01 --format jsonl >before.jsonl
printf '%s\n' 2021-05-02,999999,ABSURD:999999 2099-01-01,7,ABSURD:7 >>rounds.csv
cordon horizon outlook --rounds rounds.csv --as-of 2021-05-01 --format jsonl >after.jsonl
cmp before.jsonl after.jsonl || fail "a later row changed a forecast"
expect_status 0 cordon horizon backtest --rounds rounds.csv --from 2021-03-01 --to 2021-06-10 --format json
expect_text '"exponential_90_brier"' <"$WORK/stdout"
expect_status 2 cordon horizon outlook --rounds rounds.csv --as-of 2021-05-01 --programme NO-SUCH
expect_text "RUSSIA-EO14024.*found 'NO-SUCH'" <"$WORK/stderr"
if grep -q ABSURD "$WORK/stderr"; then fail "a later row is named"; fi
expect_status 2 cordon horizon outlook --family weather
printf '%s\n' id,name,country,net_worth_busd,sector,allied_lists '1,Invented <b>Magnate,Russia,9.5,Energy,EU 2022-03-01' \
  '2,Invented Grocer,Russia,2,Retail,' >candidates.csv
cordon horizon next-in-line --candidates candidates.csv --as-of 2021-08-01 --format jsonl >before.jsonl
expect_text '"notice":"not a sanctions list' <before.jsonl
head -n 1 before.jsonl | expect_text '"id":"1"'
expect_status 0 cordon horizon brief --as-of 2021-05-01 --rounds rounds.csv --candidates candidates.csv -o brief.html
expect_text '<h2>Next triggers</h2>' <brief.html
expect_status 1 cordon horizon brief --as-of 2021-05-01 -o brief.doc
printf '%s\n' owner,asset,share_min,share_max magnate,works,60,60 magnate,shop,10,10 >graph.csv
printf 'somebody-else\n' >listed.csv
expect_status 0 cordon horizon whatif --designate magnate --graph graph.csv --listed listed.csv --format jsonl
expect_text '"entity_id":"works"' <"$WORK/stdout"
if grep -q '"entity_id":"shop"' "$WORK/stdout"; then fail "10 percent do not block"; fi

# The ledger: entered once, resolved once, scored.
expect_status 0 cordon horizon ledger add test-1 --question "It happens" --probability 0.8 --by 2021-06-01 --rule "seen" \
  --who analyst --made-on 2021-05-01
expect_status 1 cordon horizon ledger add test-1 --question "Again" --probability 0.1 --by 2021-06-01 --rule "seen" --who analyst
expect_status 0 cordon horizon ledger resolve test-1 --outcome yes --evidence "it did" --on 2021-05-20
expect_status 1 cordon horizon ledger resolve test-1 --outcome no --evidence "changed my mind"
cordon horizon ledger --as-of 2021-05-10 --format jsonl | grep '"id":"test-1"' | expect_text '"status":"open"'
cordon horizon ledger --format jsonl | grep '"id":"test-1"' | expect_text '"brier":0.04'

# Relations: daily sums in, a level out; screening knows nothing of it.
cordon --quiet import "$REPO/data/starter/2021-01-20" --as-of 2021-01-20 --format none
cordon screen "Fortuna" --as-of 2021-01-20 --format json >screen_before.json
{
  echo day,actor1,actor2,events,conflict_mass,cooperation_mass
  for year in 2019 2020; do
    for month in 01 02 03 04 05 06 07 08 09 10 11 12; do
      for day in 01 05 09 13 17 21 25; do echo "$year-$month-$day,USA,RUS,10,$((year - 2018)),$((2021 - year))"; done
    done
  done
} >sums.csv
expect_status 0 cordon horizon import-events sums.csv --format jsonl
expect_text '"days":168' <"$WORK/stdout"
expect_status 0 cordon horizon index --dyad USA-RUS --format jsonl
expect_text '"model":"tension-level@1"' <"$WORK/stdout"
expect_status 0 cordon horizon changepoints --dyad USA-RUS --format json
expect_status 1 cordon horizon index --dyad USA-CHN
expect_text 'USA-RUS' <"$WORK/stderr"
cordon horizon index --dyad USA-RUS --issue sanctions --format jsonl >index.jsonl
expect_text '"base_rate":.*"evidence":\[{"day":' <index.jsonl
cordon --quiet horizon outlook --rounds rounds.csv --as-of 2021-05-01 --format none
cordon --quiet horizon next-in-line --candidates candidates.csv --as-of 2021-08-01 --format none
cordon --quiet horizon brief --as-of 2021-05-01 --rounds rounds.csv --candidates candidates.csv -o brief.md
expect_text 'candidates, base rate' <brief.md
expect_text 'Invented &lt;b>Magnate' <brief.md
cordon screen "Fortuna" --as-of 2021-01-20 --format json >screen_after.json
cmp screen_before.json screen_after.json || fail "the horizon changed a screening result"

# Two tables that each hold a part of one day add up; the same table again changes nothing.
row 20201230 DEU RUS 163 4 -8.0 >part1.tsv
row 20201230 DEU RUS 172 4 -5.0 >part2.tsv
cordon --quiet horizon import-events part1.tsv part2.tsv --format none
cordon --quiet horizon import-events part1.tsv --format jsonl | expect_text '"unchanged":true'
cordon horizon index --dyad DEU-RUS --period day --format jsonl | expect_text '"day":"2020-12-30".*"events":2'

# Named events: ICEWS by column name, one a day, issue areas, one direction.
printf 'Event ID\tEvent Date\tSource Name\tSource Country\tCAMEO Code\tIntensity\tTarget Name\tTarget Country\n' >icews.tsv
for day in 05 06 06; do
  printf '1\t2021-02-%s\tTreasury\tUnited States\t163\t-8.0\tBank\tRussian Federation\n' "$day" >>icews.tsv
done
printf '1\t2021-02-07\tMinistry\tRussian Federation\t057\t8.0\tTreasury\tUnited States\n1\t2021-02-30\tA\tUnited States\t163\t-8\tB\tFrance\n' \
  >>icews.tsv
cordon --data "$WORK/named" horizon import-events icews.tsv --format jsonl >imported.jsonl
expect_text '"format":"icews".*"rows":5,"parsed":4,"rejected":1,.*"repeated":1' <imported.jsonl
cordon --data "$WORK/named" horizon index --dyad "USA>RUS" --period day --format jsonl >forth.jsonl
cordon --data "$WORK/named" horizon index --dyad "RUS>USA" --period day --format jsonl >back.jsonl
[ "$(wc -l <forth.jsonl)" -eq 2 ] || fail "one direction is not two days"
[ "$(wc -l <back.jsonl)" -eq 1 ] || fail "the other direction is not one day"
expect_status 0 cordon --data "$WORK/named" horizon index --dyad USA-RUS --issue sanctions --events --format jsonl
expect_status 2 cordon --data "$WORK/named" horizon index --dyad USA-RUS --issue weather --events

# Official texts become dated, typed events.
printf 'March 3, 2022. OFAC designated two invented banks pursuant to E.O. 14024. OFAC did not designate a third.\n' >release.txt
cordon horizon code release.txt --format jsonl >coded.jsonl
expect_text '"date":"2022-03-03".*"type":"designation","issuer":"US-OFAC".*"programmes":\["RUSSIA-EO14024"\]' <coded.jsonl
[ "$(wc -l <coded.jsonl)" -eq 1 ] || fail "a denial was coded"
printf 'OFAC designated two invented banks.\n' >undated.txt
printf 'On 2 March 2021\n\377\n' >latin.txt
expect_status 1 cordon horizon code latin.txt
expect_text 'latin.txt:2: expected UTF-8' <"$WORK/stderr"
expect_status 1 cordon horizon code undated.txt

# Every forecast is entered in the ledger once, with the hash of its data, its model, question and rule.
cordon --data "$WORK/kept" horizon outlook --rounds rounds.csv --as-of 2021-05-01 --format jsonl >outlook.jsonl
cordon --data "$WORK/kept" horizon next-in-line --candidates candidates.csv --as-of 2021-08-01 --format none
cp "$WORK/kept/ledger.csv" ledger.before
cordon --data "$WORK/kept" horizon outlook --rounds rounds.csv --as-of 2021-05-01 --format none
cordon --data "$WORK/kept" horizon next-in-line --candidates candidates.csv --as-of 2021-08-01 --format none
cmp ledger.before "$WORK/kept/ledger.csv" || fail "the same forecast was entered twice"
cordon --data "$WORK/kept" horizon ledger --format jsonl >ledger.jsonl
[ "$(grep -c '"id":"rounds-2021-05-01' ledger.jsonl)" -eq "$(wc -l <outlook.jsonl)" ] || fail "a forecast is missing in the ledger"
[ "$(grep -c '"id":"next-2021-08-01' ledger.jsonl)" -eq 2 ] || fail "a candidate is missing in the ledger"
grep '"id":"rounds-2021-05-01' ledger.jsonl | expect_text '"as_of_data":"[0-9a-f]{64}","model":"rounds-mixture@2 .hindcast.",'
cordon --data "$WORK/unkept" horizon outlook --rounds rounds.csv --as-of 2021-05-01 --no-ledger --format none
[ ! -e "$WORK/unkept/ledger.csv" ] || fail "--no-ledger was not heeded"

# How next in line ranked before each round, against wealth alone; outcomes from a file or from the loaded versions.
printf '%s\n' id,name,country,net_worth_busd,allied_lists '1,Invented <b>Magnate,Russia,9.5,EU 2021-02-01' \
  '2,Invented Grocer,Russia,12,' '3,Invented Banker,Russia,3,EU 2021-02-01' '4,Invented Miner,Russia,4,' >people.csv
printf '%s\n' id,designated_on 1,2021-03-05 3,2021-04-15 >outcomes.csv
cordon horizon next-in-line --candidates people.csv --evaluate --outcomes outcomes.csv --as-of 2021-08-01 --format jsonl >evaluated.jsonl
expect_text '"ranking":"model".*"rounds":2,"n":7,"designated":2,.*"auroc":1,' <evaluated.jsonl
expect_text '"ranking":"wealth".*"auroc":0.4,.*"difference_to_wealth":0,' <evaluated.jsonl
expect_status 1 cordon horizon next-in-line --candidates people.csv --evaluate --as-of 2021-08-01

# Exposure: probability times the share through all chains; nobody's verdict.
printf '%s\n' owner,asset,share_min,share_max 'Invented <b>Magnate,holding,80,80' holding,works,50,50 'Invented <b>Magnate,works,10,20' \
  'Invented Grocer,shop,,' >holdings.csv
printf '%s\n' id,name,amount works,Works,1000 shop,Shop,500 other,Other,1 >book.csv
cordon horizon exposure --candidates people.csv --portfolio book.csv --graph holdings.csv --as-of 2021-08-01 --format jsonl \
  >exposure.jsonl 2>"$WORK/stderr"
expect_text '"counterparty":"works".*"share_min":0.5,"share_max":0.6,.*"evidence":\["Invented <b>Magnate > holding > works"\]' <exposure.jsonl
[ "$(wc -l <exposure.jsonl)" -eq 1 ] || fail "a share of unknown size was counted"
expect_text '1 of 3 counterparties' <"$WORK/stderr"

# Forecasts are resolved by the versions of the list they were about, once, and never by what came after their window.
sdn() { # a list of the day: rows "number,name,programme"
  day="$1"; shift
  for row in "$@"; do
    IFS=, read -r number name programme <<<"$row"
    printf '%s,"%s",individual,%s,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 01 Jan 1970."\r\n' "$number" "$name" "$programme"
  done >sdn.csv
  cordon --quiet --data "$WORK/dated" import sdn.csv --source us_ofac_sdn --as-of "$day" --format none || fail "import of $day"
}
old='9000,ELDER Oleg,RUSSIA-EO14024'
second='9002,NOVIKOV Igor,RUSSIA-EO14024'
third='9003,MAGNATOV Semyon,RUSSIA-EO14024'
fourth='9004,LATEROV Gleb,RUSSIA-EO14024'
sdn 2026-01-01 "$old"
sdn 2026-01-10 "$old" "$second"
printf '%s\n' id,name,country,birth_date '1,Semyon Magnatov,Russia,1970-01-01' '2,Gleb Laterov,Russia,' >near.csv
cordon --data "$WORK/dated" horizon outlook --as-of 2026-01-12 --horizon 20,30 --format none
cordon --data "$WORK/dated" horizon next-in-line --candidates near.csv --as-of 2026-01-12 --format none
cordon --data "$WORK/dated" horizon brief --as-of 2026-01-12 --candidates near.csv -o first.md
cp "$WORK/dated/ledger.csv" ledger.before
cordon --data "$WORK/dated" horizon brief --as-of 2026-01-12 --candidates near.csv -o first.md
cmp ledger.before "$WORK/dated/ledger.csv" || fail "the briefing entered a forecast twice"
cordon --data "$WORK/dated" --quiet horizon ledger resolve --format jsonl >resolved.jsonl
if grep -v '"result":"open"' resolved.jsonl; then fail "a forecast was resolved before anything was published"; fi
sdn 2026-02-05 "$old" "$second" "$third"
cordon --data "$WORK/dated" --quiet horizon ledger resolve --as-of 2026-02-01 --format jsonl >resolved.jsonl
if grep -v '"result":"open"' resolved.jsonl; then fail "a version after --as-of was used"; fi
cordon --data "$WORK/dated" --quiet horizon ledger resolve --format jsonl >resolved.jsonl
grep 'rounds-2026-01-12-20d' resolved.jsonl | sed -n 1p | expect_text '"result":"resolved","outcome":false,"resolved_on":"2026-02-05".*later than the window.*too late'
grep 'rounds-2026-01-12-30d' resolved.jsonl | sed -n 1p |
  expect_text '"outcome":true,"resolved_on":"2026-02-05","evidence":"us_ofac_sdn version 3 of 2026-02-05 [(]sha256 [0-9a-f]*[)]: 1 new entry: ofac-9003; the version before is of 2026-01-10"'
grep 'next-2026-01-12-1' resolved.jsonl | expect_text '"outcome":true,"resolved_on":"2026-02-05","evidence":"ofac-9003 .* came with us_ofac_sdn version 3'
grep 'next-2026-01-12-2' resolved.jsonl | expect_text '"result":"open"'
cp "$WORK/dated/ledger.csv" ledger.before
cordon --data "$WORK/dated" --quiet horizon ledger resolve --format none
cmp ledger.before "$WORK/dated/ledger.csv" || fail "a forecast was resolved twice"
# The record stands beside the next probability, and an earlier day does not know it.
cordon --data "$WORK/dated" horizon outlook --as-of 2026-02-06 --no-ledger --format jsonl >answer.jsonl
head -n 1 answer.jsonl | expect_text '"ledger_record":\[\]'
cordon --data "$WORK/dated" horizon outlook --as-of 2026-02-06 --format jsonl >answer.jsonl
head -n 1 answer.jsonl | expect_text '"ledger_record":\[{"model":"rounds-mixture@2 .hindcast.","n":'
cordon --data "$WORK/dated" horizon outlook --as-of 2026-01-30 --format jsonl >answer.jsonl
head -n 1 answer.jsonl | expect_text '"ledger_record":\[\]'
cordon --data "$WORK/dated" horizon brief --as-of 2026-02-06 -o second.md
expect_text 'In the ledger: rounds-mixture@2 .hindcast., n ' <second.md
# A year later the person came after the window; between the two versions nobody looked, so that nothing is claimed.
sdn 2027-01-05 "$old" "$second" "$third"
sdn 2027-02-20 "$old" "$second" "$third" "$fourth"
cordon --data "$WORK/dated" --quiet horizon ledger resolve --format jsonl | grep 'next-2026-01-12-2' |
  expect_text '"result":"undetermined","outcome":null,"resolved_on":null,.*the day is not known'
expect_status 2 cordon --data "$WORK/dated" horizon ledger resolve some-id
expect_status 2 cordon --data "$WORK/dated" horizon ledger resolve some-id --outcome yes --evidence e --rounds rounds.csv

# Forecasts made from a file of rounds are resolved by the file of that name.
cordon --data "$WORK/kept" --quiet horizon ledger resolve --format jsonl >answer.jsonl
grep '"id":"rounds-2021-05-01-30d' answer.jsonl | sed -n 1p | expect_text '"result":"open".*resolve it with --rounds rounds.csv'
cordon --data "$WORK/kept" --quiet horizon ledger resolve --rounds rounds.csv --format jsonl >answer.jsonl
grep '"id":"rounds-2021-05-01-30d' answer.jsonl | sed -n 1p | expect_text '"outcome":true,"resolved_on":"2021-05-02","evidence":"rounds.csv [(]sha256'

# Missing data is no quiet: long after the newest version, or the last round of a file, there is no probability.
expect_status 1 cordon --data "$WORK/dated" horizon outlook --as-of 2026-08-01
expect_text 'rounds are known to 2026-02-05 .the newest version of us_ofac_sdn., 177 days before 2026-08-01' <"$WORK/stderr"
printf '%s\n' first_seen,n 2021-01-10,5 2021-02-01,30 2021-02-20,8 2021-03-05,60 2021-03-30,4 2021-04-15,32 >ended.csv
expect_status 1 cordon horizon outlook --rounds ended.csv --as-of 2022-04-15
expect_text 'the last round of ended.csv.*--rounds-until' <"$WORK/stderr"
expect_status 0 cordon horizon outlook --rounds ended.csv --as-of 2021-05-15 --no-ledger
expect_status 0 cordon horizon outlook --rounds ended.csv --rounds-until 2022-04-14 --as-of 2022-04-15 --no-ledger --format jsonl
expect_text '"days_since_last":365.*"complete_to":"2022-04-14"' <"$WORK/stdout"
cordon horizon brief --as-of 2022-04-15 --rounds ended.csv --no-ledger >brief.md
expect_text 'so that no probability follows' <brief.md
cordon --data "$WORK/dated" horizon next-in-line --candidates near.csv --as-of 2026-08-01 --no-ledger --format csv | expect_text 'us_ofac_sdn is of 2026-02-05, 177 days before the day'
cordon --data "$WORK/dated" horizon brief --candidates near.csv --as-of 2026-08-01 --no-ledger | expect_text 'CAUTION: us_ofac_sdn is of 2026-02-05'
cordon --data "$WORK/empty" horizon next-in-line --candidates near.csv --as-of 2026-08-01 --no-ledger --format csv | expect_text 'no list is loaded'

# An allied listing of a later day changes nothing of an answer, its hash included.
printf '%s\n' id,name,country,allied_lists '1,Semyon Magnatov,Russia,EU 2026-03-01' '2,Gleb Laterov,Russia,' >later.csv
printf '%s\n' id,name,country,allied_lists '1,Semyon Magnatov,Russia,' '2,Gleb Laterov,Russia,' >never.csv
cordon --data "$WORK/empty" horizon next-in-line --candidates later.csv --as-of 2026-02-01 --no-ledger --format jsonl >later.jsonl
cordon --data "$WORK/empty" horizon next-in-line --candidates never.csv --as-of 2026-02-01 --no-ledger --format jsonl >never.jsonl
cmp later.jsonl never.jsonl || fail "a later listing changed a forecast"

# The ledger takes no forecast that cannot be one, and marks what was written down later.
expect_status 1 cordon horizon ledger add late --question q --probability 0.5 --rule r --who w --by 2021-05-01 --made-on 2021-05-01
expect_status 1 cordon horizon ledger add early --question q --probability 0.5 --rule r --who w --by 2999-05-01 --made-on 2998-05-01
expect_text 'made-on: expected a day up to today' <"$WORK/stderr"
expect_status 0 cordon horizon ledger add marked --question q --probability 0.5 --rule r --who w --by 2021-05-02 --made-on 2021-05-01
expect_status 2 cordon horizon ledger resolve marked --outcome yes --evidence ' '
cordon horizon ledger --format jsonl >ledger.jsonl
grep '"id":"marked"' ledger.jsonl | expect_text '"model":"w .hindcast.".*"status":"overdue".*entered on 20'

# Damaged rows are errors with their line, not other answers.
expect_bad() { # file content, command..., text expected
  printf "$1" >bad.csv
  expect_status 1 cordon "${@:3}"
  expect_text "$2" <"$WORK/stderr"
}
next=(horizon next-in-line --candidates bad.csv --as-of 2022-12-31)
expect_bad 'id,name,allied_lists\n1,A,EU 2022-99-01\n' 'bad.csv:2.*2022-99-01' "${next[@]}"
expect_bad 'id,name,allied_lists\n1,A,XX\n' "bad.csv:2.*found 'XX'" "${next[@]}"
expect_bad 'id,name,net_worth_busd\n1,A,-5\n' 'bad.csv:2.*0 or more' "${next[@]}"
expect_bad 'id,name,birth_date\n1,A,1999-99-99\n' 'bad.csv:2.*1999-99-99' "${next[@]}"
expect_bad 'id,name\n1,A\n2,B\n1,C\n' 'bad.csv:4.*line 2 too' "${next[@]}"
expect_bad 'id,name\n1,A,more\n' 'bad.csv:2.*expected 2 cells, found 3' "${next[@]}"
expect_bad 'id,name\n1,A\377\n' 'bad.csv:2.*UTF-8' "${next[@]}"
expect_bad 'first_seen,n\n2021-01-10,5\n2021-02-10,\n' 'bad.csv:3.*found nothing' horizon outlook --rounds bad.csv --as-of 2021-02-11
expect_bad 'day,USA_RUS\n2021-01-10,nan\n' "bad.csv:2.*'nan'" horizon index --input bad.csv --dyad USA-RUS
expect_bad 'day,USA_RUS\n2021-01-10,1,2\n' 'bad.csv:2.*expected 2 cells, found 3' horizon index --input bad.csv --dyad USA-RUS
expect_bad 'day,USA_RUS\n2021-01-10,1\n2021-01-10,2\n' 'bad.csv:3.*line 2 too' horizon index --input bad.csv --dyad USA-RUS

cordon horizon scan "$WORK/events.tsv" --by-issue --format csv 2>/dev/null | expect_text 'issue'

# Blocs are parties like countries.
cordon horizon index --dyad EU-RUS --issue sanctions --format jsonl >eu.jsonl
expect_text '"dyad":"EU-RUS"' <eu.jsonl
expect_status 0 cordon horizon index --dyad NATO-RUS --issue nato

# The briefing's triggers: what binds by law and is near, what is overdue, what touches the portfolio.
cordon --data "$WORK/empty" horizon brief --as-of 2020-12-15 --no-ledger >brief.md
for trigger in 'overdue.*Navalny' 'NDAA FY2021 with PEESCA: a veto' 'Inauguration' 'General licences on GAZ Group' 'EU sectoral measures' 'New START expires' \
  'PEESA report'; do
  expect_text "$trigger" <brief.md
done
printf '%s\n' id,name 1,Fortuna >touched.csv
cordon horizon brief --as-of 2021-01-20 --portfolio touched.csv --no-ledger >brief.md
expect_text 'PEESA report.*| PEESA' <brief.md
expect_text 'level: no clear change' <brief.md

# Outcomes from the list's own versions: who stands on the oldest one was never a candidate, and its day is no round; a
# candidate whom nobody could name yet is not at risk.
printf '%s\n' id,name,country,net_worth_busd,known_since '1,Semyon Magnatov,Russia,5,' '2,Oleg Elder,Russia,9,' '3,Unlisted Person,Russia,1,' \
  '4,Hidden Person,Russia,1,2026-02-05' >risk.csv
cordon --data "$WORK/dated" --quiet horizon next-in-line --candidates risk.csv --evaluate --as-of 2026-12-31 --format jsonl >risk.jsonl
head -n 1 risk.jsonl | expect_text '"rounds":1,"n":2,"designated":1,.*"by_round":\[{"day":"2026-02-05","n":2,"designated":1,'
cordon --data "$WORK/dated" --quiet horizon next-in-line --candidates risk.csv --as-of 2026-02-04 --no-ledger --format jsonl >risk.jsonl
if grep -q Hidden risk.jsonl; then fail "a candidate was named before anybody could know"; fi
