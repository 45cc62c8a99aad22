"""Shuffle the options of a multiple-choice question: does an answer depend on where the right option stands?

In: a case with options. Out: the same case with the option texts in random order behind the same letters, and
the target moved along; None, counted as not applicable, for cases with fewer than two options, and where an
option speaks of others by letter or place ("A and C", "all of the above"), since it would change its meaning.
Every order is equally likely, the given one too.

`keeps_target` is true in the sense that the right option's text stays the right answer; its letter moves, so
targets before and after are compared through the texts. The prompt, the context and the hidden facts stay as they
are; `facts["shuffled_from"]` maps each letter to the one that its text had before, for scorers whose facts name
letters.

Source: Pezeshkpour P, Hruschka E. Large language models sensitivity to the order of options in multiple-choice
    questions. Findings of NAACL 2024. https://doi.org/10.18653/v1/2024.findings-naacl.130
License: Apache-2.0 (as the package)
"""

import random
import re
from collections.abc import Mapping
from dataclasses import replace

from preceptor.components import Perturbation
from preceptor.records import Case, Json

# An option that speaks of other options: by place (English, French, German, Spanish), or by letters.
_LETTER = r"\(?[A-H]\)?"
_LINK = r"(?:\s*[,&/+]\s*(?:(?:and|or|et|ou|und|y)\s+)?|\s+(?:and|or|et|ou|und|y)\s+)"
_REFERS = re.compile(
    r"\b(?:all|none|both|any|some|neither|either|two|three)(?: of)?(?: the| these| those| them){1,2}"
    r"(?: (?:above|below|following|others?|foregoing|options|choices|answers|statements)|[.,;]|$)"
    r"|\b(?:all|none|any|some) of above\b|^above all\b|^(?:both|neither|all|none)\.?$"
    r"|\b(?:the|listed|mentioned) (?:above|below)$|^all (?:are )?(?:true|false|correct|incorrect)\.?$"
    r"|\b(?:ci-dessus|ci-dessous|précédentes?|toutes ces|aucune de ces|les deux)\b"
    r"|\b(?:alle|keine)r? der (?:genannten|obigen)\b|\b(?:todas|ninguna) (?:las|de las) anteriores\b"
    r"|\b(?:options?|choices?|answers?|réponses?) \(?[A-H1-9]\)?(?!\w)"
    rf"|^(?:both |only |all of )?{_LETTER}(?:{_LINK}{_LETTER})+(?: only)?\.?$",
    re.IGNORECASE,
)


def _moved(target: str, moved: Mapping[str, str]) -> str:
    """Move the letters of one right answer: "A,C" is both, "A|C" either of two answers."""
    return ",".join(sorted(moved.get(letter, letter) for letter in target.split(",")))


def _apply(case: Case, rng: random.Random) -> Case | None:
    if len(case.choices) < 2 or any(_REFERS.search(text.strip()) for text in case.choices.values()):
        return None
    letters = list(case.choices)
    origins = rng.sample(letters, len(letters))
    moved = dict(zip(origins, letters, strict=True))
    target = case.target
    if isinstance(target, str) and target:
        target = "|".join(sorted(_moved(part, moved) for part in target.split("|")))
    origin: dict[str, Json] = dict(zip(letters, origins, strict=True))
    return replace(
        case,
        choices={letter: case.choices[origins[place]] for place, letter in enumerate(letters)},
        target=target,
        facts={**case.facts, "shuffled_from": origin},
    )


PERTURBATION = Perturbation(apply=_apply, keeps_target=True)
