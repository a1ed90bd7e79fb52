# Payment messages screened by party, agent and free text.
seeds="$REPO/fuzz/seeds/payment"
cordon --quiet import "$REPO/data/starter/2021-01-20" --as-of 2021-01-20 --format none
expect_status 0 cordon payments "$seeds/pacs008.xml" --format jsonl
expect_text '"status":"hit"' <"$WORK/stdout"
expect_text '"role":"creditor_agent"' <"$WORK/stdout"
expect_text '"found":"Arkady Rotenberg"' <"$WORK/stdout"
cp "$WORK/stdout" "$WORK/payments.jsonl"
expect_status 0 cordon screen --input "$seeds/pacs008.xml" --format jsonl
cmp "$WORK/stdout" "$WORK/payments.jsonl"
expect_status 3 cordon payments "$seeds/mt103.txt" --fail-on-hit --format none
printf '%s\n' '{"id":"A","parties":[{"role":"creditor","name":"Kestrel Moor Joinery","schema":"Organization"}],"texts":["invoice 12"]}' \
  '{"id":"B","parties":[{"role":"creditor","name":"KVT-RUS"}]}' >"$WORK/lines.jsonl"
expect_status 0 cordon payments "$WORK/lines.jsonl" --format jsonl
head -n 1 "$WORK/stdout" | expect_text '"status":"clear"'
tail -n 1 "$WORK/stdout" | expect_text '"id":"B"'
tail -n 1 "$WORK/stdout" | expect_text '"status":"hit"'
head -c 700 "$seeds/pacs008.xml" >"$WORK/cut.xml"
expect_status 1 cordon payments "$WORK/cut.xml" --format jsonl
expect_text 'cut.xml:' <"$WORK/stderr"
[ ! -s "$WORK/stdout" ]
# What was not screened is said: by status, on standard error, and by the exit status; a hit that was asked for counts more.
printf '%s\n' '{"id":"A","parties":[{"role":"creditor","name":"Kestrel Moor Joinery","colour":"blue"}]}' >"$WORK/odd.jsonl"
expect_status 1 cordon payments "$WORK/odd.jsonl" --format jsonl --fail-on-hit
expect_text '"status":"incomplete"' <"$WORK/stdout"
printf '%s\n' '{"id":"B","parties":[{"role":"creditor","name":"KVT-RUS","country":"Atlantis"}]}' >"$WORK/both.jsonl"
expect_status 1 cordon payments "$WORK/both.jsonl" --format none
expect_status 3 cordon payments "$WORK/both.jsonl" --format none --fail-on-hit
expect_text 'could not be read' <"$WORK/stderr"
expect_text 'is stale' <"$WORK/stderr"
for option in '--depth 2' '--regime eu' "--graph $WORK/odd.jsonl" '--map a=b'; do
  expect_status 2 cordon screen --input "$seeds/mt103.txt" $option
  expect_text "${option%% *} is not supported for payment messages" <"$WORK/stderr"
done
expect_status 0 cordon screen --input "$seeds/mt103.txt" --candidates exhaustive --format jsonl
cp "$WORK/stdout" "$WORK/exhaustive.jsonl"
expect_status 0 cordon screen --input "$seeds/mt103.txt" --format jsonl
cmp "$WORK/stdout" "$WORK/exhaustive.jsonl"
# A number is read without the marks around it.
for text in 'HIRE IMO 8674156.' 'see INV-8674156, freight' 'vessel (IMO 8674156); hire'; do
  printf '{"id":"A","parties":[{"role":"creditor","name":"Kestrel Moor Joinery","schema":"Organization"}],"texts":["%s"]}\n' "$text" \
    >"$WORK/number.jsonl"
  expect_status 0 cordon payments "$WORK/number.jsonl" --format jsonl
  expect_text '"status":"hit"' <"$WORK/stdout"
done
