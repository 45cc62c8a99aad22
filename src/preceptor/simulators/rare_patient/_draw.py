"""Draws one patient: the disease, its findings, age, sex, and what of it is said, with noise."""

from random import Random

from preceptor.simulators.rare_patient._shapes import Kind, RarePatient, Sex, Statement
from preceptor.simulators.rare_patient._world import ONSETS, Disease, World

SHALLOWEST = 4  # an imprecise term stays at least this far below the top: never "Abnormality of the eye"
MOST_SAID, MOST_DENIED = 14, 6
# What many people have anyway: HPO ids of everyday findings, each as likely as the other.
EVERYDAY = (
    "HP:0002315", "HP:0012378", "HP:0012735", "HP:0000545", "HP:0002019", "HP:0003418", "HP:0000964", "HP:0001061",
    "HP:0000822", "HP:0002027", "HP:0002360", "HP:0000739", "HP:0001513", "HP:0012393", "HP:0003193", "HP:0002014",
    "HP:0000483", "HP:0001763", "HP:0002829", "HP:0000716", "HP:0000389", "HP:0001537", "HP:0002076", "HP:0000360",
    "HP:0001047", "HP:0002099", "HP:0000958", "HP:0002024", "HP:0000421", "HP:0001891",
)  # fmt: skip
SEVERITIES = ("mild", "moderate", "severe")


def _share(rng: Random, tally: list[float]) -> float:
    """Draw a finding's frequency: by Jeffreys' posterior of the counted patients, else the estimate."""
    shown, counted, estimates, number = tally
    return rng.betavariate(shown + 0.5, counted - shown + 0.5) if counted else estimates / number


def _findings(rng: Random, disease: Disease, sex: Sex) -> list[int]:
    barred = 2 if sex == "female" else 1
    possible = [term for term in disease.shows if disease.only.get(term) != barred] or list(disease.shows)
    found = [term for term in possible if rng.random() < _share(rng, disease.shows[term])]
    return found or [rng.choice(possible)]


def _age(rng: Random, onset: str | None) -> tuple[float | None, float]:
    """Return (age of onset, age when seen) in years."""
    if onset is None:
        return None, round(rng.uniform(0.5, 45.0), 1)
    low, high = ONSETS[onset]
    began = rng.uniform(low, high)
    return round(began, 2), round(min(began + rng.expovariate(1 / 5.0), 95.0), 2)


def _ancestor(rng: Random, world: World, term: int) -> int:
    """Climb one or two steps, as far as the terms above still say something."""
    for _ in range(rng.choice((1, 1, 2))):
        above = [up for up in world.hpo.graph.parents[term].tolist() if world.depth[up] >= SHALLOWEST]
        if not above:
            break
        term = rng.choice(above)
    return term


def _iso(years: float) -> str:
    return f"P{round(years)}Y" if years >= 2 else f"P{max(1, round(years * 12))}M"


def _said(rng: Random, code: str, kind: Kind, meant: str, span: tuple[float, float] | None) -> Statement:
    severity = rng.choice(SEVERITIES) if rng.random() < 0.1 else ""
    onset = _iso(rng.uniform(*span)) if span and rng.random() < 0.15 else ""
    assertion = "uncertain" if kind == "uncertain" else "present"
    return Statement(code=code, assertion=assertion, kind=kind, meant=meant, severity=severity, onset=onset)


def _positives(
    rng: Random,
    world: World,
    found: list[int],
    missing: float,
    imprecise: float,
    span: tuple[float, float] | None,
) -> list[Statement]:
    ids = world.hpo.ids
    told = [term for term in found if rng.random() >= missing] or [rng.choice(found)]
    rng.shuffle(told)
    said: dict[str, Statement] = {}
    for term in told[:MOST_SAID]:
        named = _ancestor(rng, world, term) if rng.random() < imprecise else term
        kind: Kind = "finding" if named == term else "imprecise"
        kind = "uncertain" if rng.random() < 0.04 else kind
        said.setdefault(ids[named], _said(rng, ids[named], kind, ids[term], span))
    return list(said.values())


def _neighbour(rng: Random, world: World, disease: Disease, found: list[int]) -> Disease:
    """Another disease that shares a finding: what a clinician would think of and ask about."""
    for _ in range(4):
        other = world.diseases[rng.choice(world.by_term[rng.choice(found)])]
        if other is not disease:
            return other
    return rng.choice(world.diseases)


def _negatives(
    rng: Random, world: World, disease: Disease, found: list[int], has: set[int], wrong: float
) -> list[Statement]:
    """Deny what the patient does not have, and, with the rate `wrong`, what they do have."""
    graph, ids = world.hpo.graph, world.hpo.ids
    own = [term for term in disease.shows if term not in has]
    theirs = list(_neighbour(rng, world, disease, found).shows)
    number = min(MOST_DENIED, int(rng.expovariate(1 / 3.0)))
    said: dict[str, Statement] = {}
    for _ in range(number):
        if rng.random() < wrong:
            term = rng.choice(found)
            said[ids[term]] = Statement(
                code=ids[term], assertion="absent", kind="wrong_negative", meant=ids[term]
            )
            continue
        term = rng.choice(own if own and rng.random() < 0.5 else theirs)
        if term not in has and not any(term in graph.closure[one] for one in has):
            said[ids[term]] = Statement(code=ids[term], assertion="absent", kind="denied")
    return list(said.values())


def _family(rng: Random, world: World, disease: Disease) -> list[Statement]:
    if rng.random() >= 0.2:
        return []
    code = world.hpo.ids[rng.choice(list(disease.shows))]
    return [Statement(code=code, assertion="family", kind="family")]


def draw(
    world: World, seed: int, number: int, *, disease: Disease | None, missing: float, imprecise: float,
    unrelated: float, wrong_negative: float,
) -> RarePatient:  # fmt: skip
    """Draw patient `number` of a seed; the same arguments give the same patient."""
    rng = Random(f"{seed}:{number}")
    picked = rng.choice(world.diseases)
    disease = disease or picked
    release = world.hpo
    sex: Sex = "male" if rng.random() < disease.males else "female"
    onset = rng.choice(disease.onsets) if disease.onsets else None
    began, age = _age(rng, onset)
    found = _findings(rng, disease, sex)
    everyday = [release.by_id[code] for code in EVERYDAY if code in release.by_id]
    extra = [
        t for t in rng.sample(everyday, min(2, len(everyday))) if rng.random() < unrelated and t not in found
    ]
    span = None if began is None else (began, age)
    said = _positives(rng, world, found, missing, imprecise, span)
    said += [Statement(code=release.ids[t], assertion="present", kind="unrelated") for t in extra]
    denied = _negatives(rng, world, disease, found, {*found, *extra}, wrong_negative)
    spoken = {one.code for one in denied if one.kind == "wrong_negative"}
    said = [one for one in said if one.code not in spoken] or said[:1]
    taken = {one.code for one in said}
    denied = [one for one in denied if one.code not in taken]
    return RarePatient(
        id=f"rare-{seed}-{number}",
        disease=release.disease_ids[disease.number],
        disease_name=release.disease_names[disease.number],
        sex=sex, age_years=age, onset=onset, onset_years=began,
        findings=tuple(release.ids[term] for term in found),
        unrelated=tuple(release.ids[term] for term in extra),
        statements=(*said, *denied, *_family(rng, world, disease)),
    )  # fmt: skip
