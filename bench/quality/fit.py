#!/usr/bin/env python3
"""Fits the name weights of a policy: logistic regression on what `quality --dump` and `--dump-search` write.

Usage: fit.py MODE PAIRS.dump [SEARCH.dump] [--weights EDITED UNRELATED] [--cap BITS] [--folds N]
              [--repeats N] [--shift SHARE] [--ridge R] [--fix NAME=VALUE]...
              [--leave-out NAME]
  MODE: person, organisation. Labelled pairs weigh 1 each; rows of the search dump weigh EDITED (names with an edit in
  every word and their own record) and UNRELATED (people who must not alert and the record nearest to them). Pairs with
  a name NAME take no part.
The intercept is shifted so that the threshold 0.70 is the best one for F1 on the labelled pairs; --shift does so in part:
where F1 is best differs between samples. --folds reports F1 and average precision of pairs left out of the fit, weights
and shift alike, of all and of each group with twenty pairs and more; --repeats draws the folds several times and gives
means. --fix keeps a weight: `conflict` must stay
above `excess`, or the bounds of the index prune little. Python's standard library only.
"""
import csv
import math
import random
import sys

MODES = {"person": "0", "organisation": "1"}
COSTS = ["edit", "far_edit", "conflict", "excess"]
FLAGS = ["number_conflict", "legal_conflict", "patronymic_conflict", "single_token", "word_conflict", "lossy_script",
         "initial_conflict"]
WEIGHTS = ["intercept"] + COSTS + ["edit_excess", "information"] + FLAGS
CONFLICT_LENGTH = 144.0  # as in name_scorer.cpp
THRESHOLD_LOGIT = math.log(0.7 / 0.3)


def features(row, cap):
    length = float(row["length"])
    values = [1.0]
    values += [-float(row[name]) / (min(length, CONFLICT_LENGTH) if name == "conflict" else length) for name in COSTS]
    values.append(-float(row["edit"]) * float(row["excess"]) / length ** 2)
    values.append(min(float(row["information"]), cap))
    values += [-float(row[name]) for name in FLAGS]
    return values


def load(path, mode, cap, weight_of):
    rows = []
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["mode"] == mode and row["identical"] == "0":
                rows.append((features(row, cap), int(row["match"]), weight_of(row["group"]), row))
    return rows


def solve(matrix, vector):
    size = len(vector)
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(matrix[r][i]))
        matrix[i], matrix[pivot] = matrix[pivot], matrix[i]
        vector[i], vector[pivot] = vector[pivot], vector[i]
        for r in range(i + 1, size):
            factor = matrix[r][i] / matrix[i][i]
            if factor:
                for c in range(i, size):
                    matrix[r][c] -= factor * matrix[i][c]
                vector[r] -= factor * vector[i]
    out = [0.0] * size
    for i in reversed(range(size)):
        out[i] = (vector[i] - sum(matrix[i][c] * out[c] for c in range(i + 1, size))) / matrix[i][i]
    return out


def fit(rows, ridge=0.02, rounds=30, fixed=None):
    """Newton's method; weights other than the intercept are kept at or above zero (the index rests on that)."""
    size = len(rows[0][0])
    fixed = fixed or {}
    count = len(rows)
    means = [sum(row[0][i] for row in rows) / count for i in range(size)]
    # The ridge acts on what a weight does, not on the unit of its feature.
    scale = [max(1e-6, sum((row[0][i] - means[i]) ** 2 for row in rows) / count) for i in range(size)]
    weights = [fixed.get(i, 0.0) for i in range(size)]
    active = [i for i in range(size) if i not in fixed]
    for _ in range(rounds):
        gradient = [0.0] * size
        hessian = [[0.0] * size for _ in range(size)]
        for x, y, weight, _ in rows:
            z = sum(w * v for w, v in zip(weights, x) if w)
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
            for i in active:
                gradient[i] += weight * (y - p) * x[i]
                for j in active:
                    hessian[i][j] += weight * p * (1 - p) * x[i] * x[j]
        for i in active[1:]:
            gradient[i] -= ridge * scale[i] * weights[i]
            hessian[i][i] += ridge * scale[i]
        step = solve([[hessian[i][j] + (1e-6 if i == j else 0) for j in active] for i in active],
                     [gradient[i] for i in active])
        largest = 0.0
        for i, change in zip(active, step):
            weights[i] += change
            largest = max(largest, abs(change) / (1 + abs(weights[i])))
        for i in active[1:]:
            if weights[i] < 0:
                weights[i] = 0.0
        kept = [i for i in active if i == 0 or weights[i] > 0]
        if kept == active and largest < 1e-7:
            break
        active = kept
    return weights


def score(weights, x):
    return sum(w * v for w, v in zip(weights, x))


def f1(pairs, threshold):
    tp = sum(1 for s, y in pairs if y and s >= threshold)
    fp = sum(1 for s, y in pairs if not y and s >= threshold)
    fn = sum(1 for s, y in pairs if y and s < threshold)
    return 2 * tp / (2 * tp + fp + fn) if tp else 0.0


def average_precision(pairs):
    positives = sum(y for _, y in pairs)
    found, total = 0, 0.0
    for rank, (_, y) in enumerate(sorted(pairs, key=lambda p: -p[0]), 1):
        if y:
            found += 1
            total += found / rank
    return total / positives if positives else 0.0


def best_threshold(pairs):
    """The middle of the flattest stretch of best F1: less fitted to one pair than the single best value."""
    values = sorted({s for s, _ in pairs})
    scored = [(f1(pairs, v), v) for v in values]
    best = max(s for s, _ in scored)
    good = [v for s, v in scored if s >= best - 0.004]
    return (good[0] + good[-1]) / 2


def left_out(labelled, search, folds, seed, share, ridge, fixed):
    """Score, truth and group of the pairs, scored by what was fitted to the others."""
    rng = random.Random(seed)
    order = list(range(len(labelled)))
    rng.shuffle(order)
    out = []
    for fold in range(folds):
        test = set(order[fold::folds])
        train = [labelled[i] for i in range(len(labelled)) if i not in test]
        w = fit(train + search, ridge, fixed=fixed)
        s = share * (THRESHOLD_LOGIT - best_threshold([(score(w, x), y) for x, y, _, _ in train]))
        out += [(score(w, labelled[i][0]) + s, labelled[i][1], labelled[i][3]["group"]) for i in test]
    return out


def print_left_out(runs, folds):
    groups = sorted({group for _, _, group in runs[0]})
    for wanted in [None] + groups:
        kept = [[(s, y) for s, y, group in run if wanted in (None, group)] for run in runs]
        if len(kept[0]) < 20:
            continue
        mean_f1 = sum(f1(pairs, THRESHOLD_LOGIT) for pairs in kept) / len(runs)
        mean_ap = sum(average_precision(pairs) for pairs in kept) / len(runs)
        print(f"# {len(runs)} times {folds}-fold cross-validation, {wanted or 'all'}: n {len(kept[0])}"
              f" F1 {mean_f1:.3f} AP {mean_ap:.3f}")


def main(arguments):
    fixed = {}
    left_out_names = set()
    options = {"--weights": [0.05, 1.0], "--cap": [20.0], "--folds": [0], "--ridge": [0.4], "--repeats": [1],
               "--shift": [1.0]}
    paths = []
    i = 0
    while i < len(arguments):
        if arguments[i] == "--fix":
            name, value = arguments[i + 1].split("=")
            fixed[WEIGHTS.index(name)] = abs(float(value))
            i += 2
        elif arguments[i] == "--leave-out":
            left_out_names.add(arguments[i + 1])
            i += 2
        elif arguments[i] in options:
            count = len(options[arguments[i]])
            options[arguments[i]] = [float(v) for v in arguments[i + 1:i + 1 + count]]
            i += count + 1
        else:
            paths.append(arguments[i])
            i += 1
    mode, cap, ridge = MODES[paths[0]], options["--cap"][0], options["--ridge"][0]
    share = options["--shift"][0]
    labelled = [row for row in load(paths[1], mode, cap, lambda group: 1.0)
                if not left_out_names & {row[3]["name1"], row[3]["name2"]}]
    search = []
    if len(paths) > 2:
        by_group = {"edited": options["--weights"][0], "unrelated": options["--weights"][1]}
        search = load(paths[2], mode, cap, lambda group: by_group[group])
    weights = fit(labelled + search, ridge, fixed=fixed)
    pairs = [(score(weights, x), y) for x, y, _, _ in labelled]
    shift = share * (THRESHOLD_LOGIT - best_threshold(pairs))
    print(f"{paths[0]}.intercept,{weights[0] + shift:.3f}")
    for name, value in zip(COSTS + ["edit_excess", "information"], weights[1:]):
        print(f"{paths[0]}.{name},{value:.3f}")
    print(f"{paths[0]}.information_cap,{cap:g}")
    for name, value in zip(FLAGS, weights[len(COSTS) + 3:]):
        print(f"{paths[0]}.{name},{-value:.3f}")
    shifted = [(s + shift, y) for s, y in pairs]
    print(f"# labelled: n {len(pairs)} F1 {f1(shifted, THRESHOLD_LOGIT):.3f} AP {average_precision(pairs):.3f}")
    if search:
        alerts = sorted((score(weights, x) + shift for x, y, _, _ in search if not y), reverse=True)
        hits = [score(weights, x) + shift for x, y, _, _ in search if y]
        for rate in (0.001, 0.005, 0.01, 0.05):
            threshold = alerts[int(rate * len(alerts))]
            print(f"# edited names at {rate:.1%} alerts: {sum(h > threshold for h in hits) / len(hits):.4f}")
        print(f"# at 0.70: alerts {sum(a >= THRESHOLD_LOGIT for a in alerts) / len(alerts):.4f}"
              f" recall {sum(h >= THRESHOLD_LOGIT for h in hits) / len(hits):.4f}")
    folds = int(options["--folds"][0])
    if folds:
        repeats = int(options["--repeats"][0])
        seeds = range(1, repeats + 1)
        print_left_out([left_out(labelled, search, folds, seed, share, ridge, fixed) for seed in seeds], folds)


if __name__ == "__main__":
    main(sys.argv[1:])
