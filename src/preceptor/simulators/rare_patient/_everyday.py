"""Patients with an everyday disease, told in the same voices: what rare patients have to be told apart from.

Findings are drawn by their weight in a graph that was learnt from emergency-department records; its symptoms are joined
to HPO by name, exact synonym, or the word list beside this file; a symptom that neither has is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from preceptor import files
from preceptor.errors import BadInput
from preceptor.knowledge.common_diseases import everyday_findings
from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.simulators.rare_patient._shapes import RarePatient, Sex, Statement

WORDS = Path(__file__).parent / "everyday_words.tsv"
FEWEST, MOST = 4, 8  # findings of a patient that are said
MOST_DENIED = 4
YOUNGEST, OLDEST = 18, 85  # years; the records are of adults mostly


@dataclass(frozen=True, slots=True)
class EverydayDisease:
    """A disease of the graph and the weight of each of its findings, by HPO id, heaviest first."""

    name: str
    findings: dict[str, float]


def _own_words() -> dict[str, str]:
    rows = [line.split("\t") for line in WORDS.read_text(encoding="utf-8").splitlines()[1:]]
    return {words: code for words, code, _ in rows}


def _code(release: Hpo, symptom: str, own: dict[str, str]) -> str | None:
    number = release.by_id.get(own[symptom]) if symptom in own else release.by_name.get(symptom)
    return release.ids[number] if number is not None and release.is_phenotype[number] else None


@lru_cache(maxsize=2)
def _diseases(setting: str) -> tuple[EverydayDisease, ...]:
    release, own = hpo(), _own_words()
    codes: dict[str, str | None] = {}
    found: dict[str, dict[str, float]] = {}
    for row in everyday_findings("health_knowledge_graph"):
        if row.finding not in codes:
            codes[row.finding] = _code(release, row.finding, own)
        if code := codes[row.finding]:
            weights = found.setdefault(row.disease, {})
            weights[code] = max(weights.get(code, 0.0), row.share)
    every = (EverydayDisease(name, _untold(release, name, weights)) for name, weights in found.items())
    return tuple(one for one in every if len(one.findings) >= FEWEST)


def _untold(release: Hpo, disease: str, weights: dict[str, float]) -> dict[str, float]:
    """Leave out findings that give the disease's name away; the rest heaviest first."""
    own = set(disease.lower().split())
    kept = {
        code: weight
        for code, weight in weights.items()
        if not (said := set(release.names[release.by_id[code]].lower().split())) <= own and not own <= said
    }
    return dict(sorted(kept.items(), key=lambda pair: -pair[1]))


def everyday_diseases() -> tuple[EverydayDisease, ...]:
    """Return the everyday diseases with at least four findings that HPO has, in the order of the source."""
    return _diseases(files.setting())


def _drawn(rng: Random, weights: dict[str, float], number: int) -> list[str]:
    """Draw findings without putting back, by their weight."""
    left, found = dict(weights), list[str]()
    while left and len(found) < number:
        found += rng.choices(list(left), list(left.values()))
        del left[found[-1]]
    return found


def _denied(rng: Random, every: tuple[EverydayDisease, ...], has: list[str], release: Hpo) -> list[str]:
    """Draw what is denied from another disease that shares a finding: what one would ask about."""
    alike = [one for one in every if any(code in one.findings for code in has)]
    other = rng.choice(alike)
    above = {int(up) for code in has for up in release.graph.closure[release.by_id[code]]}
    absent = [code for code in other.findings if release.by_id[code] not in above]
    return rng.sample(absent, min(len(absent), rng.randint(0, MOST_DENIED)))


def _patient(seed: int, number: int, every: tuple[EverydayDisease, ...]) -> RarePatient:
    rng = Random(f"everyday:{seed}:{number}")
    disease = rng.choice(every)
    has = _drawn(rng, disease.findings, rng.randint(FEWEST, MOST))
    sex: Sex = "female" if rng.random() < 0.5 else "male"
    said = [Statement(code=code, assertion="present", kind="finding", meant=code) for code in has]
    denied = [
        Statement(code=code, assertion="absent", kind="denied") for code in _denied(rng, every, has, hpo())
    ]
    return RarePatient(
        id=f"everyday-{seed}-{number}", disease=f"everyday:{disease.name}", disease_name=disease.name, sex=sex,
        age_years=float(rng.randint(YOUNGEST, OLDEST)), onset=None, onset_years=None, findings=tuple(has), unrelated=(),
        statements=(*said, *denied),
    )  # fmt: skip


def everyday_patients(*, seed: int = 0, start: int = 0) -> Iterator[RarePatient]:
    """Draw patients with an everyday disease without end; `narratives` writes them like the rare ones.

    Their `disease` is `everyday:NAME`. They have no onset, no imprecise and no unrelated finding.

    Raises:
        NotFound: the graph of everyday diseases is not at hand.
        BadInput: the HPO release has too few of its findings.
    """
    every = everyday_diseases()
    if not every:
        raise BadInput(
            f"HPO {hpo().release} knows too few findings of the everyday diseases; use a full release"
        )
    number = start
    while True:
        yield _patient(seed, number, every)
        number += 1
