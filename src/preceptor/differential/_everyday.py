"""Everyday diseases as a set that the same functions rank: findings without a hierarchy, evidence added up plainly."""

from functools import lru_cache

import numpy as np
from scipy import sparse

from preceptor.differential._profiles import Diseases, Rows
from preceptor.graphs import graph, lists
from preceptor.knowledge.common_diseases import Collection, everyday_findings


@lru_cache(maxsize=4)
def everyday_diseases(source: Collection, language: str = "en") -> Diseases:
    """Return the everyday diseases of a source; rank them with `ranked(..., weights="plain")`.

    Term ids are the source's own codes (`Diseases.term_ids`), and so are the diseases' ids.
    """
    rows = everyday_findings(source, language=language)
    diseases = tuple(dict.fromkeys(row.disease for row in rows))
    codes = dict.fromkeys(row.code for row in rows)
    words = {row.code: row.finding for row in rows}
    disease, term = {name: n for n, name in enumerate(diseases)}, {code: n for n, code in enumerate(codes)}
    n = len(diseases)
    held = sorted(rows, key=lambda row: (disease[row.disease], term[row.code]))
    return Diseases(
        ids=diseases, names=diseases, members=tuple((name,) for name in diseases), graph=graph(len(codes), ()),
        term_ids=tuple(codes), term_names=tuple(words[code] for code in codes),
        is_finding=np.ones(len(codes), bool),
        rows=Rows(
            disease=np.array([disease[row.disease] for row in held], np.int64),
            term=np.array([term[row.code] for row in held], np.int64),
            share=np.array([row.share for row in held]),
            patients=np.full(len(held), 100, np.int64),
            cited=lists([[0]] * len(held)),
        ),
        references={source: 0}, group=np.zeros(n), relatives=sparse.csr_matrix((n, n)),
        stated=np.empty((0, 5)), renown=np.zeros((n, 3)), x_linked=np.zeros(n, bool), release=source,
    )  # fmt: skip
