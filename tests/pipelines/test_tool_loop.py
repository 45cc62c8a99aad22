"""Turns with tools, as many as allowed."""

import pytest

from preceptor import catalog
from preceptor.errors import BadInput
from preceptor.pipelines._asking import WRAP_UP
from preceptor.records import Call, Reply


def test_turns_stop_where_told(cases, scripted) -> None:
    case, tools = cases["tools"]
    call = Call(id="c", name="sodium", arguments={"patient": "p1"})
    model = scripted(lambda asked: "Answer: 121" if asked.last == WRAP_UP else Reply(calls=(call,)))
    answer = catalog.load("pipelines", "tool_loop(max_turns=2)").answer(case, tools, model)
    assert (answer.value, len(answer.calls), len(model.asked)) == (121.0, 2, 3)


def test_a_case_without_tools_is_asked_once(cases, scripted) -> None:
    model = scripted("Answer: B")
    assert catalog.load("pipelines", "tool_loop").answer(*cases["choice"], model).text == "Answer: B"
    assert len(model.asked) == 1


def test_max_turns_must_be_positive() -> None:
    with pytest.raises(BadInput, match="max_turns=0"):
        catalog.load("pipelines", "tool_loop(max_turns=0)")
