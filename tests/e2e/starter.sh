# The shipped example: four dates of the starter lists, what changed between them, and the sample portfolio.
for date in 2020-12-15 2021-01-20 2021-04-16 2021-08-21; do
  expect_status 0 cordon --quiet import "$REPO/data/starter/$date" --as-of "$date" --format jsonl
done
# Fortuna and KVT-RUS: listed on 19 January 2021 under PEESA.
cordon --quiet screen "KVT-RUS" --as-of 2020-12-15 --format json | expect_text '"hits":\[\]'
cordon --quiet screen "KVT-RUS" --as-of 2021-01-20 --format json | expect_text 'PEESA'
cordon changes --source us_ofac_sdn --from 2020-12-15 --to 2021-01-20 --format jsonl >"$WORK/changes"
expect_text '"kind":"added".*KVT-RUS' <"$WORK/changes"
expect_status 2 cordon changes --source us_ofac_sdn --from 2021-01-20 --to 2020-12-15
expect_text 'expected --from to be the older version' <"$WORK/stderr"
expect_status 1 cordon changes --programme RUSSIA-EO14204
expect_text 'expected a programme of these lists' <"$WORK/stderr"
expect_status 2 cordon frobnicate
expect_text 'frobnicate' <"$WORK/stderr"
# The portfolio: every row is answered in order, expected hits are found, clean names are clean.
cordon --quiet screen --input "$REPO/data/starter/portfolio.csv" --format jsonl >"$WORK/portfolio.jsonl"
python3 - "$REPO/data/starter/portfolio.csv" "$WORK/portfolio.jsonl" <<'PY'
import csv, json, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
answers = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
assert len(rows) == len(answers) == 60, (len(rows), len(answers))
wrong = []
for row, answer in zip(rows, answers):
    assert row["id"] == answer["id"], (row["id"], answer["id"])
    assert answer["searched"]["versions"], answer
    found = any(hit["match"] for hit in answer["hits"])
    if row["expected"] == "hit" and not found or row["expected"] == "clean" and found:
        wrong.append((row["id"], row["name"], row["expected"], [h["caption"] for h in answer["hits"]]))
assert not wrong, wrong
PY
# Index and exhaustive search agree.
cordon --quiet screen --input "$REPO/data/starter/portfolio.csv" --format jsonl --candidates exhaustive --threads 1 | cmp - "$WORK/portfolio.jsonl" ||
  fail "exhaustive search and the index differ"
