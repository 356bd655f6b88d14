"""Makes test/reference/fixtures/intervals.json: what SciPy says of the differences between two networks over seeds.

Usage: python test/reference/make_interval_fixtures.py, with SciPy 1.17.1 installed.

Holds 95 % intervals of paired and of Welch's t test, points of Student's t at whole and fractional degrees of freedom, and
tails of the binomial distribution. Accuracies are in percent, rounded to what some number of validation images allows.
Where nothing varies SciPy divides by zero: such a case holds the difference itself as both ends.
"""

import json
import os
import warnings

import numpy as np
from scipy import stats

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures", "intervals.json")


def accuracies(random, seeds, mean, deviation, images):
    """Percent of `images` that a network of this mean and spread recognizes, one for each seed."""
    shares = np.clip(random.normal(mean, deviation, seeds), 0, 100) / 100
    return [round(share * images) / images * 100 for share in shares]


def interval(a, b, paired):
    difference = float(np.mean(a) - np.mean(b))
    varies = np.std(np.subtract(a, b)) > 1e-9 if paired else np.std(a) + np.std(b) > 1e-9
    if not varies:
        return {"low": difference, "high": difference}
    with warnings.catch_warnings():
        # A side without any spread is fine for Welch, but SciPy warns.
        warnings.simplefilter("ignore", RuntimeWarning)
        test = stats.ttest_rel(a, b) if paired else stats.ttest_ind(a, b, equal_var=False)
    low, high = test.confidence_interval(0.95)
    return {"low": float(low), "high": float(high), "freedom": float(test.df)}


def case(name, a, b, paired):
    return {"name": name, "paired": paired, "a": a, "b": b, **interval(a, b, paired)}


def intervals():
    random = np.random.default_rng(10)
    cases = [
        case("the pair of two whose freedom is 1.9999", [70.1, 72.3], [60.1, 62.3], False),
        case("equal differences", [70.0, 72.5, 71.0], [65.0, 67.5, 66.0], True),
        case("no difference with any seed", [70.0, 72.5], [70.0, 72.5], True),
        case("no spread on either side", [70.0, 70.0], [65.0, 65.0, 65.0], False),
        case("no spread on one side", [70.0, 70.0, 70.0], [65.0, 66.0], False),
        case("ties", [70.0, 70.0, 71.0, 71.0], [65.0, 66.0, 66.0, 65.0], True),
        case("ties, other seeds", [70.0, 70.0, 71.0, 71.0], [65.0, 66.0, 66.0], False),
        case("chance against a network that learns", [10.0, 10.1, 9.9], [55.2, 71.8, 80.3, 12.0], False),
    ]
    for seeds in range(2, 11):
        a = accuracies(random, seeds, 72, 1.5, 10_000)
        b = accuracies(random, seeds, 65, 2.5, 10_000)
        cases.append(case(f"paired, {seeds} seeds", a, b, True))
    for seeds in range(2, 11):
        others = int(random.integers(2, 11))
        # One side spreads up to a hundred times as much as the other.
        spread = 10 ** random.uniform(-1, 1)
        a = accuracies(random, seeds, 72, spread, 10_000)
        b = accuracies(random, others, 60, 1 / spread, 2_000)
        cases.append(case(f"Welch, {seeds} seeds against {others}", a, b, False))
    return cases


def points():
    freedoms = [1, 1.0001, 1.5, 1.9999, 2, 2.7, 3, 4.25, 5, 7.5, 9, 12.3, 18, 30, 47.6, 120, 1000.5]
    return [{"freedom": freedom, "point": float(stats.t.ppf(0.975, freedom))} for freedom in freedoms]


def tails():
    cases = [
        (0, 10, 0.1), (10, 10, 0.5), (16, 20, 0.5), (60, 100, 0.5), (21, 200, 0.1), (1050, 10_000, 0.1),
        (1100, 10_000, 0.1), (1000, 10_000, 0.1), (70, 50_000, 0.001), (5_300, 10_000, 0.5189),
    ]
    return [
        {"successes": k, "trials": n, "chance": p, "tail": float(stats.binom.sf(k - 1, n, p))}
        for k, n, p in cases
    ]


def lines(name, rows):
    return f' "{name}": [\n' + ",\n".join(f"  {json.dumps(row)}" for row in rows) + "\n ]"


if __name__ == "__main__":
    with open(FILE, "w") as file:
        parts = [lines("intervals", intervals()), lines("points", points()), lines("tails", tails())]
        file.write("{\n" + ",\n".join(parts) + "\n}\n")
