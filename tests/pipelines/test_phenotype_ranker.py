"""The ranker as a pipeline: the task's lines are read, own publications are left out, the answer says why."""

import re
from pathlib import Path
from typing import cast

import pytest

from preceptor.components import AnswerFunction, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines.phenotype_ranker import PIPELINE, age_in_years
from preceptor.records import Answer, Case

SAMPLES = Path(__file__).parent.parent / "samples"
PROMPT = """Sex: female
Age at onset: P0D
Observed: Sideways gait (HP:9000002); Blue nails (HP:9000004)
Excluded: Humming (HP:9000006)"""


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", f"{SAMPLES / 'hpo'}:{SAMPLES / 'mondo'}")


def case(prompt: str = PROMPT, publications: str = "") -> Case:
    return Case(id="c", prompt=prompt, answer_kind="ranking", tags={"publications": publications})


def answered(asked: Case, **options: object) -> Answer:
    pipeline = PIPELINE(**options)  # type: ignore[arg-type]
    return cast(AnswerFunction, pipeline.answer)(asked, Toolbox(), None)


def test_a_case_is_ranked_with_reasons() -> None:
    answer = answered(case(), questions=2)
    assert answer.ranking[0].id == "MONDO:9000011"
    assert answer.ranking[0].name == "sideways syndrome type 1"
    assert any("Sideways gait (HP:9000002)" in r and "82% of its" in r for r in answer.ranking[0].reasons)
    assert answer.confidence == answer.ranking[0].score
    data = cast("dict[str, object]", answer.data)
    assert [one["term"] for one in cast("list[dict[str, str]]", data["next_questions"])] == ["HP:9000008"]
    assert cast(dict, data["members"])["MONDO:9000011"] == ["OMIM:900001", "ORPHA:91"]
    assert "None of these" in answer.text


def test_own_publications_are_left_out_by_default() -> None:
    own = case(publications="PMID:11;PMID:12")
    left = cast(dict, answered(own).data)["annotations_left_out"]
    assert left == 2
    assert cast(dict, answered(own, leave_out="nothing").data)["annotations_left_out"] == 0
    assert cast(dict, answered(case()).data)["annotations_left_out"] == 0


def test_what_cannot_be_read_is_refused_in_one_line() -> None:
    with pytest.raises(BadInput, match=r"case c: the prompt has no line 'Observed"):
        answered(case("She has a fever."))
    with pytest.raises(BadInput, match="leave_out='all'"):
        PIPELINE(leave_out="all")  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="k=0"):
        PIPELINE(k=0)


@pytest.mark.parametrize(
    ("text", "years"),
    [("P3Y", 3.0), ("P6M", 0.5), ("P2W", 0.0383), ("P1Y2M3D", 1.1749), ("P0D", 0.0), ("Infantile onset (HP:0003593)", 0.5),
     ("Antenatal onset (HP:0030674)", -0.4), ("", None), ("adult", None), ("P", None), ("Onset (HP:0003674)", None)],
)  # fmt: skip
def test_ages(text: str, years: float | None) -> None:
    found = age_in_years(text)
    assert found == (None if years is None else pytest.approx(years, abs=1e-3))


def test_the_matrix_says_what_the_reasons_say() -> None:
    answer = answered(case())
    matrix = cast("dict[str, list]", cast(dict, answer.data)["matrix"])
    diseases, findings = matrix["diseases"], matrix["findings"]
    assert [one[0] for one in diseases] == [one.id for one in answer.ranking[: len(diseases)]]
    assert diseases[0][3] == ["OMIM:900001", "ORPHA:91"]
    kinds = [kind for _, _, kind in findings]
    assert kinds == sorted(kinds, key=("observed", "excluded", "missing").index)
    assert {code for code, _, kind in findings if kind != "missing"} == {
        "HP:9000002",
        "HP:9000004",
        "HP:9000006",
    }
    said = {"observed": ("supports", "unexplained"), "excluded": ("contradicts",), "missing": ("missing",)}
    for (code, name, kind), row in zip(findings, matrix["cells"], strict=True):
        for column, candidate in enumerate(answer.ranking[: len(diseases)]):
            words = [
                text
                for text in candidate.reasons
                if f"{name} ({code})" in text and text.startswith(said[kind])
            ]
            cell = row[column] if row else None
            assert len(words) == (cell is not None)
            if cell and cell[0]:
                assert f"in {cell[0]:.0%} of its patients" in words[0]
            if kind == "observed" and cell:
                assert words[0].startswith("supports" if cell[1] >= 0 else "unexplained")
                times = float(re.search(r"([\d.]+) times", words[0])[1])  # type: ignore[index]
                assert 2 ** abs(cell[1]) == pytest.approx(times, rel=0.02, abs=0.06)
