"""Makes test/reference/fixtures/statistics.json: what SciPy says of the differences between two networks over seeds.

Usage: python test/reference/make_statistics_fixtures.py, with SciPy 1.17.1 and statsmodels 0.15.0 installed.

Holds 95 % intervals and p of paired and of Welch's t test, points of Student's t at whole and fractional degrees of freedom,
tails of the binomial distribution, values of the normal and of noncentral t; for pairs the BCa bootstrap on Skipwire's own
resamples, the exact sign-flip p, P(A > B) and Pearson's correlation; Holm's correction, binomial standard errors, and the power
of the paired t test with the number of seeds that it takes. Accuracies are in percent, rounded to what some number of
validation images allows; those of the bootstrap are multiples of 1/64, so that their sums are exact in any order. Where
nothing varies SciPy divides by zero: such a case holds the difference itself as both ends.
"""

import json
import os
import warnings

import numpy as np
from scipy import integrate, stats
from statsmodels.stats.multitest import multipletests

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures", "statistics.json")


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
    return {"low": float(low), "high": float(high), "freedom": float(test.df), "p": float(test.pvalue)}


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


def normals():
    points = [-8, -5, -3, -2.99, -1.96, -0.5, 0, 1e-6, 0.7, 2.5, 3.01, 6]
    return [{"z": z, "below": float(stats.norm.cdf(z))} for z in points]


def normal_points():
    shares = [1e-12, 1e-4, 0.025, 0.3, 0.5, 0.500001, 0.8, 0.975, 0.99999]
    return [{"share": share, "z": float(stats.norm.ppf(share))} for share in shares]


class Resamples(np.random.Generator):
    """Draws the indices that core/statistics/bootstrap.ts draws: the finalizer of murmur3 of 1, 2, 3, ..."""

    def __init__(self):
        super().__init__(np.random.PCG64(0))

    def integers(self, low, high, size, **_options):
        bits = np.arange(1, np.prod(size) + 1, dtype=np.uint32)
        bits = (bits ^ (bits >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        bits = (bits ^ (bits >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        bits ^= bits >> np.uint32(16)
        return (bits / 2**32 * high).astype(np.int64).reshape(size)


def bootstrap(differences):
    sample = (differences,)
    low, high = stats.bootstrap(
        sample, np.mean, n_resamples=9999, batch=9999, method="BCa", rng=Resamples()
    ).confidence_interval
    return {"low": float(low), "high": float(high)}


def mean_of_pairs(x, y, axis=-1):
    return np.mean(x, axis=axis) - np.mean(y, axis=axis)


def pair(name, a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    flips = stats.permutation_test(
        (a, b), mean_of_pairs, permutation_type="samples", n_resamples=np.inf, vectorized=True
    )
    wins = stats.mannwhitneyu(a, b).statistic / (len(a) * len(b))
    varies = np.std(a - b) > 0
    related = len(a) > 2 and np.std(a) > 0 and np.std(b) > 0
    return {
        "name": name,
        "a": a.tolist(),
        "b": b.tolist(),
        "signFlip": float(flips.pvalue),
        "superiority": float(wins),
        **({"bootstrap": bootstrap(a - b)} if varies else {}),
        **({"correlation": float(stats.pearsonr(a, b).statistic)} if related else {}),
    }


def pairs():
    random = np.random.default_rng(14)
    cases = [
        pair("two seeds", [70.5, 72.25], [60.125, 62.5]),
        pair("equal differences", [70.0, 72.5, 71.0], [65.0, 67.5, 66.0]),
        pair("no difference", [70.0, 72.5, 71.0], [70.0, 72.5, 71.0]),
        pair("ties", [70.0, 70.0, 71.0, 71.0], [65.0, 71.0, 70.0, 71.0]),
        pair("a side without spread", [70.0, 70.0, 70.0], [65.0, 66.0, 68.0]),
        pair("an outlier", [93.5, 92.25, 94.125, 12.5, 93.0], [15.5, 10.0, 19.75, 10.25, 11.5]),
    ]
    for seeds in [3, 4, 5, 6, 8, 10, 15, 21]:
        shared = random.normal(0, 1, seeds)
        a = np.round((72 + shared + random.normal(0, 0.7, seeds)) * 64) / 64
        b = np.round((71 + shared + random.normal(0, 0.7, seeds)) * 64) / 64
        cases.append(pair(f"{seeds} seeds", a, b))
    return cases


def corrections():
    cases = [[0.03], [0.01, 0.04, 0.03, 0.005], [0.5, 0.9, 0.7], [0.02, 0.02, 0.02], [1e-9, 0.049, 0.05, 1.0]]
    return [{"ps": ps, "corrected": multipletests(ps, method="holm")[1].tolist()} for ps in cases]


def errors():
    cases = [(0.92, 10_000), (0.5, 400), (0.0, 100), (1.0, 100), (0.1, 1_000)]
    return [{"accuracy": p, "images": n, "error": float(stats.binom.std(n, p) / n)} for p, n in cases]


def power(effect, seeds, level):
    """Of the paired t test, integrated over the deviation of the sample: statsmodels has NaN for some of these."""
    freedom, center = seeds - 1, effect * np.sqrt(seeds)
    point = stats.t.ppf(1 - level / 2, freedom)

    def above(quantile):
        reach = point * np.sqrt(stats.chi2.ppf(quantile, freedom) / freedom)
        return stats.norm.sf(reach - center) + stats.norm.cdf(-reach - center)

    return float(integrate.quad(above, 0, 1, epsabs=1e-12, epsrel=1e-12, limit=1000)[0])


def powers():
    cases = [(0.5, 3, 0.05), (1.2, 5, 0.05), (1.2, 5, 0.0125), (0.2, 50, 0.05), (8, 2, 0.05), (0, 6, 0.05), (40, 2, 0.005)]
    return [
        {"effect": effect, "seeds": seeds, "level": level, "power": power(effect, seeds, level)}
        for effect, seeds, level in cases
    ]


def needed():
    cases = [(3.0, 2.0, 3), (1.0, 1.5, 3), (0.5, 1.0, 5), (2.0, 1.0, 3), (0.3, 1.0, 6)]
    rows = []
    for mean, deviation, seeds in cases:
        differences = mean + deviation * stats.zscore(np.arange(seeds), ddof=1)
        for comparisons in [1, 4]:
            level = 0.05 / comparisons
            enough = next(n for n in range(seeds + 1, 200) if power(mean / deviation, n, level) >= 0.8)
            rows.append({"differences": differences.tolist(), "comparisons": comparisons, "more": enough - seeds})
    return rows


def lines(name, rows):
    return f' "{name}": [\n' + ",\n".join(f"  {json.dumps(row)}" for row in rows) + "\n ]"


if __name__ == "__main__":
    tables = [
        intervals, points, tails, normals, normal_points, pairs, corrections, errors, powers, needed
    ]
    with open(FILE, "w") as file:
        parts = [lines(table.__name__, table()) for table in tables]
        file.write("{\n" + ",\n".join(parts) + "\n}\n")
