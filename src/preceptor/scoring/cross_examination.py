"""A text held against its source without a reference: questions made from each, answered from each.

coverage: of the questions made from the source, how many the text answers. conformity: of those, how many it does not
contradict. consistency: of the questions made from the text, how many the source bears out. conciseness: by how much
the text is shorter. The value is the mean of the first three; a short text that says nothing must not gain by it.

Source: Kanithi and others 2024, arXiv:2409.07314 (MEDIC, cross-examination); definitions in Preceptor's words.
"""

from collections.abc import Sequence
from typing import Literal

from preceptor.records import Score
from preceptor.scoring._shares import share_of, told

Said = Literal["yes", "no", "not said"]
Pair = tuple[Said | None, Said | None]  # what source and text say to one question, None where it is not known


def examination_score(
    of_source: Sequence[Pair], of_text: Sequence[Pair], *, source_words: int, words: int
) -> Score:
    """Score a text by what it and its source say to questions made from each.

    Args:
        of_source: answers (source, text) to questions made from the source; those that the source itself does
            not settle are no questions of it and are left out.
        of_text: answers (source, text) to questions made from the text, likewise.
    """
    asked = [pair for pair in of_source if pair[0] != "not said"]
    told_by_text = [pair for pair in of_text if pair[1] != "not said"]
    coverage = share_of([_both(pair, pair[1] != "not said") for pair in asked], empty=0.0)
    agreed = [_both(pair, pair[0] == pair[1] or pair[1] == "not said") for pair in asked]
    conformity = share_of(agreed, empty=0.0)
    consistency = share_of([_both(pair, pair[0] == pair[1]) for pair in told_by_text], empty=0.0)
    measures = {"coverage": coverage, "conformity": conformity, "consistency": consistency}
    known = {name: one.value for name, one in measures.items() if one.value is not None}
    parts = {"questions": float(len(asked) + len(told_by_text))} | known
    if source_words:
        parts["conciseness"] = max(0.0, 1 - words / source_words)
    return Score(
        value=sum(known.values()) / 3 if len(known) == 3 else None,
        low=sum(one.low for one in measures.values()) / 3,
        high=sum(one.high for one in measures.values()) / 3,
        parts=parts,
        flags={"judge_failed": True} if any(one.missing for one in measures.values()) else {},
        why=", ".join(f"{name} {told(one)}" for name, one in measures.items()),
    )


def _both(pair: Pair, found: bool) -> bool | None:
    return None if None in pair else found
