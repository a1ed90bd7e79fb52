#!/usr/bin/env python3
"""Verifies an exported audit log without cordon. Usage: verify_audit_log.py FILE. Format: docs/formats/audit-log.md."""
import hashlib
import json
import sys

previous, count = "0" * 64, 0
for number, line in enumerate(open(sys.argv[1], encoding="utf-8", newline="\n"), 1):
    record = json.loads(line)
    stored = record.pop("hash")
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    found = hashlib.sha256(text.encode("utf-8")).hexdigest()
    whole = json.dumps({**record, "hash": stored}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if stored != found or record["seq"] != number or record["previous"] != previous or whole + "\n" != line:
        sys.exit(f"line {number}: record {record['seq']} is not intact")
    previous, count = stored, number
print(count, previous)
