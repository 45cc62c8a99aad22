"""Reasoning first, the answer on a last line."""

import pytest

from preceptor import catalog
from preceptor.records import Call, Message, Reply

KINDS = ["choice", "text", "value", "ranking", "spans", "dialogue"]


@pytest.fixture
def answer():
    return catalog.load("pipelines", "chain_of_thought").answer


def test_the_instruction_describes_the_last_line(answer, cases, scripted) -> None:
    case, tools = cases["choice"]
    model = scripted("Sodium is low.\nAnswer: B")
    assert answer(case, tools, model).text == "Sodium is low.\nAnswer: B"
    assert model.asked[0].last.endswith(
        "Reason step by step first. Then write a last line that begins with "
        f'"Answer:" and holds only the answer. {case.instruction}'
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("said", ["", "I cannot help with that.", "\x00§§ 1. )(", "Answer:"])
def test_rubbish_and_refusals_keep_their_text(answer, cases, scripted, kind, said) -> None:
    model = scripted(said)
    assert answer(*cases[kind], model).text == said
    assert len(model.asked) == 1


def test_a_number_is_read_behind_answer(answer, cases, scripted) -> None:
    assert answer(*cases["value"], scripted("100 + 24 = 124\nAnswer: 16")).value == 16.0


def test_json_is_asked_for_after_the_reasoning(answer, cases, scripted) -> None:
    case, tools = cases["data"]
    model = scripted(["Sodium was 121.", Reply(text="{}", data={"sodium": 121})])
    assert answer(case, tools, model).data == {"sodium": 121}
    assert [asked.schema for asked in model.asked] == [None, case.schema]
    assert model.asked[1].messages[-2] == Message(role="assistant", text="Sodium was 121.")


def test_cut_reasoning_is_not_taken_further(answer, cases, scripted) -> None:
    model = scripted([Reply(text="Sodium", finish="length")])
    assert answer(*cases["data"], model).finish == "length"


def test_tools_serve_the_reasoning(answer, cases, scripted) -> None:
    call = Call(id="1", name="sodium", arguments={"patient": "p1"})
    model = scripted([Reply(calls=(call,)), "Answer: 121"])
    assert answer(*cases["tools"], model).value == 121.0
