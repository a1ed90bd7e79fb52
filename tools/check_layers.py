#!/usr/bin/env python3
"""Checks that includes follow tools/layers.txt and that public headers show no third-party headers."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
STANDARD = re.compile(r'^[a-z_0-9]+$')  # <vector>, <cstdint>: standard headers have neither slash nor suffix
APPS = {"apps": {"service", "base"}}


def allowed_modules():
    table = {}
    for line in (ROOT / "tools/layers.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            module, _, rest = line.partition(":")
            table[module] = set(rest.split()) | {module}
    return table


def main():
    table = allowed_modules()
    problems = []
    checked = 0
    for module_dir in sorted((ROOT / "modules").iterdir()):
        module = module_dir.name
        if module not in table:
            problems.append(f"modules/{module}: not in tools/layers.txt")
            continue
        if not (module_dir / "README.md").exists():
            problems.append(f"modules/{module}: has no README.md")
        for path in sorted(module_dir.rglob("*.[ch]pp")):
            public = "include" in path.relative_to(module_dir).parts
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                found = INCLUDE.match(line)
                if not found:
                    continue
                checked += 1
                header = found.group(2)
                where = f"{path.relative_to(ROOT)}:{number}"
                if header.startswith("cordon/"):
                    target = header.split("/")[1]
                    if target not in table[module] and "tests" not in path.parts:
                        problems.append(f"{where}: {module} may not include {target}")
                elif public and found.group(1) == "<" and not STANDARD.match(header):
                    problems.append(f"{where}: a public header includes the third-party header <{header}>")
    for path in sorted((ROOT / "apps").rglob("*.[ch]pp")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = INCLUDE.match(line)
            if found and found.group(2).startswith("cordon/"):
                checked += 1
                if found.group(2).split("/")[1] not in APPS["apps"] and "tests" not in path.parts:
                    problems.append(f"{path.relative_to(ROOT)}:{number}: apps may include service and base only")
    for problem in problems:
        print(problem, file=sys.stderr)
    if checked == 0:
        print("check_layers: found no includes; is the tree complete?", file=sys.stderr)
        return 1
    print(f"layers: {checked} includes checked, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
