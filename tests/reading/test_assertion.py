from pathlib import Path

import pytest

from preceptor.errors import BadData
from preceptor.reading.assertion import assertions, rules
from preceptor.reading.sentences import sentences

# own sentences: the text with the finding in brackets, and what is said of it
SAID = [
    ("The patient has [diabetes].", "present"),
    ("She denies chest pain, dyspnea or [fever].", "absent"),
    ("No evidence of [pneumonia] on the film.", "absent"),
    ("He was afebrile without [cough] but had [wheeze].", "absent present"),
    ("There is no change in her [edema].", "present"),
    ("Gram-negative [sepsis] was treated.", "present"),
    ("[Ascites] was not seen.", "absent"),
    ("[Hypertension] seems to be absent.", "absent"),
    ("[Ascites]: none", "absent"),
    ("D-dimer was negative; [embolism] was found.", "present"),
    ("Suspected [embolism].", "possible"),
    ("A CT was done to rule out [stroke].", "possible"),
    ("[Malignancy] could not be excluded.", "possible"),
    ("Return for [fever] or chills.", "hypothetical"),
    ("He is at risk of [falls].", "hypothetical"),
    ("History of [stroke] and [gout].", "historical historical"),
    ("[Stroke] three years ago.", "historical"),
    ("Her mother had [breast cancer].", "family"),
    ("Family history of [diabetes] in a brother.", "family"),
    ("His mother reported [fever] for two days.", "present"),
    ("No family history of [thrombosis].", "family"),
    ("The patient has no history of [stroke] or [diabetes], with [hypertension] since May.", "absent absent present"),
    ("Not only [fever] but also [rash] was seen.", "present present"),
    ("[Fever] and [cough] had resolved.", "absent absent"),
    ("Neither [murmur] nor [rub] was heard.", "absent absent"),
    ("Past medical history is not significant for [stroke] or [heart failure].", "absent absent"),
]  # fmt: skip


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    plain, spans = "", []
    for number, part in enumerate(text.replace("]", "[").split("[")):
        if number % 2:
            spans.append((len(plain), len(plain) + len(part)))
        plain += part
    return plain, spans


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_cues_reach_what_they_speak_of(text: str, expected: str) -> None:
    plain, spans = marked(text)
    found = assertions(plain, spans, sentences(plain))
    assert " ".join(one.status for one in found) == expected


def test_a_finding_denied_in_the_family_is_both() -> None:
    plain, spans = marked("No family history of [thrombosis].")
    (found,) = assertions(plain, spans, sentences(plain))
    assert found.absent
    assert found.family
    assert not found.holds
    assert {plain[start:end] for start, end in found.cues} == {"No family history of"}


def test_a_section_makes_its_content_the_familys() -> None:
    text = "Family History: diabetes."
    (found,) = assertions(text, [(16, 24)], sentences(text), family_parts=[(15, len(text))])
    assert found.status == "family"


def test_a_damaged_table_is_named_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "cues.tsv"
    table.write_text("no\tabsent\tforward\nfoo\tnonsense\tforward\n")
    with pytest.raises(BadData, match="line 2"):
        rules(str(table))


def test_no_sentences_no_findings() -> None:
    assert assertions("", [], []) == []
