"""Train the learnt combination of the differential on simulated patients, and write its weights.

    W=src/preceptor/differential/weights
    PRECEPTOR_DATA=... python experiments/differential_training.py --first --draws 2 --out $W/first.json
    PRECEPTOR_DATA=... python experiments/differential_training.py --out $W/new.json
    PRECEPTOR_DATA=... python experiments/differential_training.py --published --out $W/published.json

A simulated patient is drawn from the rows of one publication (or one catalogue) about one disease, each finding
with its stated frequency, some written as a parent, some dropped; he is ranked with exactly those rows left out
(`--published`: with nothing left out). A publication counts by the patients it reports, up to 30: published cases come
from diseases in proportion to the patients that are published. Three networks are trained on nine tenths of the
diseases and averaged; the last tenth sets the temperature, the size of the 90 % set and what speaks for "none of
these", for which each of its patients counts again with the right disease taken away.
Publications that a phenopacket at hand cites are never drawn from (`--without` names the file of cases).
"""

import argparse
import gzip
import hashlib
import json
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import orjson
from scipy.optimize import minimize, minimize_scalar
from scipy.special import logsumexp

from preceptor import files
from preceptor.differential import _features
from preceptor.differential._features import CANDIDATES, FEATURES, look
from preceptor.differential._profiles import KNOWN
from preceptor.differential._rare import rare_diseases
from preceptor.differential._scorer import FARTHEST, NONE_FEATURES, Scorer
from preceptor.graphs import Lists, starts

HIDDEN, EPOCHS, RATE, DECAY, BATCH, NETWORKS = 32, 4, 3e-3, 1e-2, 64, 3  # networks are averaged into one
LIKELY, SHOWN = (
    110,
    160,
)  # candidates that a training patient is compared with: foremost by some column, and by chance
FOREMOST_BY = ("evidence", "own_evidence", "latent_likeness", "likeness", "resnik")
RANK_PART = 0.7  # of the loss that is ln(1 + candidates ahead of the right one); the rest is cross entropy
MOST_PATIENTS, MOST_DRAWN = 30, 3  # a paper's weight; patients drawn from it at each draw
CATALOGUES = 0.3  # part of the lost catalogue entries from which a patient is drawn
HELD_OUT = 10  # one disease in so many calibrates
UNKNOWN = 0.25  # weight of a calibration patient whose disease is taken away, beside the same one with it


def cited_by_cases(path):
    """Return the references of all cases, which are not drawn from."""
    found = set()
    with gzip.open(path) as lines:
        for line in lines:
            meta = orjson.loads(line)["phenopacket"]["metaData"]
            found |= {entry["id"] for entry in meta.get("externalReferences", [])}
    return found


def sources(diseases):
    """Return (disease, reference) -> rows, at least 3 and not all of the disease's, and the references' names."""
    held = defaultdict(list)
    rows, names = diseases.rows, list(diseases.references)
    for row, reference in zip(rows.cited.rows, rows.cited.values, strict=True):
        held[int(rows.disease[row]), int(reference)].append(int(row))
    size = np.bincount(rows.disease[np.diff(rows.cited.start) > 0], minlength=len(diseases))
    return {key: found for key, found in held.items() if 3 <= len(found) < size[key[0]]}, names


def draw(diseases, rows, rng, paper):
    """Draw one patient's observed terms from the rows of a source."""
    share = np.where(np.isnan(diseases.rows.share[rows]), 0.5, diseases.rows.share[rows])
    terms = diseases.rows.term[rows][rng.random(len(rows)) < share]
    made = []
    for term in rng.permutation(terms)[: int(rng.integers(3, 40) if paper else rng.integers(2, 25))]:
        above = diseases.graph.parents[term]
        up = rng.random() < 0.1 and diseases.is_finding[above[0]]
        made.append(int(above[0] if up else term))
    return [int(term) for term in diseases.graph.most_specific(made)] if made else []


def without_one_source(diseases, kept, names, rng):
    """Return the set in which every disease has lost one of its sources, and which one: disease -> reference.

    A source is lost in proportion to the patients it reports, up to MOST_PATIENTS. If only the right disease lost its
    source, the network would learn to find the one that has lost something.
    """
    by_disease, lost = defaultdict(list), {}
    for disease, reference in kept:
        by_disease[disease].append(reference)
    weight = {
        key: min(max(int(diseases.rows.patients[rows].max()), 1), MOST_PATIENTS) for key, rows in kept.items()
    }
    gone = np.zeros(len(diseases.rows.disease), bool)
    for disease, references in by_disease.items():
        chance = np.array(
            [weight[disease, one] if names[one].startswith("PMID") else 1.0 for one in references]
        )
        lost[disease] = references[int(rng.choice(len(references), p=chance / chance.sum()))]
        gone[kept[disease, lost[disease]]] = True
    rows, stay = diseases.rows, np.flatnonzero(~gone)
    start, lengths = rows.cited.start, np.diff(rows.cited.start)[stay]
    entries = (
        np.repeat(start[stay], lengths)
        + np.arange(lengths.sum())
        - np.repeat(np.cumsum(lengths) - lengths, lengths)
    )
    left = replace(rows, disease=rows.disease[stay], term=rows.term[stay], share=rows.share[stay],
                   patients=rows.patients[stay], cited=Lists(starts(lengths), rows.cited.values[entries]))  # fmt: skip
    total = {
        disease: sum(weight[disease, one] for one in references) for disease, references in by_disease.items()
    }
    return replace(diseases, rows=left), lost, total


def patients(diseases, barred, seed, *, published=False):
    """Return simulated patients: (table of the right and the likeliest candidates, right first, weight).

    Those of the diseases that calibrate: (whole table, place of the right disease or -1, weight).
    """
    rng = np.random.default_rng(seed)
    kept, names = sources(diseases)
    less, lost, total = without_one_source(diseases, kept, names, rng)
    fitted, held = [], []
    for disease, reference in lost.items():
        rows, paper = kept[disease, reference], names[reference].startswith("PMID")
        if names[reference] in barred or (not paper and rng.random() > CATALOGUES):
            continue
        times = min(1 + int(diseases.rows.patients[rows].max()) // 3, MOST_DRAWN) if paper else 1
        for _ in range(times):
            observed, weight = (
                draw(diseases, rows, rng, paper),
                total[disease] / times if paper else 1.0,
            )
            if observed:
                take(
                    look(diseases if published else less, observed, (), ()),
                    disease,
                    weight,
                    rng,
                    fitted,
                    held,
                )
    return fitted, held


def take(seen, disease, weight, rng, fitted, held):
    """Add a patient to those to train on or, whole, to those to calibrate on."""
    place = np.flatnonzero(seen.candidates == disease)
    table, right = seen.table.astype(np.float32), int(place[0]) if len(place) else -1
    if len(table) < CANDIDATES:
        return
    if disease % HELD_OUT == 0:
        held.append((table, right, weight))
    elif right >= 0:
        fitted.append((table[foremost(table, right, rng)], weight))


def foremost(table, right, rng):
    """Return the candidates that training compares with the right one, which comes first."""
    columns = -table[:, [FEATURES.index(name) for name in FOREMOST_BY]]
    rank = np.log1p(np.argsort(np.argsort(columns, axis=0), axis=0))
    place = np.argsort(np.argsort(rank.min(1) + 0.5 * rank.mean(1)))
    key = np.where(place < LIKELY, -2.0, 0.0) + rng.random(len(table))
    key[right] = -9.0
    return np.argsort(key)[:SHOWN]


def slope(score):
    """Return the derivative of the loss by the scores; the right candidate is the first."""
    up = np.exp(score - score.max(1, keepdims=True))
    cross = up / up.sum(1, keepdims=True)
    cross[:, 0] -= 1
    ahead = 1 / (1 + np.exp(np.clip(score[:, :1] - score, -30, 30)))
    ahead[:, 0] = 0
    rank = ahead * (1 - ahead) / (1 + ahead.sum(1, keepdims=True))
    rank[:, 0] = -rank.sum(1)
    return (1 - RANK_PART) * cross + RANK_PART * rank


def first_guess(fitted):
    """Fit the linear first guess: evidence, and weights of KNOWN in its unit."""
    columns = [FEATURES.index(name) for name in ("evidence", *KNOWN)]
    x, weight = (
        np.stack([row[0][:, columns] for row in fitted]).astype(float),
        np.array([row[1] for row in fitted]),
    )
    weight, width = weight / weight.mean(), x.std((0, 1))
    x = (x - x.mean((0, 1))) / width

    def loss(v):
        score = x @ v
        ahead = 1 / (1 + np.exp(np.clip(score[:, :1] - score[:, 1:], -30, 30)))
        lost = (1 - RANK_PART) * (logsumexp(score, axis=1) - score[:, 0]) + RANK_PART * np.log1p(ahead.sum(1))
        steep = ((weight[:, None] * slope(score))[:, :, None] * x).sum((0, 1)) / len(x)
        return weight @ lost / len(x) + DECAY * v @ v, steep + 2 * DECAY * v

    v = minimize(loss, np.zeros(len(columns)), jac=True).x / width
    return dict(zip(KNOWN, np.round(v[1:] / v[0], 3).tolist(), strict=True))


def train(x, weight, seed):
    """Fit a two-layer network by Adam; `x` is standardised, the right candidate is the first."""
    rng = np.random.default_rng(seed)
    weight = (weight / weight.mean()).astype(np.float32)
    n, k, f = x.shape
    w = [rng.normal(0, 0.5 / f**0.5, (f, HIDDEN)), np.zeros(HIDDEN), rng.normal(0, 0.06, HIDDEN), np.zeros(f)]
    w = [part.astype(np.float32) for part in w]
    first, second, step = [np.zeros_like(p) for p in w], [np.zeros_like(p) for p in w], 0
    for epoch in range(EPOCHS):
        for batch in np.array_split(rng.permutation(n), n // BATCH):
            here = x[batch].reshape(-1, f)
            hidden = np.tanh(here @ w[0] + w[1])
            p = slope((hidden @ w[2] + here @ w[3]).reshape(len(batch), k))
            p = (p * weight[batch][:, None] / len(batch)).reshape(-1)
            back = p[:, None] * w[2] * (1 - hidden**2)
            step += 1
            for place, grad in enumerate((here.T @ back, back.sum(0), hidden.T @ p, here.T @ p)):
                grad = grad + DECAY * w[place]
                first[place] = 0.9 * first[place] + 0.1 * grad
                second[place] = 0.999 * second[place] + 0.001 * grad**2
                move = first[place] / (1 - 0.9**step) / (np.sqrt(second[place] / (1 - 0.999**step)) + 1e-8)
                w[place] = (w[place] - RATE * (1 - epoch / EPOCHS) * move).astype(np.float32)
    return w


def averaged(networks):
    """Return one network that gives the mean of several."""
    n = len(networks)
    return [np.concatenate([w[0] for w in networks], axis=1), np.concatenate([w[1] for w in networks]),
            np.concatenate([w[2] for w in networks]) / n, np.mean([w[3] for w in networks], axis=0)]  # fmt: skip


def temperature(score, right, weight):
    """Return the factor of the scores that makes the right disease likeliest, among the candidates."""

    def loss(scale):
        return np.average(logsumexp(score * scale, axis=1) - scale * score[np.arange(len(right)), right],
                          weights=weight)  # fmt: skip

    return float(minimize_scalar(loss, bounds=(0.05, 5.0), method="bounded").x)


def none_weights(rows, is_none, weight):
    """Fit the log odds that no candidate is right: a logistic regression, lightly held towards nought."""
    mean, width = np.average(rows, axis=0, weights=weight), rows.std(0) + 1e-9
    mean[0], width[0] = 0.0, 1.0
    x = (rows - mean) / width

    def loss(v):
        return np.average(np.logaddexp(0, x @ v) - is_none * (x @ v), weights=weight) + 1e-3 * (v[1:] @ v[1:])

    v = minimize(loss, np.zeros(x.shape[1])).x / width
    v[0] -= float(v[1:] @ mean[1:])
    return v


def calibrate(held, plain_scorer):
    """Return (temperature, weights of none, mass of the 90 % set) on the diseases that were not trained on."""
    table, right, weight = (np.array([row[place] for row in held]) for place in range(3))
    score = np.stack([plain_scorer.scores(one) for one in table])
    inside = right >= 0
    scale = temperature(score[inside], right[inside], weight[inside])
    rows = [plain_scorer.none_features(one, each) for one, each in zip(table, score * scale, strict=True)]
    told = list(~inside)
    weights = list(weight)
    for place in np.flatnonzero(inside):
        others = np.arange(table.shape[1]) != right[place]
        rows.append(plain_scorer.none_features(table[place][others], score[place][others] * scale))
        told.append(True)
        weights.append(UNKNOWN * weight[place])
    rows, told, weights = np.array(rows), np.array(told, float), np.array(weights)
    none = none_weights(rows, told, weights)
    p_none = 1 / (1 + np.exp(-(rows[: len(table)] @ none)))
    p = np.exp(score * scale - logsumexp(score * scale, axis=1)[:, None]) * (1 - p_none[:, None])
    p = np.concatenate([p, p_none[:, None]], axis=1)
    own = p[np.arange(len(p)), np.where(inside, right, p.shape[1] - 1)]
    mass = np.where(p > own[:, None], p, 0).sum(1) + own
    order = np.argsort(mass)
    covered = np.cumsum(weight[order]) / weight.sum()
    return scale, none.tolist(), float(mass[order][np.searchsorted(covered, 0.9)])


def main():
    """Train, calibrate on a tenth of the diseases, write the weights with their recipe."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--without", default="kb-phenopackets/phenopackets.jsonl.gz")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--draws", type=int, default=5, help="patients are drawn so many times over")
    parser.add_argument("--published", action="store_true", help="leave nothing out: weights/published.json")
    parser.add_argument(
        "--first", action="store_true", help="the linear first guess alone: weights/first.json, made first"
    )
    given = parser.parse_args()
    if given.first:
        _features._first_guess = lambda: np.zeros(len(KNOWN))
    diseases, fitted, held, start = rare_diseases(), [], [], time.time()
    barred = cited_by_cases(files.locate(files.Data(path=given.without)))
    for draw_number in range(given.draws):
        some, others = patients(diseases, barred, given.seed + draw_number, published=given.published)
        fitted, held = fitted + some, held + (others if draw_number < 2 else [])
        print(
            f"{len(fitted)} patients to train on, {len(held)} to calibrate on, {time.time() - start:.0f} s",
            flush=True,
        )
    if given.first:
        weights = first_guess(fitted)
        recipe = {"program": "experiments/differential_training.py --first", "seed": given.seed, "patients": len(fitted),
                  "data": diseases.release}  # fmt: skip
        given.out.write_text(json.dumps({"recipe": recipe, "weights": weights}) + "\n")
        return
    mean = np.mean([row[0].mean(0, dtype=float) for row in held], axis=0)
    width = np.sqrt(np.mean([((row[0] - mean) ** 2).mean(0) for row in held], axis=0)) + 1e-6
    x, weight = (
        np.empty((len(fitted), SHOWN, len(FEATURES)), np.float32),
        np.array([row[1] for row in fitted]),
    )
    for place in range(len(fitted)):
        x[place] = np.clip((fitted[place][0] - mean) / width, -FARTHEST, FARTHEST)
    fitted.clear()
    w = averaged([train(x, weight, given.seed + number) for number in range(NETWORKS)])
    parts = {"mean": mean, "width": width, "first": w[0], "bias": w[1], "second": w[2], "linear": w[3]}
    untempered = Scorer(**{k: v.astype(np.float32) for k, v in parts.items()}, scale=1.0,
                        none=None, set_mass=1.0)  # fmt: skip
    scale, none, mass = calibrate(held, untempered)
    weights = {"features": list(FEATURES), **{k: v.tolist() for k, v in parts.items()}, "scale": scale,
               "none_features": list(NONE_FEATURES), "none": none, "set_mass": mass}  # fmt: skip
    weights = json.loads(json.dumps(weights), parse_float=lambda text: float(f"{float(text):.5g}"))
    digest = hashlib.sha256(json.dumps(weights, sort_keys=True).encode()).hexdigest()
    recipe = {"program": "experiments/differential_training.py", "seed": given.seed, "draws": given.draws,
              "patients": len(weight), "data": diseases.release, "sha256_of_weights": digest}  # fmt: skip
    given.out.write_text(json.dumps({"recipe": recipe, "weights": weights}) + "\n")
    print(json.dumps(recipe))


if __name__ == "__main__":
    main()
