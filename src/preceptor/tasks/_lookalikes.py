"""Diseases that look like a patient's own: rare ones and everyday ones, and how much of the findings each explains.

What a disease explains of a patient is the information content of the patient's findings, with all that they are kinds
of, that the disease shows too, as a part of the whole. A look-alike explains some of it, and leaves at least `UNTOLD`
of it unexplained, so that the findings can decide; it is no subtype, parent or twin of the right disease.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import numpy as np
from numpy.typing import NDArray

from preceptor import files
from preceptor.graphs import Lists, lists
from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.knowledge.mondo import mondo
from preceptor.records import Candidate
from preceptor.scoring.diagnosis_match import related
from preceptor.scoring.ranking import Truth
from preceptor.simulators.rare_patient import everyday_diseases

FEWEST_SHOWN = 10  # terms with all ancestors; a disease with fewer is hardly described
UNTOLD = 0.3  # part of the findings' information that a look-alike leaves unexplained
AMONG = 5  # a look-alike is drawn from so many of the closest


@dataclass(frozen=True, eq=False, kw_only=True)
class Diseases:
    """Diseases that may stand as options, by number.

    Attributes:
        names: as they are shown, each once.
        codes: of every catalogue; empty for an everyday disease.
        shown: disease -> terms that it shows, with all ancestors.
    """

    names: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    shown: Lists

    def truth(self, number: int) -> Truth:
        """Return a disease as what is right."""
        return Truth(codes=self.codes[number], name=self.names[number])

    def explained(self, release: Hpo, findings: Iterable[str]) -> NDArray[np.float64]:
        """Return the part of the findings' information that each disease shows, `(diseases,)`, in [0, 1]."""
        own = release.graph.ancestors(release.by_id[code] for code in findings)
        weight = np.zeros(len(release.ids))
        weight[own] = release.information[own]
        told = np.bincount(self.shown.rows, weight[self.shown.values], len(self.names))
        return told / max(float(weight.sum()), 1e-12)


@lru_cache(maxsize=2)
def _rare(setting: str) -> Diseases:
    release, catalogue = hpo(), mondo()
    members: dict[int, list[int]] = {}
    for disease, code in enumerate(release.disease_ids):
        number = next(iter(catalogue.by_code.get(code, ())), -1)
        if number >= 0 and number not in catalogue.obsolete:
            members.setdefault(number, []).append(disease)
    names, codes, shown = list[str](), list[tuple[str, ...]](), list[NDArray[np.int32]]()
    for number, own in members.items():
        terms = np.unique(np.concatenate([release.shown[disease] for disease in own]))
        name = catalogue.names[number]
        if len(terms) >= FEWEST_SHOWN and catalogue.by_name.get(name.lower()) == number:
            names.append(name)
            codes.append((catalogue.ids[number], *(release.disease_ids[disease] for disease in own)))
            shown.append(terms)
    return Diseases(names=tuple(names), codes=tuple(codes), shown=lists([row.tolist() for row in shown]))


def rare() -> Diseases:
    """Return the annotated diseases that Mondo names, twins merged."""
    return _rare(files.setting())


@lru_cache(maxsize=2)
def _places(setting: str) -> dict[str, int]:
    return {code: number for number, codes in enumerate(rare().codes) for code in codes}


def place(code: str) -> int | None:
    """Return the number of a rare disease by its catalogue code, None where it is no option."""
    return _places(files.setting()).get(code)


@lru_cache(maxsize=2)
def _everyday(setting: str) -> Diseases:
    release, every = hpo(), everyday_diseases()
    shown = [release.graph.ancestors(release.by_id[code] for code in one.findings) for one in every]
    return Diseases(
        names=tuple(one.name for one in every),
        codes=((),) * len(every),
        shown=lists([row[release.is_phenotype[row]].tolist() for row in shown]),
    )


def everyday() -> Diseases:
    """Return the everyday diseases with what they show."""
    return _everyday(files.setting())


def apart(one: Truth, other: Truth) -> bool:
    """Say whether two diseases are different, neither a kind of the other."""
    code = one.codes[0] if one.codes else ""
    return related(Candidate(id=code, name=one.name), other) == "different" == _turned(one, other)


def _turned(one: Truth, other: Truth) -> str:
    code = other.codes[0] if other.codes else ""
    return related(Candidate(id=code, name=other.name), one)


def lookalikes(
    rng: Random, diseases: Diseases, explained: NDArray[np.float64], own: Truth, number: int, barred: Sequence[Truth] = ()
) -> list[int]:  # fmt: skip
    """Draw diseases that explain much of the findings, but not all, the closest first; fewer where there are fewer.

    Args:
        own: the right disease; `barred` are others that none may be, or be a kind of.
    """
    able = np.where(explained <= 1 - UNTOLD, explained, -1.0)
    found = list[int]()
    pool = list[int]()
    for candidate in _descending(rng, able):
        if all(apart(diseases.truth(candidate), other) for other in (own, *barred)):
            pool.append(candidate)
        if len(pool) >= AMONG + number:
            break
    while pool and len(found) < number:
        pick = pool.pop(rng.randrange(min(AMONG, len(pool))))
        if all(apart(diseases.truth(pick), diseases.truth(other)) for other in found):
            found.append(pick)
    return found


def _descending(rng: Random, values: NDArray[np.float64]) -> Iterator[int]:
    """Go through the numbers of values that are not negative, the largest first, equals in an order that is drawn."""
    numbers = list(range(len(values)))
    rng.shuffle(numbers)
    for number in sorted(numbers, key=lambda number: -values[number]):
        if values[number] < 0:
            return
        yield number


def relative(rng: Random, explained: NDArray[np.float64], own: int) -> int | None:
    """Draw a disease that Mondo puts beside the right one and that leaves enough unexplained, None where there is none."""
    diseases, catalogue = rare(), mondo()
    beside = catalogue.siblings(catalogue.number(diseases.codes[own][0]))
    found = [number for one in beside if (number := place(catalogue.ids[one])) is not None]
    able = [number for number in found if 0 < explained[number] <= 1 - UNTOLD]
    able.sort(key=lambda number: -explained[number])
    kept = [number for number in able[: 2 * AMONG] if apart(diseases.truth(number), diseases.truth(own))]
    return rng.choice(kept[:AMONG]) if kept else None


def stranger(rng: Random, explained: NDArray[np.float64], own: int) -> int:
    """Draw a disease that explains next to nothing of the findings."""
    diseases = rare()
    able = np.flatnonzero(explained <= max(0.1, float(np.quantile(explained, 0.1)))).tolist() or [
        int(explained.argmin())
    ]
    picked = rng.choice(able)
    while picked == own and len(able) > 1:
        picked = rng.choice(able)
    return picked if apart(diseases.truth(picked), diseases.truth(own)) else int(explained.argmin())
