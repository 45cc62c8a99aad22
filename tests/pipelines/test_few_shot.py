"""The same examples before every case."""

from dataclasses import replace

import pytest

from preceptor import catalog
from preceptor.components import Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._examples import gold_text, with_shots
from preceptor.records import Answer, Case, Message

EXAMPLES = [
    Case(
        id=str(number), prompt=f"Example {number}?", choices={"A": "yes", "B": "no"}, target="AB"[number % 2]
    )
    for number in range(20)
]


def test_examples_are_the_same_for_every_case(cases, scripted) -> None:
    answer = catalog.load("pipelines", "few_shot(k=3)").prepare(EXAMPLES, None)
    model = scripted("Answer: B")
    for name in ("choice", "text", "value", "ranking", "spans", "dialogue"):
        assert answer(*cases[name], model).text == "Answer: B"
    shots = {asked.messages[:6] for asked in model.asked}
    assert len(shots) == 1
    (shown,) = shots
    assert [message.role for message in shown] == ["user", "assistant"] * 3
    by_prompt = {example.prompt: f"Answer: {example.target}" for example in EXAMPLES}
    for asked, told in zip(shown[::2], shown[1::2], strict=True):
        assert told.text == by_prompt[asked.text.partition("\n")[0]]


def test_the_seed_decides_the_draw(cases, scripted) -> None:
    def shown(name: str) -> tuple[Message, ...]:
        model = scripted("B")
        catalog.load("pipelines", name).prepare(EXAMPLES, model)(*cases["choice"], model)
        return model.asked[0].messages

    assert shown("few_shot(k=3,seed=1)") == shown("few_shot(k=3,seed=1)") != shown("few_shot(k=3,seed=2)")


def test_fewer_examples_than_asked_for_are_all_shown(cases, scripted) -> None:
    model = scripted("B")
    catalog.load("pipelines", "few_shot").prepare(EXAMPLES[:2], model)(*cases["choice"], model)
    assert len(model.asked[0].messages) == 5


def test_a_system_message_stays_first() -> None:
    case = Case(id="1", messages=(Message(role="system", text="Be brief."), Message(role="user", text="Hi")))
    pair = (Message(role="user", text="Q"), Message(role="assistant", text="A"))
    assert [message.text for message in with_shots(case, [pair]).messages] == ["Be brief.", "Q", "A", "Hi"]


@pytest.mark.parametrize(
    ("kind", "target", "text"),
    [
        ("choice", "A,C", "Answer: A,C"),
        ("value", 16.5, "Answer: 16.5"),
        ("text", "Gout", "Gout"),
        ("ranking", ["Gout", "SIADH"], "1. Gout\n2. SIADH"),
        ("data", {"sodium": 121}, '{"sodium":121}'),
    ],
)
def test_targets_are_put_as_replies(kind, target, text) -> None:
    assert gold_text(Case(id="1", answer_kind=kind, target=target)) == text


def test_tools_serve_it_too(cases, scripted) -> None:
    case, tools = cases["tools"]
    model = scripted("Answer: 121")
    answer = catalog.load("pipelines", "few_shot").prepare(EXAMPLES, model)(case, tools, model)
    assert answer == Answer(text="Answer: 121", value=121.0)
    assert model.asked[0].tools == ("sodium",)


def test_without_solved_examples_it_says_what_to_do() -> None:
    for examples in ([], [replace(EXAMPLES[0], target=None)]):
        with pytest.raises(BadInput, match="--examples"):
            catalog.load("pipelines", "few_shot").prepare(examples, None)
    with pytest.raises(BadInput, match="0 examples"):
        catalog.load("pipelines", "few_shot(k=0)").prepare(EXAMPLES, None)


def test_examples_are_not_changed(cases, scripted) -> None:
    before = list(EXAMPLES)
    catalog.load("pipelines", "few_shot").prepare(EXAMPLES, None)(
        cases["choice"][0], Toolbox(), scripted("B")
    )
    assert before == EXAMPLES
