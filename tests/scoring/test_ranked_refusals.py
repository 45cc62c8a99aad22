"""A reply that declines to give a differential is counted as a refusal; one that gives a list after all is scored."""

from pathlib import Path

import pytest

from preceptor.records import Answer, Candidate
from preceptor.scoring.ranking import Truth, candidates_of, score_ranking

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
    for answer in (Answer(text=text), Answer(text=text, ranking=candidates_of(Answer(text=text)))):
        found = score_ranking(answer, TRUTH)
        assert (found.value, found.flags) == (0.0, flags)


def test_a_ranking_whose_text_is_no_list_is_no_refusal_where_it_is_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(Path(__file__).parent.parent / "samples" / "mondo"))
    right = (Candidate(id="MONDO:9000011", name="sideways syndrome type 1"),)
    found = score_ranking(
        Answer(text="I cannot examine the patient.", ranking=right), Truth(codes=("OMIM:900001",), name="")
    )
    assert (found.value, found.flags) == (1.0, {})
