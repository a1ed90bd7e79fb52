# Lists carried in a signed bundle: the same versions on the other side, and nothing from a bundle that was changed.
cordon --quiet import "$REPO/data/starter/2021-04-16" --as-of 2021-04-16 --format none
expect_status 0 cordon bundle keygen "$WORK/lists.key" --format json
[ "$(stat -c %a "$WORK/lists.key")" = 600 ] || fail "the private key can be read by others"
expect_status 1 cordon bundle keygen "$WORK/lists.key"
expect_status 0 cordon bundle export "$WORK/lists.tar.gz" --sign "$WORK/lists.key" --format json
expect_text '"signed":true,"lists":\[\{"source":"un_sc_sanctions"|"source":"us_ofac_cons"' <"$WORK/stdout"
cordon bundle export "$WORK/again.tar.gz" --sign "$WORK/lists.key" --format none
cmp "$WORK/lists.tar.gz" "$WORK/again.tar.gz" || fail "the same lists give other bytes"
expect_status 1 cordon bundle export "$WORK/none.tar.gz" --source nobody

# The checks that need no cordon.
mkdir "$WORK/open" && tar -C "$WORK/open" -xzf "$WORK/lists.tar.gz"
(cd "$WORK/open" && sha256sum --quiet -c SHA256SUMS) || fail "sha256sum"
openssl pkeyutl -verify -pubin -inkey "$WORK/lists.key.pub" -rawin -in "$WORK/open/SHA256SUMS" \
  -sigfile "$WORK/open/SHA256SUMS.sig" >"$WORK/openssl.log" || fail "openssl: $(cat "$WORK/openssl.log")"

other() { cordon --data "$WORK/other" "$@"; }
expect_status 0 other --quiet bundle import "$WORK/lists.tar.gz" --verify "$WORK/lists.key.pub" --format jsonl
facts() {  # what must not depend on the way a list came
  "$@" versions --format jsonl | python3 -c '
import json, sys
for line in sys.stdin:
    v = json.loads(line)
    print({k: v[k] for k in ("source", "published", "sha256", "subjects", "entities", "added", "title", "format", "state")})'
}
[ "$(facts cordon)" = "$(facts other)" ] || fail "other versions came in: $(facts other)"
cordon --quiet screen "KVT-RUS" --limit 0 --format json >"$WORK/here"
other --quiet screen "KVT-RUS" --limit 0 --format json | cmp - "$WORK/here" || fail "other answers"
expect_status 0 other --quiet bundle import "$WORK/lists.tar.gz" --verify "$WORK/lists.key.pub" --format jsonl
expect_text '"unchanged":true' <"$WORK/stdout"
# The issuer's files behind the bundle: the same version.
expect_status 0 other --quiet import "$REPO/data/starter/2021-04-16" --as-of 2021-04-16 --format jsonl
grep -q '"unchanged":false' "$WORK/stdout" && fail "the files and the bundle are two versions: $(cat "$WORK/stdout")"

# Changed, cut, unsigned, signed by somebody else: one error, nothing stored.
refused() {  # PATTERN FILE [OPTION...]
  local pattern=$1
  shift
  expect_status 1 cordon --data "$WORK/empty" --quiet bundle import "$@" --format none
  [ "$(wc -l <"$WORK/stderr")" = 1 ] || fail "$pattern: expected one error: $(cat "$WORK/stderr")"
  expect_text "$pattern" <"$WORK/stderr"
  [ -z "$(cordon --data "$WORK/empty" sources --format jsonl)" ] || fail "$pattern: something was imported"
}
pack() { tar -C "$WORK/open" -czf "$WORK/changed.tar.gz" SHA256SUMS SHA256SUMS.sig manifest.json "$@"; }
lists=$(cd "$WORK/open" && ls list.*)
cp "$WORK/open/list.1.jsonl" "$WORK/kept"
sed -i '1s/"is_subject":true/"is_subject":false/; 1s/"schema":"/"schema":"X/' "$WORK/open/list.1.jsonl"
pack $lists
refused 'changed.tar.gz!list.1.jsonl: the bundle was changed' "$WORK/changed.tar.gz" --verify "$WORK/lists.key.pub"
refused 'the bundle was changed' "$WORK/changed.tar.gz"
(cd "$WORK/open" && sha256sum manifest.json $lists | sort -k2 >SHA256SUMS)  # by somebody without the key
pack $lists
refused "expected a signature made with the given key" "$WORK/changed.tar.gz" --verify "$WORK/lists.key.pub"
cp "$WORK/kept" "$WORK/open/list.1.jsonl"
head -c "$(($(stat -c %s "$WORK/lists.tar.gz") / 2))" "$WORK/lists.tar.gz" >"$WORK/cut.tar.gz"
refused 'intact' "$WORK/cut.tar.gz" --verify "$WORK/lists.key.pub"
cordon bundle export "$WORK/unsigned.tar.gz" --format none
refused 'found one without a signature' "$WORK/unsigned.tar.gz" --verify "$WORK/lists.key.pub"
cordon bundle keygen "$WORK/stranger.key" --format none
refused "expected a signature made with the given key" "$WORK/lists.tar.gz" --verify "$WORK/stranger.key.pub"
refused 'expected an Ed25519 public key' "$WORK/lists.tar.gz" --verify "$WORK/lists.key"
