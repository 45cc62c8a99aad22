"""One question, one reply; tools and dialogues where the case has them."""

from copy import deepcopy
from dataclasses import replace

import pytest

from preceptor import catalog
from preceptor.components import Tool, Toolbox
from preceptor.errors import BadInput, ComponentError, ProviderError
from preceptor.pipelines._asking import MAX_TURNS, WRAP_UP
from preceptor.prompts import conversation, question_text
from preceptor.records import Answer, Call, Case, Message, Reply


def direct(case: Case, tools: Toolbox, model: object) -> Answer:
    pipeline = catalog.load("pipelines", "direct")
    return pipeline.answer(case, tools, model)


def test_a_choice_is_asked_once_in_the_tasks_words(cases, scripted) -> None:
    case, tools = cases["choice"]
    model = scripted("The answer is B.")
    assert direct(case, tools, model) == Answer(text="The answer is B.")
    assert [asked.messages for asked in model.asked] == [conversation(case)]
    assert (model.asked[0].temperature, model.asked[0].seed) == (None, None)


@pytest.mark.parametrize(
    ("kind", "said", "field", "expected"),
    [
        ("text", "Hyponatraemia", "text", "Hyponatraemia"),
        ("value", "It is 16 mmol/L", "value", 16.0),
        ("spans", "- fever", "spans", (8, 13)),
        ("ranking", "1. SIADH\n2. Diuretics", "ranking", "SIADH"),
        ("dialogue", "ASK: How much did he drink?", "question", "How much did he drink?"),
    ],
)
def test_each_kind_fills_its_field(cases, scripted, kind, said, field, expected) -> None:
    found = getattr(direct(*cases[kind], scripted(said)), field)
    if kind == "spans":
        found = (found[0].start, found[0].end)
    elif kind == "ranking":
        found = found[0].id
    assert found == expected


def test_data_is_asked_with_its_schema(cases, scripted) -> None:
    case, tools = cases["data"]
    model = scripted([Reply(text='{"sodium": 121}', data={"sodium": 121})])
    assert direct(case, tools, model).data == {"sodium": 121}
    assert model.asked[0].schema == case.schema


def test_tools_are_run_and_told(cases, scripted) -> None:
    case, tools = cases["tools"]
    call = Call(id="c1", name="sodium", arguments={"patient": "p1"})
    model = scripted([Reply(text="Let me look.", calls=(call,), finish="tools"), "Answer: 121"])
    answer = direct(case, tools, model)
    assert (answer.value, answer.calls) == (121.0, (replace(call, result=121),))
    assistant, told = model.asked[1].messages[-2:]
    assert (assistant.role, assistant.calls, told) == (
        "assistant", (call,), Message(role="tool", text="121", call_id="c1"),
    )  # fmt: skip


def test_a_tools_refusal_is_told_to_the_model(cases, scripted) -> None:
    case, tools = cases["tools"]
    wrong = (
        Call(id="1", name="sodium", arguments={"patient": "p9"}),
        Call(id="2", name="sodium", arguments={"who": "p1"}),
        Call(id="3", name="potassium"),
        Call(id="4", name="sodium", error="arguments are not JSON"),
    )
    model = scripted([Reply(calls=wrong), "I do not know."])
    answer = direct(case, tools, model)
    assert all(call.error for call in answer.calls)
    assert "no tool 'potassium'; tools: sodium" in model.asked[1].messages[-2].text
    assert [message.call_id for message in model.asked[1].messages[-4:]] == ["1", "2", "3", "4"]


def test_a_broken_tool_is_a_fault_of_the_tool(cases, scripted) -> None:
    def broken() -> None:
        raise RuntimeError("bug")

    tools = Toolbox(tools=(Tool(name="x", description="", parameters={}, function=broken),))
    with pytest.raises(ComponentError, match="tool x raised RuntimeError: bug"):
        direct(cases["tools"][0], tools, scripted([Reply(calls=(Call(id="1", name="x"),))]))


def test_a_tools_result_must_be_json(cases, scripted) -> None:
    tools = Toolbox(tools=(Tool(name="x", description="", parameters={}, function=lambda: {1, 2}),))  # type: ignore
    with pytest.raises(ComponentError, match="tool x gave what is not JSON"):
        direct(cases["tools"][0], tools, scripted([Reply(calls=(Call(id="1", name="x"),))]))


def test_endless_calls_stop_at_the_limit(cases, scripted) -> None:
    case, tools = cases["tools"]
    call = Call(id="c", name="sodium", arguments={"patient": "p1"})
    model = scripted(lambda asked: Reply(text="still looking", calls=(call,)))
    answer = direct(case, tools, model)
    assert len(model.asked) == MAX_TURNS + 1
    assert len(answer.calls) == MAX_TURNS
    assert (model.asked[-1].last, model.asked[-1].tools) == (WRAP_UP, ())


def test_a_reply_cut_within_a_call_runs_no_tool(cases, scripted) -> None:
    case, tools = cases["tools"]
    model = scripted([Reply(calls=(Call(id="c", name="sodium"),), finish="length")])
    assert direct(case, tools, model) == Answer(finish="length")


def test_later_turns_of_a_dialogue_follow_the_question(cases, scripted) -> None:
    case, tools = cases["dialogue"]
    said = (Message(role="assistant", text="How much water?"), Message(role="user", text="Six litres."))
    model = scripted("Answer: hyponatraemia")
    assert direct(replace(case, turns=said), tools, model).question is None
    assert [message.text for message in model.asked[0].messages] == [
        question_text(case), "ASK: How much water?", "Six litres.",
    ]  # fmt: skip


def test_an_opening_conversation_comes_before_the_question(cases, scripted) -> None:
    case = replace(cases["choice"][0], messages=(Message(role="user", text="Hello"),))
    model = scripted("B")
    direct(case, Toolbox(), model)
    assert [message.text for message in model.asked[0].messages] == ["Hello", question_text(case)]


@pytest.mark.parametrize("finish", ["length", "filtered"])
def test_cut_and_withheld_replies_are_passed_on(cases, scripted, finish) -> None:
    assert direct(*cases["choice"], scripted([Reply(text="The", finish=finish)])).finish == finish


def test_failures_pass_through_and_cases_stay_as_they_were(cases, scripted) -> None:
    def failing(_: object) -> str:
        raise ProviderError("503", status=503)

    before = deepcopy({name: case for name, (case, _) in cases.items()})
    for case, tools in cases.values():
        with pytest.raises(ProviderError):
            direct(case, tools, scripted(failing))
    assert {name: case for name, (case, _) in cases.items()} == before


def test_without_a_model_it_says_what_to_do(cases) -> None:
    with pytest.raises(BadInput, match="--model"):
        direct(*cases["choice"], None)
