"""Panels: declared rules, lost votes that never decide, disagreement kept, members re-asked one by one."""

import json
from collections.abc import Sequence

import pytest

from preceptor.components import Model
from preceptor.errors import BadInput, ProviderError
from preceptor.judges import Asking, Material, combined, graded, judged, split
from preceptor.models.scripted import model_from
from preceptor.panel import Panel
from preceptor.records import Answer, Case, Message, Verdict
from preceptor.roles import open_model
from preceptor.scoring.rubric import Criterion, rubric_of

UNIT = Criterion(id="c", text="Says C.")
NEVER = Criterion(id="n", text="Never.", weight=-3, never_event=True)


def votes(text: str) -> list[Verdict]:
    names = {"m": "met", "n": "not_met", "c": "cannot_judge", "f": "failed"}
    return [
        Verdict(criterion="c", finding=names[letter], judge=f"j{place}")  # type: ignore[arg-type]
        for place, letter in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("given", "majority", "unanimous"),
    [
        ("mmm", "met", "met"),
        ("mmn", "met", "cannot_judge"),
        ("mnn", "not_met", "cannot_judge"),
        ("mn", "cannot_judge", "cannot_judge"),
        ("mmf", "met", "failed"),
        ("mf", "failed", "failed"),
        ("mff", "failed", "failed"),
        ("mnf", "failed", "cannot_judge"),
        ("mcf", "failed", "cannot_judge"),
        ("mcc", "cannot_judge", "cannot_judge"),
        ("ccf", "cannot_judge", "cannot_judge"),
        ("fff", "failed", "failed"),
    ],
)
def test_rules(given: str, majority: str, unanimous: str) -> None:
    assert combined(UNIT, votes(given)).finding == majority
    assert combined(UNIT, votes(given), "unanimous").finding == unanimous
    assert combined(NEVER, votes(given)).finding == unanimous, "a never-event needs them all"
    assert combined(UNIT, votes(given)).votes == tuple(votes(given))


def test_no_lost_vote_could_have_changed_a_finding() -> None:
    for given in ("mmf", "nnf", "mmnf", "mmmf", "mnf", "mmff"):
        found = combined(UNIT, votes(given)).finding
        if found in ("met", "not_met"):
            for other in "mnc":
                assert combined(UNIT, votes(given.replace("f", other))).finding == found


def test_points_take_the_middle_and_splits_are_seen() -> None:
    given = [Verdict(criterion="c", finding="met", value=value) for value in (2.0, 5.0, 4.0)]
    assert combined(UNIT, given).value == 4.0
    assert split(combined(UNIT, given))
    assert not split(combined(UNIT, votes("mmf")))


def say(name: str, *replies: str) -> Model:
    left = list(replies)

    def reply(messages: Sequence[Message]) -> str:
        said = left.pop(0) if len(left) > 1 else left[0]
        if said == "down":
            raise ProviderError("down", status=503)
        return said if said == "rubbish" else json.dumps({"reason": name, "quote": "", "finding": said})

    return model_from(lambda messages, **_: reply(messages), f"scripted/{name}")


def test_members_are_asked_and_re_asked_and_one_that_is_down_silences_nobody() -> None:
    panel = Panel([say("a", "rubbish", "met"), say("b", "met", "not met"), say("c", "down")])
    (verdict,) = judged([UNIT], Material(question="q", answer="a"), panel, Asking())
    found = {vote.words: (vote.finding, vote.attempts) for vote in verdict.votes}
    assert found["a"] == ("met", 2)
    assert found["b"] == ("met", 1), (
        "a vote that was given stands, whatever is said when others are asked again"
    )
    assert [vote.finding for vote in verdict.votes].count("failed") == 1
    assert verdict.finding == "met"


def test_a_panel_that_is_down_fails_the_case() -> None:
    panel = Panel([say("a", "down"), say("b", "down")])
    with pytest.raises(ProviderError):
        judged([UNIT, NEVER], Material(question="q", answer="a"), panel)


def test_scores_say_where_the_panel_was_split() -> None:
    rubric = rubric_of({"criteria": [{"id": "c", "text": "Says C."}]}, name="r", place="r")
    panel = Panel([say("a", "met"), say("b", "met"), say("c", "not met")])
    score = graded(rubric, Case(id="1", prompt="q"), Answer(text="x"), panel)
    assert (score.value, score.flags) == (1.0, {"panel_split": True})


def test_panels_by_name() -> None:
    panel = open_model("panel/scripted/echo+scripted/rubbish")
    assert (panel.name, panel.local) == ("panel/scripted/echo+scripted/rubbish", True)
    assert panel([Message(role="user", text="hello")]).data["members"][0]["text"] == "hello"  # type: ignore[index,call-overload]
    with pytest.raises(BadInput, match="at least two different models"):
        open_model("panel/scripted/echo")


def test_unknown_rules_and_counts_are_refused() -> None:
    with pytest.raises(BadInput, match=r"rule='majorty' is not allowed.*near: majority"):
        Asking(rule="majorty")  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="at_once=0 is not allowed"):
        Asking(at_once=0)
