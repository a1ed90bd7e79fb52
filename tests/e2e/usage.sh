# Exit statuses and help.
expect_status 2 cordon
expect_status 2 cordon no-such-command
expect_status 2 cordon screen
expect_status 2 cordon screen X --as-of yesterday
expect_status 0 cordon --help
expect_text "First steps" <"$WORK/stdout"
expect_status 0 cordon screen --help
expect_status 1 cordon screen "Nobody"
expect_text "no list is loaded" <"$WORK/stderr"
expect_status 0 cordon sources --format json
expect_status 0 cordon doctor --format json
expect_status 0 cordon compare "Vladimir Putin" "PUTIN, Vladimir Vladimirovich" --format json
# What cannot be read of a row stands in tables too; a header may be written in capitals; another separator is named.
printf 'id,name,dob\nour-1,Oleg Invented,1962\n' >"$WORK/our_list.csv"
expect_status 0 cordon --quiet import "$WORK/our_list.csv" --source our_list --as-of 2021-01-01 --format none
printf 'ID,Name,birth_date\n1,Oleg Invented,rubbish\n' >"$WORK/rows.csv"
expect_status 1 cordon screen --input "$WORK/rows.csv" --format table
expect_text "our-1.*birth_date: expected a date" <"$WORK/stdout"
printf 'id;name\n1;Oleg Invented\n' >"$WORK/semicolons.csv"
expect_status 1 cordon screen --input "$WORK/semicolons.csv"
expect_text "found 'id;name': columns are separated by commas" <"$WORK/stderr"
expect_status 2 cordon screen "Oleg Invented" --limit -1
# A hit in the text of a payment is a row of the table.
printf ':20:REF1\n:32A:210120EUR100,\n:50K:JANE DOE\n:59:ACME GMBH\n:70:FOR OLEG INVENTED\n-\n' >"$WORK/payment.txt"
expect_status 0 cordon screen --input "$WORK/payment.txt" --format table
expect_text ":70:.*OLEG INVENTED.*our-1" <"$WORK/stdout"
# A column that is named twice, pairs that cannot be read, numbers that cannot be right and names that are none are told.
printf 'id,name,name\n1,Oleg Invented,Foo\n' >"$WORK/twice.csv"
for command in "screen --input" "portfolio import" "compare --pairs"; do
  # shellcheck disable=SC2086
  expect_status 1 cordon $command "$WORK/twice.csv"
  expect_text "twice.csv:1: .*found 'name' as columns 2 and 3" <"$WORK/stderr"
done
expect_status 1 cordon screen "Oleg Invented" --id-number IMO8674157 --format json
expect_text '"problems":\["id_number: .*check digit \(does not fit\), found .IMO8674157' <"$WORK/stdout"
expect_status 0 cordon screen "Oleg Invented" --id-number IMO8674156 --format none
expect_status 1 cordon screen N/A --format none
printf 'schema,name1,name2\nPersn,Oleg,Oleg\n' >"$WORK/pairs.csv"
expect_status 1 cordon compare --pairs "$WORK/pairs.csv"
expect_text "Persn,Oleg,Oleg,0.999999,true" <"$WORK/stdout"
expect_text "pairs.csv:2: schema: .*found 'Persn'" <"$WORK/stderr"
expect_status 1 cordon compare "Oleg" "" --format none
expect_status 2 cordon compare "A B" "A B" --shadow payments
expect_text "shadow needs --pairs" <"$WORK/stderr"
# A bound that can be read.
expect_status 2 cordon screen "Oleg Invented" --limit -1
expect_text "expected a whole number, 0 or more, found '-1'" <"$WORK/stderr"
[ "$(wc -c <"$WORK/stderr")" -lt 300 ] || fail "a long message: $(cat "$WORK/stderr")"
# A score below 1 is no 1, in tables and CSV as in JSON: what a threshold of 1 leaves out is not shown as 1.
for format in table csv json; do
  expect_status 0 cordon compare "Igor Sechin" "Igor SECHIN" --format $format
  expect_text '0\.99999' <"$WORK/stdout"
done
