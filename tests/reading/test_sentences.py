import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from preceptor.reading.sections import section_at, sections
from preceptor.reading.sentences import sentences

NOTE = """Mr. A. Bell, 64 yo, weighed 70 kg. He had no fever (T 37.2 C). Seen by Dr. Lee vs. the team
in clinic this week.

Past Medical History: gout, hypertension
Family history:
Mother had diabetes.
- smokes 1.5 packs
- drinks
"""


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_abbreviations_decimals_and_wrapped_lines_do_not_end_a_sentence() -> None:
    found = cut(NOTE)
    assert found[0] == "Mr. A. Bell, 64 yo, weighed 70 kg."
    assert found[1] == "He had no fever (T 37.2 C)."
    assert found[2].startswith("Seen by Dr. Lee vs. the team\nin clinic")


def test_headings_and_items_stand_alone() -> None:
    assert cut(NOTE)[3:] == [
        "Past Medical History: gout, hypertension",
        "Family history:",
        "Mother had diabetes.",
        "- smokes 1.5 packs",
        "- drinks",
    ]


def test_sections_know_their_kind() -> None:
    parts = sections(NOTE)
    assert [part.kind for part in parts] == ["", "past", "family"]
    family = section_at(parts, NOTE.index("Mother"))
    assert family is not None
    assert NOTE[family.start : family.end].strip().startswith("Mother had diabetes")


def test_an_empty_text_has_neither() -> None:
    assert sentences("") == []
    assert section_at(sections(""), 0) is None


@given(st.text(alphabet="ab .\n:-(A1", max_size=80))
@settings(deadline=None)
def test_sentences_cover_all_that_is_not_white_space(text: str) -> None:
    places = sentences(text)
    assert all(start < end for start, end in places)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))
    inside = {place for start, end in places for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in inside)
