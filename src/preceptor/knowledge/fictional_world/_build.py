"""Put a world together from its seed."""

import random
from functools import cache

from preceptor.knowledge.fictional_world import _clinic, _guidelines, _physiology
from preceptor.knowledge.fictional_world._names import Namer
from preceptor.knowledge.fictional_world._shapes import World


@cache
def world(seed: int = 0) -> World:
    """Build the imaginary field of medicine that belongs to a seed; the same seed, the same world.

    Example:
        >>> len(world(0).diseases), world(0) is world(0)
        (72, True)
    """

    def rng(part: str) -> random.Random:
        return random.Random(f"fictional world {seed} {part}")

    namer = Namer(rng("names"))
    organs = _physiology.organs(rng("organs"), namer)
    hormones = _physiology.hormones(rng("hormones"), namer, organs)
    findings = _physiology.findings(rng("findings"))
    tests = _physiology.tests(rng("tests"), namer, hormones)
    pairs = _clinic.drug_pairs(hormones)
    diseases = _clinic.diseases(rng("diseases"), namer, hormones, list(findings), tests, pairs)
    drugs = _clinic.drugs(rng("drugs"), namer, pairs, diseases, list(findings))
    return World(
        seed=seed, organs=organs, hormones=hormones, findings=findings, tests=tests, diseases=diseases,
        drugs=drugs, interactions=_clinic.interactions(rng("interactions"), drugs, list(findings)),
        guidelines=_guidelines.guidelines(rng("guidelines"), diseases, tests, drugs),
    )  # fmt: skip
