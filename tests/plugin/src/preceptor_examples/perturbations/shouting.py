"""Writes the question in capitals: a change that must not change the answer.

Source: Preceptor.
License: Apache-2.0
"""

import random
from dataclasses import replace

from preceptor.components import Perturbation
from preceptor.records import Case


def apply(case: Case, rng: random.Random) -> Case | None:
    """Return the case in capitals; None where nothing would change."""
    loud = case.prompt.upper()
    return None if loud == case.prompt else replace(case, prompt=loud)


PERTURBATION = Perturbation(apply=apply, keeps_target=True)
