#!/usr/bin/env python3
"""Checks the shipped starter lists in data/starter (official formats, references, history) and the programme table.

The lists are edited by hand, so every rule a reader relies on is verified here: field counts, the spelling of null, the
last byte, unique ids, parts that belong to a subject, IMO check digits, that a subject only disappears when
removals.csv says so, that the counts of the README are right, and that data/programmes explains every programme of the lists.
Usage: tools/check-starter.py [FOLDER]; exit 1 with one line per finding.
"""

import csv
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

DATES = ["2020-12-15", "2021-01-20", "2021-04-16", "2021-08-21"]
MIN_SUBJECTS = 120
PORTFOLIO_ROWS = 60
PORTFOLIO_COLUMNS = [
    "id", "name", "alias", "schema", "birth_date", "country", "id_number", "imo", "address", "note", "expected",
]
REMARKS_MAX_CHARS = 1000  # OFAC cuts the remarks there; the rest goes to the comments file
NULL = "-0- "  # the trailing blank belongs to the official spelling
FIELD = re.compile(r'"((?:[^"]|"")*)"|([^",]*)')
PROGRAMME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 \-]*")
IMO = re.compile(r"Vessel Registration Identification IMO (\S+?)[;.]")

# One entry per list: (source id, main file, addresses, aliases, comments).
SETS = [
    ("us_ofac_sdn", "sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"),
    ("us_ofac_cons", "cons_prim.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv"),
]
UN_SOURCE, UN_FILE = "un_sc_sanctions", "un_consolidated.xml"

PROGRAMMES = Path(__file__).resolve().parent.parent / "data" / "programmes" / "programmes.yaml"
PROGRAMME_FIELDS = {
    "key", "issuer", "sources", "names", "title", "authority", "since", "until", "measures", "status", "meaning",
    "mark", "since_mark", "verified", "note",
}
PROGRAMME_REQUIRED = PROGRAMME_FIELDS - {"since", "until", "since_mark", "note"}
STATUSES = {"in-force", "eased", "renamed", "ended", "unknown"}
SEEN_MARKS = {"V", "V2", "D"}

findings = []
used_programmes = set()  # (source, programme as the list writes it)


def finding(where, text):
    findings.append(f"{where}: {text}")


def imo_is_valid(number):
    if not re.fullmatch(r"\d{7}", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, range(7, 1, -1)))
    return total % 10 == int(number[6])


def split_row(line, where):
    """The fields of one raw line; quoted ones may not hold a null, unquoted ones only a null or a number."""
    fields, at = [], 0
    while True:
        match = FIELD.match(line, at)
        quoted, bare = match.group(1), match.group(2)
        if quoted is not None:
            if quoted.strip() in ("", "-0-"):
                finding(where, f"a quoted field holds {quoted!r}; null is written {NULL!r} without quotes")
            fields.append(quoted.replace('""', '"'))
        else:
            if bare != NULL and not bare.isdigit():
                finding(where, f"bare field {bare!r}; expected a number or {NULL!r}")
            fields.append(None if bare == NULL else bare)
        at = match.end()
        if at == len(line):
            return fields
        if line[at] != ",":
            finding(where, f"expected a comma at column {at + 1}, found {line[at]!r}")
            return fields
        at += 1


def read_ofac(path, width):
    data = path.read_bytes()
    if not data.endswith(b"\r\n\x1a") or data.count(b"\x1a") != 1:
        finding(path, "the last line must be the single byte 0x1A after CRLF")
    body = data.rstrip(b"\x1a")
    if body.count(b"\n") != body.count(b"\r\n") or body.count(b"\r") != body.count(b"\r\n"):
        finding(path, "every line must end in CRLF")
    try:
        text = body.decode("ascii")
    except UnicodeDecodeError as error:
        finding(path, f"not ASCII at byte {error.start}")
        return []
    rows = []
    for number, line in enumerate(text.split("\r\n")[:-1], start=1):
        where = f"{path}:{number}"
        fields = split_row(line, where)
        if len(fields) != width:
            finding(where, f"{len(fields)} fields, expected {width}")
            continue
        if fields[0] is None or not fields[0].isdigit():
            finding(where, f"id {fields[0]!r} is not a number")
            continue
        rows.append((where, fields))
    return rows


def check_subject(source, where, fields):
    if fields[1] is None:
        finding(where, "no name")
    if fields[2] not in (None, "individual", "vessel", "aircraft"):
        finding(where, f"type {fields[2]!r}")
    if fields[3] is None:
        finding(where, "no programme")
    else:
        for programme in fields[3].split("] ["):
            if not PROGRAMME.fullmatch(programme):
                finding(where, f"programme {programme!r}; several are written 'A] [B' without outer brackets")
            used_programmes.add((source, programme))
    for number in IMO.findall((fields[11] or "") + ";"):
        if not imo_is_valid(number):
            finding(where, f"IMO number {number} has a wrong check digit")


def check_parts(folder, ids, name, width, unique_part):
    """Rows of a part file must belong to a subject; with unique_part their own number is unique too."""
    path = folder / name
    if not path.exists():
        return []
    rows, seen = read_ofac(path, width), set()
    for where, fields in rows:
        if fields[0] not in ids:
            finding(where, f"id {fields[0]} is not in the main file")
        if unique_part and fields[1] in seen:
            finding(where, f"number {fields[1]} appears twice")
        seen.add(fields[1])
    if [int(fields[0]) for _, fields in rows] != sorted(int(fields[0]) for _, fields in rows):
        finding(path, "rows are not ordered by id")
    return rows


def check_ofac_set(source, folder, main, add, alt, comments):
    """Returns {id: name} of the subjects."""
    names, cut = {}, set()
    for where, fields in read_ofac(folder / main, 12):
        if fields[0] in names:
            finding(where, f"id {fields[0]} appears twice")
        names[fields[0]] = fields[1]
        check_subject(source, where, fields)
        remarks = fields[11] or ""
        if len(remarks) > REMARKS_MAX_CHARS:
            finding(where, f"remarks have {len(remarks)} characters, at most {REMARKS_MAX_CHARS}")
        if remarks and not remarks.endswith("."):
            cut.add(fields[0])
    if list(map(int, names)) != sorted(map(int, names)):
        finding(folder / main, "rows are not ordered by id")
    check_parts(folder, names, add, 6, unique_part=True)
    for where, fields in check_parts(folder, names, alt, 5, unique_part=True):
        if fields[2] not in ("aka", "fka", "nka"):
            finding(where, f"alias type {fields[2]!r}")
        if fields[3] is None:
            finding(where, "alias without a name")
    continued = {fields[0] for _, fields in check_parts(folder, names, comments, 2, unique_part=False)}
    for uid in sorted(cut ^ continued, key=int):
        finding(folder / main, f"{uid}: cut remarks and comments row must come together")
    return names


def check_un(path):
    names = {}
    root = ElementTree.parse(path).getroot()
    if root.tag != "CONSOLIDATED_LIST":
        finding(path, f"root {root.tag}, expected CONSOLIDATED_LIST")
    for record in root.iter():
        if record.tag not in ("INDIVIDUAL", "ENTITY"):
            continue
        reference = (record.findtext("REFERENCE_NUMBER") or "").strip()
        if not re.fullmatch(r"[A-Z]{2}[ie]\.\d{3}", reference):
            finding(path, f"reference number {reference!r}")
        if reference in names:
            finding(path, f"reference number {reference} appears twice")
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", record.findtext("LISTED_ON") or ""):
            finding(path, f"{reference}: listed on {record.findtext('LISTED_ON')!r}")
        used_programmes.add((UN_SOURCE, (record.findtext("UN_LIST_TYPE") or "").strip()))
        parts = [record.findtext(f"{order}_NAME") or "" for order in ("FIRST", "SECOND", "THIRD", "FOURTH")]
        names[reference] = " ".join(" ".join(parts).split())
    return names


def read_removals(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["source"], row["id"]): row for row in csv.DictReader(file)}


def check_history(source, versions, removals, used):
    """A subject of one version is in the next one unless removals.csv names it for exactly that version."""
    for (_, before), (date, after) in zip(versions, versions[1:]):
        for uid in sorted(set(before) - set(after)):
            row = removals.get((source, uid))
            if row is None or row["absent_from"] != date:
                finding(date, f"{source} {uid} {before[uid]} disappeared and removals.csv does not say so")
                continue
            used.add((source, uid))
            if row["name"] != before[uid]:
                finding(date, f"removals.csv calls {uid} {row['name']!r}, the list {before[uid]!r}")


def check_portfolio(path):
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf") or b"\r" in data:
        finding(path, "expected UTF-8 without a byte order mark and with LF line ends")
    rows = list(csv.DictReader(data.decode("utf-8").splitlines()))
    if list(rows[0]) != PORTFOLIO_COLUMNS:
        finding(path, f"columns {list(rows[0])}")
    if len(rows) != PORTFOLIO_ROWS:
        finding(path, f"{len(rows)} rows, expected {PORTFOLIO_ROWS}")
    if len({row["id"] for row in rows}) != len(rows):
        finding(path, "ids are not unique")
    for row in rows:
        if None in row or None in row.values():
            finding(path, f"{row['id']}: wrong number of fields")
        if row["expected"] not in ("hit", "near-miss", "clean"):
            finding(path, f"{row['id']}: expected {row['expected']!r}")
        if row["imo"] and not imo_is_valid(row["imo"]):
            finding(path, f"{row['id']}: IMO number {row['imo']} has a wrong check digit")
        if not re.fullmatch(r"(\d{4}(-\d{2}(-\d{2})?)?)?", row["birth_date"]):
            finding(path, f"{row['id']}: birth date {row['birth_date']!r}")


def check_readme(path, counts):
    """The table states how many subjects each list has at each date."""
    text = path.read_text(encoding="utf-8")
    for date in DATES:
        stated = re.search(rf"^\| `{date}` \| (\d*) ?\| (\d*) ?\| (\d*) ?\|", text, re.MULTILINE)
        found = tuple(str(counts[source].get(date, "")) for source in ("us_ofac_sdn", "us_ofac_cons", UN_SOURCE))
        if stated is None or stated.groups() != found:
            finding(path, f"{date}: states {stated and stated.groups()}, the files have {found}")


def yaml_value(text):
    """One value of the programme table, which keeps every field on one line: a flow list, a JSON string or a word."""
    if text.startswith("[") and not text.startswith('["'):
        return [word.strip() for word in text[1:-1].split(",") if word.strip()]
    return json.loads(text) if text[0] in '["' else text


def read_programmes(path):
    entries = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        match = re.fullmatch(r"(  - |    )([a-z_]+): (.+)", line)
        if match is None:
            if line.startswith(" ") and not line.lstrip().startswith("#"):
                finding(f"{path}:{number}", "expected 'field: value' on one line")
            continue
        if match.group(1) == "  - ":
            entries.append((number, {}))
        entries[-1][1][match.group(2)] = yaml_value(match.group(3))
    return entries


def check_programmes(path):
    header = path.read_text(encoding="utf-8").split("# Measures:")[1].split("# Dates")[0]
    vocabulary = set(re.findall(r"[a-z]+-[a-z\-]+", header))  # every measure has a hyphen
    keys, names = set(), set()
    for number, entry in read_programmes(path):
        where = f"{path}:{number}"
        for field in sorted((set(entry) - PROGRAMME_FIELDS) | (PROGRAMME_REQUIRED - set(entry))):
            finding(where, f"field {field} is unknown or missing")
        if PROGRAMME_REQUIRED - set(entry):
            continue
        key = (entry["key"], tuple(entry["sources"]))
        if key in keys:
            finding(where, f"{entry['key']} appears twice for the same sources")
        keys.add(key)
        names.update((source, name) for source in entry["sources"] for name in entry["names"])
        if entry["status"] not in STATUSES:
            finding(where, f"status {entry['status']!r}")
        for measure in set(entry["measures"]) - vocabulary:
            finding(where, f"measure {measure!r} is not in the vocabulary of the header")
        for field in ("since", "until"):
            if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", entry.get(field, "2000")):
                finding(where, f"{field} {entry[field]!r}")
        seen = entry["mark"] in SEEN_MARKS and entry.get("since_mark") in SEEN_MARKS
        if entry["verified"] != ("true" if seen else "false"):
            marks = f"{entry['mark']} and {entry.get('since_mark')}"
            finding(where, f"verified is {entry['verified']} with the marks {marks}")
    for source, name in sorted(used_programmes - names):
        finding(path, f"no entry explains {name!r} on {source}")
    return len(keys)


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "data" / "starter")
    removals = read_removals(folder / "removals.csv")
    used, subjects, counts = set(), set(), {}
    for source, *files in SETS:
        versions = [(date, check_ofac_set(source, folder / date, *files)) for date in DATES]
        check_history(source, versions, removals, used)
        subjects.update((source, uid) for _, names in versions for uid in names)
        counts[source] = {date: len(names) for date, names in versions}
    un_files = [(date, folder / date / UN_FILE) for date in DATES]
    un_versions = [(date, check_un(path)) for date, path in un_files if path.exists()]
    check_history(UN_SOURCE, un_versions, removals, used)
    subjects.update((UN_SOURCE, reference) for _, names in un_versions for reference in names)
    counts[UN_SOURCE] = {date: len(names) for date, names in un_versions}
    for key in sorted(set(removals) - used):
        finding(folder / "removals.csv", f"{key[0]} {key[1]} is never removed")
    if len(subjects) < MIN_SUBJECTS:
        finding(folder, f"{len(subjects)} subjects, at least {MIN_SUBJECTS} expected")
    check_portfolio(folder / "portfolio.csv")
    check_readme(folder / "README.md", counts)
    programmes = check_programmes(PROGRAMMES)
    for line in findings:
        print(line)
    if findings:
        print(f"check-starter: {len(findings)} findings", file=sys.stderr)
        return 1
    lists = "; ".join(f"{source} {' '.join(map(str, dated.values()))}" for source, dated in counts.items())
    print(
        f"check-starter: {len(subjects)} subjects ({lists}), {PORTFOLIO_ROWS} counterparties, {programmes} programmes: ok"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
