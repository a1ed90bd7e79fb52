# Several lists at once: clusters with reasons, judgements, discrepancies, a hull, programmes and rounds.
cat >"$WORK/us1.jsonl" <<'EOF'
{"id":"ofac-1","schema":"Person","properties":{"name":["Tariq Salim HARUNI"],"birthDate":["1968-03-14"],"nationality":["eg"],"programId":["SDGT"]}}
{"id":"ofac-2","schema":"Vessel","properties":{"name":["GREY HERON"],"imoNumber":["IMO9187629"],"flag":["pa"],"programId":["IRAN"]}}
EOF
sed 's/GREY HERON/NORTHERN TERN/; s/"pa"/"ga"/' "$WORK/us1.jsonl" >"$WORK/us2.jsonl"
echo '{"id":"ofac-3","schema":"Person","properties":{"name":["Third PERSON"],"programId":["RUSSIA-EO14024"]}}' >>"$WORK/us2.jsonl"
cat >"$WORK/un.jsonl" <<'EOF'
{"id":"unsc-QDi.901","schema":"Person","properties":{"name":["TARIQ SALIM AL-HARUNI"],"birthDate":["1968-03-14"],"nationality":["eg"],"programId":["Al-Qaida"]}}
EOF
cordon --quiet import "$WORK/us1.jsonl" --source us_ofac_sdn --as-of 2023-01-01 --format none
cordon --quiet import "$WORK/us2.jsonl" --source us_ofac_sdn --as-of 2023-02-01 --format none
cordon --quiet import "$WORK/un.jsonl" --source un_sc_sanctions --as-of 2023-01-01 --format none

cordon clusters --format jsonl | expect_text '"cluster_id":"ofac-1".*"basis":"name-and-birth"'
cordon screen "Tariq Salim Haruni" --format jsonl | expect_text '"entity_id":"unsc-QDi.901","cluster_id":"ofac-1"'
cordon screen "Tariq Salim Haruni" --format jsonl | expect_text '"meaning":\["SDGT: Global terrorism; blocking'
cordon export --as ftm --format jsonl | expect_text '"cluster_id":"ofac-1"'
cordon entity unsc-QDi.901 --format json | expect_text '"same_subject":\["ofac-1"\]'
cordon cluster judge ofac-1 unsc-QDi.901 --different --by "A. Analyst" --reason "other fathers" --format none
[ -z "$(cordon clusters --format jsonl)" ] || fail "judged different, still one cluster"
cordon cluster judge ofac-1 unsc-QDi.901 --withdraw --by "A. Analyst" --reason "same after all" --format none
cordon clusters --format jsonl | expect_text '"cluster_id":"ofac-1"'
[ "$(cordon cluster judgements --format jsonl | wc -l)" = 2 ] || fail "judgements are kept for good"
expect_status 2 cordon cluster judge ofac-1 unsc-QDi.901 --same --different --by A --reason B
expect_status 1 cordon cluster judge ofac-1 nobody --same --by A --reason B

cordon discrepancies --on us_ofac_sdn --not-on un_sc_sanctions --format jsonl | expect_text '"cluster_id":"ofac-2"'
expect_status 2 cordon discrepancies --kind colour

cordon vessel 9187629 --format json | expect_text '"value":"GREY HERON","first_seen":"2023-01-01","gone_since":"2023-02-01","former":true'
expect_status 1 cordon vessel 0000000
expect_status 1 cordon vessel 5055293

cordon programmes UKRAINE-EO13662 --source us_ofac_cons --format json | expect_text '"freezes_assets":false'
cordon changes --rounds --format jsonl | expect_text '"family":"russia".*"designations":1'
cordon changes --rounds --by month --format jsonl | expect_text '"key":"2023-02"'
