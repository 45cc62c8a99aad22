"""What a disease shows and how often, by its name: rare ones by HPO's annotations, everyday ones by a learnt graph."""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from preceptor import files
from preceptor.components import Toolbox
from preceptor.knowledge.common_diseases import everyday_findings
from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.knowledge.mondo import mondo
from preceptor.pipelines._solved import numbers, reader_named
from preceptor.records import Case

UNSTATED = 0.5  # share of a finding whose frequency is not stated
RULE = 0.9  # share of the heaviest finding of an everyday disease; chosen, with the root below, on the train split
NOISE = 0.2  # chance that a finding has nothing to do with the disease
DENIED = 0.8  # how far a denial is believed
Profile = Mapping[int, float]  # term, ancestors included -> share of patients


def _with_ancestors(release: Hpo, shares: Iterable[tuple[int, float]]) -> Profile:
    found: dict[int, float] = {}
    for term, share in shares:
        for above in release.graph.closure[term].tolist():
            found[above] = max(found.get(above, 0.0), share)
    return found


@lru_cache(maxsize=4096)
def _rare(setting: str, number: int) -> Profile:
    """Return what the annotations say of a Mondo disease under all its codes."""
    release, rows = hpo(), hpo().annotations
    codes = set(mondo().codes[number])
    own = {disease for disease, code in enumerate(release.disease_ids) if code in codes}
    found = []
    for row in (rows.disease[:, None] == list(own)).any(axis=1).nonzero()[0].tolist() if own else []:
        term, share = int(rows.term[row]), float(rows.share[row])
        if release.is_phenotype[term] and not rows.negated[row] and share != 0:
            found.append((term, UNSTATED if math.isnan(share) else share))
    return _with_ancestors(release, found)


@lru_cache(maxsize=2)
def _everyday(setting: str, reader: str) -> Mapping[str, Profile]:
    """Return what the everyday diseases show, their symptoms read by the reader as a patient would say them.

    The graph's weights are no frequencies: they are scaled so that the heaviest finding of a disease is the rule.
    """
    release, read = hpo(), reader_named(reader)
    read_as: dict[str, frozenset[int]] = {}
    shares: dict[str, list[tuple[int, float]]] = {}
    for row in everyday_findings("health_knowledge_graph"):
        if row.finding not in read_as:
            answer = read(Case(id="symptom", prompt=row.finding), Toolbox(), None)
            read_as[row.finding] = numbers(str(span.code) for span in answer.spans)
        shares.setdefault(row.disease, []).extend((term, row.share) for term in read_as[row.finding])
    return {name: _with_ancestors(release, _scaled(rows)) for name, rows in shares.items()}


def _scaled(rows: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    most = max((share for _, share in rows), default=1.0)
    return [(term, RULE * math.sqrt(share / most)) for term, share in rows]


def disease_number(name: str) -> int | None:
    """Return the Mondo number of a disease by its name, None where Mondo has no such name."""
    return mondo().by_name.get(" ".join(name.lower().split()))


def profile(name: str, reader: str) -> tuple[Profile, bool]:
    """Return what a disease of that name shows, empty where it is not known, and whether it is an everyday disease.

    A name of both sources goes to the one that says more of it.
    """
    number = disease_number(name)
    rare = {} if number is None else _rare(files.setting(), number)
    everyday = _everyday(files.setting(), reader).get(name.lower(), {})
    return (everyday, True) if len(everyday) > len(rare) else (rare, False)


def evidence(shown: Profile, present: Iterable[int], absent: Iterable[int]) -> float:
    """Return the log likelihood ratio of findings, disease against anybody with a rare disease.

    A finding that is more special than what the disease is said to show counts by its nearest ancestor that it shows.
    """
    release = hpo()
    total = 0.0
    for term in present:
        above = release.graph.closure[term].tolist()
        best = max(
            (shown[up] * math.exp(release.information[up]) for up in above if up in shown), default=0.0
        )
        total += math.log((1 - NOISE) * best + NOISE)
    return total + sum(math.log(1 - DENIED * min(shown.get(term, 0.0), 1.0)) for term in absent)
