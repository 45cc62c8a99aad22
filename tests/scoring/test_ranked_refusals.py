"""A reply that declines to give a differential is counted as a refusal; one that gives a list after all is scored."""

import pytest

from preceptor.records import Answer
from preceptor.scoring.ranking import Truth, score_ranking

TRUTH = Truth(codes=("MONDO:1",), name="Marfan syndrome")


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("I'm sorry, but I can't help with that. Please ask a physician.", {"refused": True}),
        ("I cannot provide a diagnosis, but likely:\n1. Gout\n2. Mumps", {}),
        ("Gout", {}),
        ("", {"unparsed": True}),
        ("  \n", {"unparsed": True}),
    ],
)
def test_what_is_flagged(text: str, flags: dict[str, bool]) -> None:
    found = score_ranking(Answer(text=text), TRUTH)
    assert (found.value, found.flags) == (0.0, flags)
