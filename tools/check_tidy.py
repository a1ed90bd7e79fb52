#!/usr/bin/env python3
"""clang-tidy over the library and the programs. Usage: tools/check_tidy.py [FILE...]; without files, all of them.

It first proves that it is live: a planted violation must be reported. A file whose preprocessed text, checks and
compiler are those of an earlier clean run is not checked again; what was found clean is kept in
$XDG_CACHE_HOME/cordon-tidy (CORDON_TIDY_CACHE names another place, an empty value none).
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TIDY = "clang-tidy-19"
CHECKED = re.compile(r"(modules/[^/]+/src|apps)/.*\.cpp$")  # generated sources (embedded data) are not ours to lint
NOISE = re.compile(r"warnings? (and \d+ errors? )?generated|^Suppressed|^Use -header")


def cache_directory():
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    name = os.environ.get("CORDON_TIDY_CACHE", os.path.join(home, "cordon-tidy"))
    if not name:
        return None
    path = pathlib.Path(name)
    path.mkdir(parents=True, exist_ok=True)
    return path


def prove_live():
    with tempfile.TemporaryDirectory() as probe:
        shutil.copy(ROOT / ".clang-tidy", probe)
        source = pathlib.Path(probe) / "probe.cpp"
        source.write_text("int BadlyNamedFunction() { return 0; }\n")
        run = subprocess.run([TIDY, "--quiet", str(source), "--", "-std=c++20"], capture_output=True, check=False)
        if run.returncode == 0:
            sys.exit("check_tidy: a planted violation was not reported: the checks are off")


def fingerprint(entry, common):
    """Of all that decides the answer: the tool, the checks, the options and the text with its comments (NOLINT)."""
    words = shlex.split(entry["command"])
    words = words[: words.index("-o")] + ["-E", "-P", "-CC", entry["file"]]
    text = subprocess.run(words, cwd=entry["directory"], capture_output=True, check=False)
    if text.returncode != 0:
        return None  # clang-tidy will say why
    digest = hashlib.sha256(common)
    digest.update(" ".join(words).replace(str(ROOT), "").encode())
    digest.update(text.stdout)
    return digest.hexdigest()


def check(entry, common, cache):
    key = fingerprint(entry, common) if cache else None
    if key and (cache / key).exists():
        return "unchanged", ""
    run = subprocess.run(
        [TIDY, "--quiet", "-p", str(ROOT / "build/tidy"), entry["file"]], capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        said = [line for line in (run.stdout + run.stderr).splitlines() if not NOISE.search(line)]
        return "failed", "\n".join(said)
    if key:
        (cache / key).touch()
    return "clean", ""


def main():
    os.chdir(ROOT)
    subprocess.run(["cmake", "--preset", "tidy"], stdout=subprocess.DEVNULL, check=True)
    prove_live()
    wanted = [str(pathlib.Path(name).resolve().relative_to(ROOT)) for name in sys.argv[1:]]
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.splitlines()
    files = [name for name in (wanted or listed) if CHECKED.match(name)]
    entries = {
        os.path.relpath(entry["file"], ROOT): entry
        for entry in json.loads((ROOT / "build/tidy/compile_commands.json").read_text())
    }
    missing = [name for name in files if name not in entries]
    if missing:
        sys.exit("check_tidy: not built, and so not checked: " + ", ".join(missing))
    version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
    common = version + (ROOT / ".clang-tidy").read_bytes()
    cache = cache_directory()
    counts = {"clean": 0, "unchanged": 0, "failed": 0}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for state, said in pool.map(lambda name: check(entries[name], common, cache), files):
            counts[state] += 1
            if said:
                print(said, flush=True)
    print("check_tidy: " + ", ".join(f"{number} files {state}" for state, number in counts.items()))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
