"""Votes against hand tallies; samples that go out at once; any pipeline inside."""

from dataclasses import replace

import pytest

from preceptor import catalog
from preceptor.components import Toolbox
from preceptor.errors import BadInput, ProviderError
from preceptor.pipelines._samples import sample_seed
from preceptor.records import Answer, Call, Case, Reply


def voted(of: str, case: Case, tools: Toolbox, model: object, k: int = 5, **options: object) -> Answer:
    given = "".join(f",{name}={value}" for name, value in options.items())
    return catalog.load("pipelines", f"self_consistency(of={of},k={k}{given})").answer(case, tools, model)


CUT = Reply(text="Answer: C", finish="length")
WITHHELD = Reply(text="", finish="filtered")


@pytest.mark.parametrize(
    ("said", "letter", "confidence", "votes", "tie"),
    [
        ("BBBBB", "B", 1.0, {"B": 5}, False),
        ("ABBAB", "B", 0.6, {"A": 2, "B": 3}, False),
        ("ABBAC", "A", 0.4, {"A": 2, "B": 2, "C": 1}, True),
        ("CBBAA", "B", 0.4, {"C": 1, "B": 2, "A": 2}, True),
        ("DCBAA", "A", 0.4, {"D": 1, "C": 1, "B": 1, "A": 2}, False),
        ("A?BB?", "B", 0.4, {"A": 1, "B": 2}, False),
        ("CCxCx", "C", 0.6, {"C": 3}, False),
        ("D--xx", "D", 0.2, {"D": 1}, False),
    ],
)
def test_votes_are_counted_as_by_hand(cases, scripted, said, letter, confidence, votes, tie) -> None:
    replies = {"?": Reply(text="I would rather not say."), "x": CUT, "-": WITHHELD}
    texts = [
        replies.get(mark) or Reply(text=f"Reason {place}.\nAnswer: {mark}") for place, mark in enumerate(said)
    ]
    answer = voted("chain_of_thought", *cases["choice"], scripted(texts))
    assert (answer.choice, answer.confidence) == (letter, pytest.approx(confidence))
    assert answer.data == {"votes": votes, "tie": tie}
    assert answer.text == f"Reason {said.index(letter)}.\nAnswer: {letter}"


def test_all_cut_is_cut_and_all_withheld_is_withheld(cases, scripted) -> None:
    assert voted("direct", *cases["choice"], scripted([WITHHELD, CUT, CUT]), k=3) == Answer(
        text="Answer: C", finish="length"
    )
    assert voted("direct", *cases["choice"], scripted([WITHHELD] * 3), k=3).finish == "filtered"


def test_without_a_readable_vote_the_text_is_left_to_the_scorer(cases, scripted) -> None:
    answer = voted("direct", *cases["choice"], scripted([CUT, "I cannot help with that.", ""]), k=3)
    assert answer == Answer(text="I cannot help with that.")


def test_samples_go_out_at_once_with_seeds_of_their_own(cases, scripted) -> None:
    model = scripted("Answer: B")
    voted("chain_of_thought", *cases["choice"], model, k=7, temperature=0.9)
    assert [asked.seed for asked in model.asked] == list(range(7))
    assert {(asked.temperature, asked.parallel) for asked in model.asked} == {(0.9, True)}
    assert len({asked.messages for asked in model.asked}) == 1


def test_a_sample_that_needs_further_calls_makes_them_alone(cases, scripted) -> None:
    call = Call(id="1", name="sodium", arguments={"patient": "p1"})
    model = scripted(
        lambda asked: (
            Reply(calls=(call,)) if asked.messages[-1].role == "user" else f"Answer: {asked.seed // 2}"
        )
    )
    answer = voted("direct", *cases["tools"], model, k=3)
    assert (answer.value, answer.confidence) == (0.0, pytest.approx(2 / 3))
    assert [(asked.parallel, asked.seed) for asked in model.asked] == [
        (True, 0), (True, 1), (True, 2), (False, 0), (False, 1), (False, 2),
    ]  # fmt: skip
    assert {asked.temperature for asked in model.asked} == {0.7}


def test_a_vote_of_votes_has_no_seed_twice(cases, scripted) -> None:
    model = scripted("Answer: B")
    answer = voted("self_consistency(of=direct,k=3)", *cases["choice"], model, k=4)
    assert (answer.choice, answer.confidence) == ("B", 1.0)
    assert sorted(asked.seed for asked in model.asked) == list(range(12))
    assert sorted({sample_seed(number, 4, seed) for number in range(4) for seed in range(3)}) == list(
        range(12)
    )


def test_few_shot_inside_is_prepared_once(cases, scripted) -> None:
    case, tools = cases["choice"]
    examples = [replace(case, id=str(number), prompt=f"Example {number}?") for number in range(9)]
    pipeline = catalog.load("pipelines", "self_consistency(of=few_shot(k=3),k=5)")
    assert pipeline.answer is None
    model = scripted("Answer: B")
    assert pipeline.prepare(examples, model).__call__(case, tools, model).choice == "B"
    assert (len(model.asked), len(model.asked[0].messages)) == (5, 7)
    assert pipeline.calls == 5


def test_numbers_agree_to_four_digits(cases, scripted) -> None:
    model = scripted(["16.00001", "15", "It is 16.", "none", "15.9"])
    answer = voted("direct", *cases["value"], model)
    assert (answer.value, answer.confidence) == (16.00001, 0.4)


def test_json_votes_by_content(cases, scripted) -> None:
    forms = [{"a": 1, "b": 2}, {"a": 2}, {"b": 2, "a": 1}, None]
    model = scripted([Reply(text=str(form), data=form) for form in forms])
    answer = voted("direct", *cases["data"], model, k=4)
    assert (answer.data, answer.confidence) == ({"a": 1, "b": 2}, 0.5)


def test_rankings_are_merged(cases, scripted) -> None:
    model = scripted(["1. SIADH\n2. Diuretics", "1. Diuretics\n2. SIADH", "1. diuretics\n2. Polydipsia"])
    answer = voted("direct", *cases["ranking"], model, k=3)
    assert [item.name for item in answer.ranking] == ["Diuretics", "SIADH", "Polydipsia"]
    assert answer.confidence == pytest.approx(2 / 3)
    assert answer.text == "1. Diuretics\n2. SIADH"


def test_spans_of_most_samples_are_kept(cases, scripted) -> None:
    model = scripted(["- fever\n- dry cough", "- dry cough\n- She", "- fever\n- has"])
    answer = voted("direct", *cases["spans"], model, k=3)
    assert [span.text for span in answer.spans] == ["fever", "dry cough"]


def test_free_text_is_the_sample_closest_to_the_others(cases, scripted) -> None:
    texts = ["It is gout", "low sodium after the race", "a low sodium, after a race", "low sodium"]
    assert voted("direct", *cases["text"], scripted(texts), k=4).text == "low sodium after the race"
    same = voted("direct", *cases["text"], scripted(["Gout", "SIADH", "siadh"]), k=3)
    assert (same.text, same.confidence) == ("SIADH", pytest.approx(2 / 3))


def test_a_dialogue_asks_on_while_most_samples_ask(cases, scripted) -> None:
    model = scripted(["Answer: gout", "ASK: Any fever?", "ASK: Since when?"])
    assert voted("direct", *cases["dialogue"], model, k=3).question == "Any fever?"
    model = scripted(["Answer: gout", "ASK: Any fever?"])
    assert voted("direct", *cases["dialogue"], model, k=2).text == "Answer: gout"


def test_actions_are_done_once(cases, scripted) -> None:
    case, tools = cases["tools"]
    model = scripted("Answer: 121")
    voted("direct", case, replace(tools, state=dict), model)
    voted("direct", replace(case, answer_kind="action"), tools, model)
    assert len(model.asked) == 2


def test_failures_pass_through(cases, scripted) -> None:
    def failing(asked: object) -> str:
        raise ProviderError("503", status=503)

    for case, tools in cases.values():
        with pytest.raises(ProviderError):
            voted("chain_of_thought", case, tools, scripted(failing))


@pytest.mark.parametrize("said", ["", "I cannot help with that.", "\x00§§ 1. )(", "ASK:"])
def test_rubbish_is_survived(cases, scripted, said) -> None:
    for case, tools in cases.values():
        assert voted("chain_of_thought", case, tools, scripted(said), k=2).text == said


def test_k_must_be_positive(cases) -> None:
    with pytest.raises(BadInput, match="k=0"):
        catalog.load("pipelines", "self_consistency(k=0)")
