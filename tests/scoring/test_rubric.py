"""Rubrics: hand-computed scores, bounds of what is missing, vetoes, and files that are refused."""

import itertools
import random
from pathlib import Path

import pytest
import yaml

from preceptor.errors import BadInput, NotFound
from preceptor.records import Verdict
from preceptor.scoring.rubric import Rubric, read_rubric, rubric_of, rubric_score, shipped_rubrics, unanswered

CRITERIA = [
    {"id": "a", "text": "Says A.", "weight": 5},
    {"id": "b", "text": "Says B.", "weight": 3, "axis": "safety"},
    {"id": "c", "text": "Wrong dose.", "weight": -4, "axis": "safety"},
]


def made(*criteria: dict[str, object], **top: object) -> Rubric:
    return rubric_of({"criteria": list(criteria), **top}, name="r", place="r.yaml")


def found(**findings: str) -> list[Verdict]:
    return [Verdict(criterion=id, finding=finding) for id, finding in findings.items()]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("findings", "value", "low", "high", "raw"),
    [
        (("met", "met", "not_met"), 1.0, 1.0, 1.0, 1.0),
        (("met", "not_met", "not_met"), 5 / 8, 5 / 8, 5 / 8, 5 / 8),
        (("met", "met", "met"), 4 / 8, 4 / 8, 4 / 8, 4 / 8),
        (("not_met", "met", "met"), 0.0, 0.0, 0.0, -1 / 8),
        (("failed", "met", "not_met"), 1.0, 3 / 8, 1.0, 1.0),
        (("met", "met", "failed"), 1.0, 4 / 8, 1.0, 1.0),
        (("cannot_judge", "cannot_judge", "met"), None, 0.0, 4 / 8, None),
        (("failed", "failed", "failed"), None, 0.0, 1.0, None),
    ],
)
def test_signed_points_and_bounds(
    findings: tuple[str, ...], value: float | None, low: float, high: float, raw: float | None
) -> None:
    score = rubric_score(made(*CRITERIA), found(**dict(zip("abc", findings, strict=True))))
    assert (score.value, score.low, score.high, score.parts.get("raw")) == (value, low, high, raw)
    assert score.flags.get("judge_failed", False) == ("failed" in findings)


def test_bounds_hold_every_completion_and_are_no_wider_than_what_is_missing() -> None:
    draw = random.Random(3)
    for _ in range(300):
        rows = [{"id": "p", "text": "x", "weight": 2}] + [
            {"id": f"k{n}", "text": "x", "weight": draw.choice([-7, -2, 1, 4])} for n in range(4)
        ]
        rubric = made(*rows)
        kept = {row["id"]: draw.choice(["met", "not_met", "failed", "cannot_judge"]) for row in rows}
        score = rubric_score(rubric, found(**kept))
        lost = [id for id, finding in kept.items() if finding in ("failed", "cannot_judge")]
        ends = [
            rubric_score(rubric, found(**kept | dict(zip(lost, filled, strict=True)))).value
            for filled in itertools.product(("met", "not_met"), repeat=len(lost))
        ]
        assert min(ends) == pytest.approx(score.low)  # type: ignore[type-var]
        assert max(ends) == pytest.approx(score.high)  # type: ignore[type-var]
        weight = sum(abs(unit.weight) for unit in rubric.units() if unit.id in lost)
        assert score.high - score.low <= weight / rubric.most() + 1e-12
        assert score.value is None or score.low - 1e-12 <= score.value <= score.high + 1e-12


def test_vetoes_cap_and_bound() -> None:
    rubric = made(
        *CRITERIA[:2],
        {"id": "must", "text": "m", "weight": 2, "must_have": True, "cap": 0.5},
        {"id": "never", "text": "n", "weight": 0, "never_event": True},
    )
    full = {"a": "met", "b": "met", "must": "met", "never": "not_met"}
    assert rubric_score(rubric, found(**full)).value == 1.0
    lacking = rubric_score(rubric, found(**full | {"must": "not_met"}))
    assert (lacking.value, lacking.flags["veto"]) == (0.5, True)
    harm = rubric_score(rubric, found(**full | {"never": "met"}))
    assert (harm.value, harm.flags["never_event"]) == (0.0, True)
    open_veto = rubric_score(rubric, found(**full | {"never": "failed"}))
    assert (open_veto.low, open_veto.value, open_veto.high) == (0.0, 1.0, 1.0)
    assert "veto" not in open_veto.flags


def test_scales_and_checklists() -> None:
    rubric = made(
        {"id": "tone", "text": "Tone", "kind": "ordinal", "weight": 2},
        {"id": "list", "text": "Names", "items": ["rest", "fluids"], "weight": 2},
        scale={"low": 1, "high": 5},
    )
    assert [unit.id for unit in rubric.units()] == ["tone", "list.1", "list.2"]
    assert rubric.units()[1].text == "Names: rest"
    tone = Verdict(criterion="tone", finding="met", value=4.0)
    score = rubric_score(rubric, [tone, *found(**{"list.1": "met", "list.2": "not_met"})])
    assert score.value == pytest.approx((2 * 0.75 + 1) / 4)
    assert rubric.scales() == {"tone": (1, 5), "list.1": None, "list.2": None}


def test_an_empty_answer_scores_nothing_and_the_mark_follows_what_is_scored() -> None:
    rubric = made(*CRITERIA)
    assert unanswered(rubric).value == 0.0
    assert rubric.mark() == made(*CRITERIA, title="other").mark()
    assert rubric.mark() != made(*CRITERIA[:2], {**CRITERIA[2], "weight": -5}).mark()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "fuzzy"}, r"criterion 1 \(a\): kind='fuzzy'; allowed: binary, ordinal, checklist"),
        ({"kind": "binry"}, "near: binary"),
        ({"weigth": 2}, "unknown name 'weigth'.*near: weight"),
        ({"weight": "five"}, "weight='five' is no number"),
        ({"weight": -5}, "no criterion has a weight above 0, so no answer could score"),
        ({"weight": 0}, "weight 0 changes nothing"),
        ({"weight": True}, "weight=True is no number"),
        ({"must_have": "yes"}, "must_have='yes'; allowed: true, false"),
        ({"never_event": True}, "a never_event cannot earn points"),
        ({"must_have": True, "cap": 1}, "cap=1 is not allowed"),
        ({"kind": "ordinal"}, "an ordinal criterion needs a `scale`"),
        ({"scale": {"low": 5, "high": 1}}, "scale from 5 to 1 is no range"),
        ({"scale": {"low": 1, "high": 5, "not_applicable": 3}}, "is a point of the scale"),
        ({"kind": "checklist"}, "a checklist needs `items`"),
        ({"kind": "binary", "items": ["x"]}, "`items` belong to kind checklist"),
        ({"text": ""}, "needs an `id` and a `text`"),
    ],
)
def test_faulty_files_end_in_one_line(change: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=said) as raised:
        made({**CRITERIA[0], **change})
    assert "\n" not in str(raised.value)
    assert str(raised.value).startswith("r.yaml")


def test_equal_ids_unknown_forms_and_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="the id 'a' occurs twice"):
        made(CRITERIA[0], CRITERIA[0])
    with pytest.raises(BadInput, match=r"form='pairwize'.*near: pairwise"):
        made(CRITERIA[0], form="pairwize")
    with pytest.raises(BadInput, match="pairwise form have neither"):
        made(*CRITERIA, form="pairwise")
    with pytest.raises(NotFound, match=r"no rubric 'patient_advise'.*near: patient_advice"):
        read_rubric("patient_advise")
    (tmp_path / "r.yaml").write_text("criteria: [")
    with pytest.raises(BadInput, match="not readable as YAML"):
        read_rubric(tmp_path / "r.yaml")
    (tmp_path / "r.yaml").write_text(yaml.safe_dump({"criteria": CRITERIA}))
    assert read_rubric(tmp_path / "r.yaml").mark() == made(*CRITERIA).mark()


@pytest.mark.parametrize("name", shipped_rubrics())
def test_shipped_rubrics_load_with_source_and_licence(name: str) -> None:
    rubric = read_rubric(name)
    assert rubric.source
    assert rubric.license
    assert rubric.title
    assert len(rubric.units()) >= 3
