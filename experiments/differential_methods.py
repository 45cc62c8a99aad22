"""Plain ways to rank diseases for findings, which the shipped combination is compared with.

Each takes the set of diseases, the observed terms and what is left out, and returns a score for every disease. Terms
that a disease loses with its paper are lost here too.
"""

import numpy as np

from preceptor.differential._evidence import log_evidence, ratios, shares


def profiles_without(diseases, left):
    """Return (start, terms) of all profiles, those that lose rows worked out again."""
    start, term, _ = diseases.profile
    parts = [term[start[n] : start[n + 1]] for n in range(len(diseases))] if len(left.rows) else None
    if parts is None:
        return start, term
    for number in left.diseases.tolist():
        rows = np.arange(diseases.row_start[number], diseases.row_start[number + 1])
        parts[number] = np.unique(diseases.rows.term[np.setdiff1d(rows, left.rows)])
    lengths = np.array([len(part) for part in parts])
    return np.concatenate([[0], np.cumsum(lengths)]), np.concatenate(parts)


def common_information(diseases, finding):
    """Return for every term the information of the most telling ancestor that it shares with a finding."""
    information, best = diseases.information, np.zeros(len(diseases.term_ids))
    above = diseases.graph.closure[finding]
    for node in above[np.argsort(information[above])]:
        best[diseases.graph.below[node]] = information[node]
    return best


def similarity(diseases, observed, left, *, lin, both):
    """Best-match average of Resnik's or Lin's similarity, of the findings alone or in both directions."""
    start, term = profiles_without(diseases, left)
    some = np.flatnonzero(np.diff(start) > 0)
    score, nearest = np.zeros(len(diseases)), np.zeros(len(diseases.term_ids))
    for finding in observed:
        alike = common_information(diseases, finding)
        if lin:
            alike = 2 * alike / np.maximum(diseases.information[finding] + diseases.information, 1e-9)
        score[some] += np.maximum.reduceat(alike[term], start[some])
        nearest = np.maximum(nearest, alike)
    score /= len(observed)
    if both:
        owner = np.repeat(np.arange(len(diseases)), np.diff(start))
        back = np.bincount(owner, nearest[term], len(diseases)) / np.maximum(np.diff(start), 1)
        score = (score + back) / 2
    return score


def marginal_information(diseases):
    """Phrank's information of a term given its parents: -log2 of the share of the parents' diseases that show it."""
    closed, parents = diseases.closed, diseases.graph.parents
    shown = [closed.disease[closed.start[n] : closed.start[n + 1]] for n in range(len(diseases.term_ids))]
    found = np.zeros(len(shown))
    for number, own in enumerate(shown):
        above = [shown[up] for up in parents[number] if diseases.is_finding[up]]
        if len(own) and above:
            among = above[0]
            for other in above[1:]:
                among = np.intersect1d(among, other)
            found[number] = np.log2(max(len(among), len(own)) / len(own))
    return found


def phrank(diseases, observed, left, weight):
    """Sum the marginal information of every term that patient and disease share, ancestors included."""
    closed, score = diseases.closed, np.zeros(len(diseases))
    above = diseases.graph.ancestors(observed)
    for node in above[weight[above] > 0]:
        score[closed.disease[closed.start[node] : closed.start[node + 1]]] += weight[node]
    score[left.diseases] = (left.share[:, above] > 0) @ weight[above]
    return score


def ratios_without_ancestors(diseases, observed, left):
    """Ln likelihood ratios by the annotated share of patients alone (a finding or something below it), noise 1 %."""
    shown = shares(diseases, observed, left, np.arange(len(diseases)))
    usual = diseases.background[np.asarray(observed)][:, None]
    return np.log(np.maximum(shown, 0.01) / np.clip(usual, 1e-4, 1.0)).sum(0)


def score_by(name, diseases, observed, left, weight):
    """Score every disease by one of METHODS; `weight` is `marginal_information`."""
    match name:
        case "Resnik" | "Resnik, both directions" | "Lin" | "Lin, both directions":
            score = similarity(diseases, observed, left, lin=name.startswith("Lin"), both="both" in name)
        case "Phrank":
            score = phrank(diseases, observed, left, weight)
        case "annotated shares alone":
            score = ratios_without_ancestors(diseases, observed, left)
        case _:
            own, mixed = ratios(diseases, observed, left)
            score = log_evidence(
                mixed if "relatives" in name else own, 0.01 if "1 % noise" in name else 0.1
            ).sum(0)
            if "patients" in name:
                patients = diseases.known[:, 0].copy()
                patients[left.diseases] = left.known[:, 0]
                score += 0.5 * patients
    score[left.diseases[left.empty]] = -np.inf
    return score


METHODS = (
    "Resnik", "Resnik, both directions", "Lin", "Lin, both directions", "Phrank", "annotated shares alone",
    "ratios, 1 % noise", "ratios", "ratios, relatives", "ratios, relatives, patients",
)  # fmt: skip
