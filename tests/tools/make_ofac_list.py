#!/usr/bin/env python3
"""Writes an invented list in the layout of OFAC's sdn.csv, add.csv and alt.csv, for tests of size and of crashes.

Usage: make_ofac_list.py DIRECTORY --subjects N [--seed S] [--first UID] [--edition E]
Editions of one seed share most subjects: edition E drops every 50th + E, adds some and changes the remarks of some.
"""
import argparse
import pathlib
import random

SYLLABLES = ("ka ro mi ten dal vor is an ul be sha ri no gu tra vin ze lo pa der mos kin ya fe").split()
COUNTRIES = ("Russia", "Iran", "Syria", "Belarus", "Cuba", "Burma", "Ukraine", "Libya")
PROGRAMMES = ("UKRAINE-EO13661", "SDGT", "RUSSIA-EO14024", "UKRAINE-EO13662] [RUSSIA-EO14024", "IRAN", "SYRIA")


def word(rng):
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4)))


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if text != "-0- " else text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--subjects", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=900000)
    parser.add_argument("--edition", type=int, default=0)
    options = parser.parse_args()
    out = pathlib.Path(options.directory)
    out.mkdir(parents=True, exist_ok=True)
    sdn, add, alt = [], [], []
    for index in range(options.subjects + 10 * options.edition):
        rng = random.Random(options.seed * 1_000_003 + index)
        if options.edition and index % 50 == options.edition % 50:
            continue
        uid = options.first + index
        person = rng.random() < 0.6
        name = f"{word(rng).upper()}, {word(rng).title()} {word(rng).title()}" if person else f"{word(rng).upper()} {word(rng).upper()} LLC"
        country = rng.choice(COUNTRIES)
        remarks = (f"DOB {rng.randint(1, 28):02d} {rng.choice(['Jan', 'May', 'Oct'])} {rng.randint(1940, 1999)}; "
                   f"POB {word(rng).title()}, {country}; nationality {country}; Passport {rng.randint(10**7, 10**8)} ({country}); "
                   f"Gender Male." if person else f"Tax ID No. {rng.randint(10**9, 10**10)} ({country}); Organization Established Date {rng.randint(1970, 2015)}.")
        if options.edition and index % 97 == options.edition % 97:
            remarks = remarks[:-1] + f"; Linked To: {word(rng).upper()} GROUP."
        sdn.append(f'{uid},{quoted(name)},{quoted("individual" if person else "-0- ")},{quoted(rng.choice(PROGRAMMES))},'
                   f'-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,{quoted(remarks)}')
        add.append(f'{uid},{10 * uid},{quoted(word(rng).title() + " St. " + str(rng.randint(1, 99)))},'
                   f'{quoted(word(rng).title())},{quoted(country)},-0- ')
        alt.append(f'{uid},{10 * uid + 1},"aka",{quoted(name.replace("A", "AA", 1))},-0- ')
    for name, rows in (("sdn", sdn), ("add", add), ("alt", alt)):
        (out / f"{name}.csv").write_bytes(("\r\n".join(rows) + "\r\n\x1a").encode())


if __name__ == "__main__":
    main()
