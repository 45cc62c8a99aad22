"""The rare diseases of the phenotype ontology's annotations, with twins merged by Mondo."""

from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy import sparse

from preceptor import files
from preceptor.differential._counts import X_LINKED
from preceptor.differential._kept import kept
from preceptor.differential._named import named_findings
from preceptor.differential._profiles import Diseases, Rows
from preceptor.errors import NotFound
from preceptor.graphs import Lists, starts
from preceptor.knowledge.disease_ontology import (
    DEFINITIONS,
    NAMES,
    REFERENCES,
    VERSION,
    DiseaseOntology,
    disease_ontology,
)
from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.knowledge.hpo import release_files as hpo_files
from preceptor.knowledge.mondo import Mondo, mondo
from preceptor.knowledge.mondo import release_files as mondo_files

NAMED_SHARE = 0.7  # of patients who show what a name states, an assumption
LARGEST_FAMILY = 12  # annotated diseases below one Mondo parent; larger groups say too little
BRACKETS = (  # age of onset in years: first day of each bracket, and the HPO terms that lie in it
    (-1.0, ("HP:0030674", "HP:0011460", "HP:0011461")),
    (0.0, ("HP:0003577",)),
    (0.01, ("HP:0003623",)),
    (0.077, ("HP:0003593",)),
    (1.0, ("HP:0011463",)),
    (5.0, ("HP:0003621",)),
    (16.0, ("HP:0003581", "HP:0011462", "HP:0025708", "HP:0025709", "HP:0025710")),
    (40.0, ("HP:0003596",)),
    (60.0, ("HP:0003584",)),
)
X_RECESSIVE, INHERITED = "HP:0001419", ("HP:0000006", "HP:0000007", "HP:0001423", "HP:0001417", "HP:0001427")


def _merged(found: Hpo, names: Mondo) -> list[str]:
    return [
        names.ids[names.by_code[code][0]] if code in names.by_code else code for code in found.disease_ids
    ]  # fmt: skip


def _relatives(names: Mondo, ids: tuple[str, ...]) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Return weights of parents and siblings, and log(1 + annotated subtypes)."""
    node = [names.by_id.get(code, -1) for code in ids]
    place = {number: spot for spot, number in enumerate(node) if number >= 0}
    members: dict[int, list[int]] = defaultdict(list)
    for spot, number in enumerate(node):
        if number >= 0:
            for above in names.graph.closure[number]:
                members[int(above)].append(spot)
    weights: dict[tuple[int, int], float] = {}
    for above, inside in members.items():
        if not 2 <= len(inside) <= LARGEST_FAMILY:
            continue
        for spot in inside:
            for other in inside:
                if other != spot:
                    bonus = 1.0 if node[other] == above else 0.0  # the parent itself
                    pair = (spot, other)
                    weights[pair] = max(weights.get(pair, 0.0), 1 / (len(inside) - 1) + bonus)
    pairs = np.array(list(weights), dtype=int).reshape(-1, 2)
    weight = np.array(list(weights.values()), float)
    weight /= np.bincount(pairs[:, 0], weight, len(ids))[pairs[:, 0]]
    relatives = sparse.csr_matrix((weight, (pairs[:, 0], pairs[:, 1])), shape=(len(ids), len(ids)))
    below = [len(members[number]) - 1 if number in place else 0 for number in node]
    return relatives, np.log1p(np.array(below, float))


def _stated(found: Hpo, place: np.ndarray) -> np.ndarray:
    """Return what rows say of age at onset and of X-linked inheritance, as `Diseases.stated`."""
    bracket = {code: number for number, (_, codes) in enumerate(BRACKETS) for code in codes}
    bracket[X_RECESSIVE] = X_LINKED
    rows = found.annotations
    told: list[tuple[float, ...]] = []
    for row in np.flatnonzero(found.is_onset[rows.term] | (rows.aspect == ord("I"))).tolist():
        code, disease = found.ids[rows.term[row]], place[rows.disease[row]]
        if code in bracket and disease >= 0:
            share = 0.5 if np.isnan(rows.share[row]) else float(rows.share[row])
            weight = share * max(int(rows.patients[row]), 2)
            told += [
                (float(row), float(disease), float(bracket[code]), float(reference), weight)
                for reference in rows.cited[row]
            ]
    return np.array(told, float).reshape(-1, 5)


def _x_linked(found: Hpo, place: np.ndarray, n: int) -> np.ndarray:
    """Whether the only inheritance stated is X-linked recessive, `(diseases,)`."""
    only, other = np.zeros(n, bool), np.zeros(n, bool)
    rows = found.annotations
    for row in np.flatnonzero(rows.aspect == ord("I")).tolist():
        disease = place[rows.disease[row]]
        if disease >= 0:
            code = found.ids[rows.term[row]]
            only[disease] |= code == X_RECESSIVE
            other[disease] |= code in INHERITED
    return only & ~other


def _renown(names: Mondo, ids: tuple[str, ...], members: list[list[str]]) -> np.ndarray:
    """Return `Diseases.renown`: other names, vocabularies, OMIM number."""
    table = np.zeros((len(ids), 3))
    for spot, code in enumerate(ids):
        node, codes = names.by_id.get(code, -1), set(members[spot])
        if node >= 0:
            codes |= set(names.codes[node])
            table[spot, 0] = np.log1p(len(names.other_names[node]))
        table[spot, 1] = len({one.partition(":")[0] for one in codes})
        omim = [int(one[5:]) for one in codes if one.startswith("OMIM:") and one[5:].isdigit()]
        table[spot, 2] = min(omim, default=0) / 1e5
    return table


def _kept_rows(found: Hpo, place: np.ndarray, named: tuple[np.ndarray, np.ndarray]) -> Rows:
    """Return the annotations, and after them the findings that names state, which cite nothing."""
    rows, (owner, finding) = found.annotations, named
    kept = (rows.aspect == ord("P")) & (rows.negated == 0) & found.is_phenotype[rows.term] & (rows.share != 0)
    chosen = np.flatnonzero(kept & (place[rows.disease] >= 0))
    disease = np.concatenate([place[rows.disease[chosen]], owner]).astype(np.int64)
    order = np.argsort(disease, kind="stable")
    cited = [rows.cited[row] for row in chosen.tolist()] + [np.empty(0, np.int32)] * len(owner)
    cited = [cited[row] for row in order]
    return Rows(
        disease=disease[order],
        term=np.concatenate([rows.term[chosen], finding]).astype(np.int64)[order],
        share=np.concatenate([rows.share[chosen], np.full(len(owner), NAMED_SHARE)]).astype(float)[order],
        patients=np.concatenate([rows.patients[chosen], np.zeros(len(owner))]).astype(np.int64)[order],
        cited=Lists(
            starts(np.array([len(c) for c in cited])), np.concatenate([np.empty(0, np.int32), *cited])
        ),
    )


@lru_cache(maxsize=1)
def _built(found: Hpo, names: Mondo, defined: DiseaseOntology | None) -> Diseases:
    merged = _merged(found, names)
    rows = found.annotations
    positive = (
        (rows.aspect == ord("P")) & (rows.negated == 0) & found.is_phenotype[rows.term] & (rows.share != 0)
    )
    ids = tuple(sorted({merged[disease] for disease in np.unique(rows.disease[positive])}))
    number = {code: spot for spot, code in enumerate(ids)}
    place = np.array([number.get(code, -1) for code in merged])
    members: list[list[int]] = [[] for _ in ids]
    for disease, spot in enumerate(place):
        if spot >= 0:
            members[spot].append(disease)
    relatives, group = _relatives(names, ids)
    return Diseases(
        ids=ids,
        names=tuple(
            names.names[names.by_id[code]] if code in names.by_id else found.disease_names[members[spot][0]]
            for spot, code in enumerate(ids)
        ),
        members=tuple(tuple(found.disease_ids[disease] for disease in row) for row in members),
        graph=found.graph, term_ids=found.ids, term_names=found.names, is_finding=found.is_phenotype,
        rows=_kept_rows(found, place, named_findings(found, names, defined, ids, members)),
        references={name: spot for spot, name in enumerate(found.references)},
        group=group, relatives=relatives, stated=_stated(found, place),
        renown=_renown(names, ids, [[found.disease_ids[disease] for disease in row] for row in members]),
        x_linked=_x_linked(found, place, len(ids)),
        release=f"HPO {found.release}, Mondo {names.release}, "
        + (f"Disease Ontology {VERSION}" if defined else "without the Disease Ontology's definitions"),
    )  # fmt: skip


def _definition_files() -> list[Path]:
    """Return the Disease Ontology's files, or none where it is not at hand: then only names state findings."""
    try:
        return [files.locate(data) for data in (NAMES, REFERENCES, DEFINITIONS)]
    except NotFound:
        return []


@lru_cache(maxsize=2)
def _at(place: str) -> Diseases:
    defining = _definition_files()
    sources = [*hpo_files(), *mondo_files(), *defining]
    return kept(sources, hpo(), lambda: _built(hpo(), mondo(), disease_ontology() if defining else None))


def rare_diseases() -> Diseases:
    """Return the annotated diseases of OMIM, Orphanet and DECIPHER, twins merged; built once a release and kept."""
    return _at(files.setting())
