"""Train the learnt combination of the differential on simulated patients, and write its weights.

    PRECEPTOR_DATA=... python experiments/differential_training.py --out src/preceptor/differential/weights/new.json

A simulated patient is drawn from the rows of one publication (or one catalogue) about one disease, each finding
with its stated frequency, some written as a parent, some dropped; he is ranked with exactly those rows left out
(`--published`: with nothing left out). A publication counts by the patients it reports, up to 30: published cases come
from diseases in proportion to the patients that are published.
Publications that a phenopacket at hand cites are never drawn from (`--without` names the file of cases).
"""

import argparse
import gzip
import hashlib
import json
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import orjson

from preceptor import files
from preceptor.differential._features import CANDIDATES, FEATURES, look
from preceptor.differential._rare import rare_diseases
from preceptor.differential._scorer import FARTHEST

HIDDEN, EPOCHS, RATE, DECAY, BATCH = 24, 5, 3e-3, 1e-3, 64
LIKELY, SHOWN = (
    70,
    100,
)  # candidates that a training patient is compared with: most evidence, and with others by chance
MOST_PATIENTS, MOST_DRAWN = 30, 3  # a paper's weight; patients drawn from it
NONE_FEATURES = 4


def cited_by_cases(path):
    """Return the references of all cases, which are not drawn from."""
    found = set()
    with gzip.open(path) as lines:
        for line in lines:
            meta = orjson.loads(line)["phenopacket"]["metaData"]
            found |= {entry["id"] for entry in meta.get("externalReferences", [])}
    return found


def sources(diseases, barred):
    """Return (publications, catalogues): (disease, reference) -> rows, at least 3 and not all of the disease's."""
    held = defaultdict(list)
    rows, names = diseases.rows, list(diseases.references)
    for row, reference in zip(rows.cited.rows, rows.cited.values, strict=True):
        held[int(rows.disease[row]), int(reference)].append(int(row))
    size = np.bincount(rows.disease[np.diff(rows.cited.start) > 0], minlength=len(diseases))
    kept = {key: found for key, found in held.items() if 3 <= len(found) < size[key[0]]}
    papers = [key for key in kept if names[key[1]].startswith("PMID") and names[key[1]] not in barred]
    catalogues = [key for key in kept if not names[key[1]].startswith("PMID")]
    return kept, papers, catalogues, names


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


def patients(diseases, barred, n_catalogue, seed, *, published=False):
    """Return simulated patients as (table, place of the right disease or -1, weight, disease)."""
    rng = np.random.default_rng(seed)
    kept, papers, catalogues, names = sources(diseases, barred)
    reported = {key: max(int(diseases.rows.patients[kept[key]].max()), 1) for key in papers}
    drawn = {key: min(1 + reported[key] // 3, MOST_DRAWN) for key in papers}
    chosen = [
        (key, min(reported[key], MOST_PATIENTS) / drawn[key]) for key in papers for _ in range(drawn[key])
    ]
    chosen += [(catalogues[place], 0.0) for place in rng.permutation(len(catalogues))[:n_catalogue]]
    rng.shuffle(chosen)
    made, start = [], time.time()
    for key, weight in chosen:
        observed = draw(diseases, kept[key], rng, weight > 0)
        if observed:
            seen = look(diseases, observed, (), () if published else [names[key[1]]])
            place = np.flatnonzero(seen.candidates == key[0])
            made.append(
                (seen.table.astype(np.float32), int(place[0]) if len(place) else -1, weight or 1.0, key[0])
            )
    print(
        f"{len(made)} patients from {len(papers)} papers, {(time.time() - start) / len(made) * 1e3:.1f} ms each"
    )
    return made


def softmax(score):
    """Return probabilities over the last axis."""
    up = np.exp(score - score.max(-1, keepdims=True))
    return up / up.sum(-1, keepdims=True)


def none_features(table):
    """Return what speaks for none of the candidates, `(patients, 4)`: 1, best evidence, the same by n, ln n."""
    best, n = table[..., 0].max(1), np.exp(table[:, 0, FEATURES.index("log_findings")])
    return np.stack([np.ones_like(best), best / 10, best / n, np.log(n)], axis=1)


def fewer(table, right, rng):
    """Return the candidates that training compares with the right one, which comes first."""
    place = np.argsort(np.argsort(-table[:, :, 0], axis=1), axis=1)
    key = np.where(place < LIKELY, 2.0, 0.0) + rng.random(place.shape)
    key[np.arange(len(right)), right] = 9.0
    return np.take_along_axis(table, np.argsort(-key, axis=1)[:, :SHOWN, None], 1)


def standardised(table, mean, width):
    """Return the features in widths from the mean."""
    return np.clip((table - mean) / width, -FARTHEST, FARTHEST).astype(np.float32)


def train(table, weight, mean, width, seed):
    """Fit the two-layer network by Adam on the weighted cross entropy; the right candidate is the first."""
    rng = np.random.default_rng(seed)
    x, weight = standardised(table, mean, width), (weight / weight.mean()).astype(np.float32)
    n, k, f = x.shape
    w = [rng.normal(0, 0.5 / f**0.5, (f, HIDDEN)), np.zeros(HIDDEN), rng.normal(0, 0.06, HIDDEN), np.zeros(f)]
    w = [part.astype(np.float32) for part in w]
    first, second, step = [np.zeros_like(p) for p in w], [np.zeros_like(p) for p in w], 0
    for epoch in range(EPOCHS):
        for batch in np.array_split(rng.permutation(n), n // BATCH):
            here = x[batch].reshape(-1, f)
            hidden = np.tanh(here @ w[0] + w[1])
            p = softmax((hidden @ w[2] + here @ w[3]).reshape(len(batch), k))
            p[:, 0] -= 1
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


def scores(table, mean, width, w):
    """Return the network's scores, `(patients, candidates)`."""
    x = standardised(table, mean, width)
    return np.tanh(x @ w[0] + w[1]) @ w[2] + x @ w[3]


def calibrate(table, right, weight, score):
    """Fit temperature and the score of 'none of these' on patients of whom some have no right candidate."""
    from scipy.optimize import minimize

    none = none_features(table)
    target = np.where(right < 0, score.shape[1], right)

    def loss(v):
        p = softmax(np.concatenate([score * np.exp(v[0]), (none @ v[1:])[:, None]], axis=1))
        return np.average(-np.log(p[np.arange(len(p)), target] + 1e-12), weights=weight)

    found = minimize(loss, np.zeros(1 + NONE_FEATURES), method="Nelder-Mead", options={"maxiter": 1500})
    p = softmax(np.concatenate([score * np.exp(found.x[0]), (none @ found.x[1:])[:, None]], axis=1))
    own = p[np.arange(len(p)), target]
    mass = np.where(p > own[:, None], p, 0).sum(1) + own
    order = np.argsort(mass)
    covered = np.cumsum(weight[order]) / weight.sum()
    set_mass = float(mass[order][np.searchsorted(covered, 0.9)])
    return float(np.exp(found.x[0])), found.x[1:].tolist(), set_mass, float(found.fun)


def main():
    """Train, calibrate on a tenth held out, write the weights with their recipe."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--without", default="kb-phenopackets/phenopackets.jsonl.gz")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--catalogue-patients", type=int, default=700)
    parser.add_argument("--published", action="store_true", help="leave nothing out: weights/published.json")
    parser.add_argument("--keep", type=Path, help="where the drawn patients are kept")
    given = parser.parse_args()
    cases = files.locate(files.Data(path=given.without))
    diseases = rare_diseases()
    made = patients(diseases, cited_by_cases(cases), given.catalogue_patients, given.seed,
                    published=given.published)  # fmt: skip
    made = [row for row in made if len(row[0]) == CANDIDATES]
    table = np.stack([row[0] for row in made])
    right, weight, disease = (np.array([row[place] for row in made]) for place in (1, 2, 3))
    if given.keep:
        np.savez(given.keep, table=table, right=right, weight=weight, disease=disease)
    held = disease % 10 == 0  # whole diseases
    fit = ~held & (right >= 0)
    mean, width = table[::7].mean((0, 1), dtype=float), table[::7].std((0, 1), dtype=float) + 1e-6
    w = train(fewer(table[fit], right[fit], np.random.default_rng(0)), weight[fit], mean, width, given.seed)
    score = scores(table[held], mean, width, w)
    scale, none, mass, loss = calibrate(table[held], right[held], weight[held], score)
    weights = {"features": list(FEATURES), "mean": mean.tolist(), "width": width.tolist(), "scale": scale,
               "first": w[0].tolist(), "bias": w[1].tolist(), "second": w[2].tolist(), "linear": w[3].tolist(),
               "none": none, "set_mass": mass}  # fmt: skip
    weights = json.loads(json.dumps(weights), parse_float=lambda text: round(float(text), 5))
    digest = hashlib.sha256(json.dumps(weights, sort_keys=True).encode()).hexdigest()
    recipe = {"program": "experiments/differential_training.py", "seed": given.seed, "patients": int(fit.sum()),
              "data": diseases.release, "held_out_loss": round(loss, 4), "sha256_of_weights": digest}  # fmt: skip
    given.out.write_text(json.dumps({"recipe": recipe, "weights": weights}) + "\n")
    print(json.dumps(recipe))


if __name__ == "__main__":
    main()
