#!/usr/bin/env python3
"""Checks the documents: links resolve, nothing names a private place; with --tour PROGRAM, runs the README's tour;
with --update PROGRAM, writes what the program prints into the tour (blocks that use '...' are left alone).

The tour: fenced blocks of README.md that start with ```console. Each line `$ cordon ...` is run in order against one fresh
data directory, from the repository's root; the lines below it must be what the program prints ('...' stands for any
lines in between).
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINK = re.compile(r'\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)')
PRIVATE = re.compile(r'/work/|/tmp/|\.\./shared|\.library')


def markdown_files():
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split()]


def check_links():
    problems = []
    for path in markdown_files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for target in LINK.findall(line):
                if not target.startswith(("http:", "https:", "mailto:")) and not (path.parent / target).exists():
                    problems.append(f"{path.relative_to(ROOT)}:{number}: link to '{target}', which does not exist")
            if PRIVATE.search(line):
                problems.append(f"{path.relative_to(ROOT)}:{number}: names a place outside the project")
    for name in ("README.md", "ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE"):
        if not (ROOT / name).exists():
            problems.append(f"{name} is missing")
    return problems


def tour_steps():
    steps, inside, current = [], False, None
    for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            inside = line.strip() == "```console"
            current = None
        elif inside and line.startswith("$ "):
            current = (line[2:], [])
            steps.append(current)
        elif inside and current is not None:
            current[1].append(line)
    return steps


def matches(expected, actual):
    """Lines equal, '...' standing for any number of lines."""
    at = 0
    open_end = False
    for line in expected:
        if line.strip() == "...":
            open_end = True
            continue
        if open_end:
            while at < len(actual) and actual[at].rstrip() != line.rstrip():
                at += 1
        if at >= len(actual) or actual[at].rstrip() != line.rstrip():
            return f"expected '{line}', found '{actual[at] if at < len(actual) else 'the end'}'"
        open_end = False
        at += 1
    return None if open_end or at >= len(actual) else f"more output than documented: '{actual[at]}'"


def updated_tour(steps, outputs):
    """README.md with the outputs of the steps in place of what stands there."""
    lines, step, inside, skipping = [], -1, False, False
    for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            inside = line.strip() == "```console"
            skipping = False
        elif inside and line.startswith("$ "):
            step += 1
            lines.append(line)
            skipping = "..." not in (text.strip() for text in steps[step][1])
            if skipping:
                lines.extend(outputs[step])
            continue
        if not skipping:
            lines.append(line)
    return "\n".join(lines) + "\n"


def run_tour(program, update=False):
    problems = []
    outputs = []
    steps = tour_steps()
    if not steps:
        return ["README.md has no tour"]
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as bin_dir:
        os.symlink(pathlib.Path(program).resolve(), pathlib.Path(bin_dir) / "cordon")
        environment = dict(os.environ, CORDON_DATA=data, PATH=bin_dir + os.pathsep + os.environ["PATH"])
        for command, expected in steps:
            done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True)
            outputs.append([line.rstrip() for line in done.stdout.splitlines()])
            problem = None if update else matches(expected, done.stdout.splitlines())
            if problem:
                problems.append(f"README.md: $ {command}: {problem}\n--- printed:\n{done.stdout}{done.stderr}---")
    if update:
        (ROOT / "README.md").write_text(updated_tour(steps, outputs), encoding="utf-8")
    print(f"tour: {len(steps)} commands run, {len(problems)} differ")
    return problems


def main():
    if len(sys.argv) == 3 and sys.argv[1] in ("--tour", "--update"):
        problems = run_tour(sys.argv[2], update=sys.argv[1] == "--update")
    elif len(sys.argv) == 1:
        problems = check_links()
        print(f"documents: {len(markdown_files())} checked, {len(problems)} problems")
    else:
        print("usage: check_docs.py [--tour PROGRAM | --update PROGRAM]", file=sys.stderr)
        return 2
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
