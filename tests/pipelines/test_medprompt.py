"""Own reasoning kept when right, options shuffled, votes counted in the case's own letters."""

import re
from dataclasses import replace

import pytest

from preceptor import catalog
from preceptor.errors import BadInput, ProviderError
from preceptor.pipelines.medprompt import shuffled
from preceptor.records import Case, Reply

OPTIONS = {"A": "red", "B": "green", "C": "blue", "D": "white"}
EXAMPLES = [
    Case(id=f"e{number}", prompt=f"Example number {number}?", choices=OPTIONS, target="ABCD"[number % 4])
    for number in range(12)
]


def letter_of(option: str, question: str) -> str:
    return next(line[0] for line in question.splitlines() if line.endswith(f". {option}"))


def solver(option: str):
    """Answer examples with B, and cases with whatever letter `option` has in the order shown."""

    def script(asked) -> str:
        if asked.last.startswith("Example"):
            return f"Thinking of {asked.last.split()[2]}\nAnswer: B"
        return f"Reason.\nAnswer: {letter_of(option, asked.last)}"

    return script


def prepared(name: str, model, examples=EXAMPLES):
    return catalog.load("pipelines", f"medprompt({name})").prepare(examples, model)


def test_only_right_reasoning_is_shown(cases, scripted) -> None:
    model = scripted(solver("Hyponatraemia"))
    answer = prepared("k_examples=5,votes=3", model)
    assert (len(model.asked), {asked.parallel for asked in model.asked}) == (12, {True})
    given = answer(*cases["choice"], model)
    assert (given.choice, given.confidence, given.data) == ("B", 1.0, {"votes": {"B": 3}, "tie": False})
    shots = model.asked[-1].messages[:-1]
    shown = {message.text.split()[2] for message in shots if message.role == "user"}
    assert shown == {"1?", "5?", "9?"}
    assert all(f"Thinking of {number}" in " ".join(one.text for one in shots) for number in shown)


def test_votes_are_mapped_back_to_the_own_letters(cases, scripted) -> None:
    model = scripted(solver("Hypercalcaemia"))
    given = prepared("votes=8", model)(*cases["choice"], model)
    asked = model.asked[12:]
    shown = {letter_of("Hypercalcaemia", one.last) for one in asked}
    assert len(shown) > 1
    assert (given.choice, given.data) == ("C", {"votes": {"C": 8}, "tie": False})
    assert [one.seed for one in asked] == list(range(8))


def test_a_model_that_always_says_a_has_no_majority_by_position(cases, scripted) -> None:
    case, tools = cases["choice"]
    model = scripted(lambda asked: "Answer: A")
    given = prepared("votes=40", model)(case, tools, model)
    assert set(given.data["votes"]) == {"A", "B", "C", "D"}


def test_orders_are_permutations_fixed_by_the_case() -> None:
    case = Case(id="x", choices=OPTIONS)
    orders = [shuffled(case, number) for number in range(6)]
    assert orders == [shuffled(case, number) for number in range(6)]
    assert len({tuple(own.values()) for _, own in orders}) > 1
    for order, own in orders:
        assert list(order.choices) == ["A", "B", "C", "D"]
        assert all(order.choices[shown] == OPTIONS[letter] for shown, letter in own.items())


@pytest.mark.parametrize(
    ("option", "kept"),
    [
        ("None of the above", True),
        ("Both A and C", True),
        ("A and B", True),
        ("All of these", True),
        ("Vitamin A deficiency", False),
        ("Hepatitis A and hepatitis B", False),
        ("Both kidneys", False),
    ],
)
def test_options_that_speak_of_others_keep_their_order(option, kept) -> None:
    case = Case(id="x", choices={**OPTIONS, "E": option})
    moved = any(dict(shuffled(case, number)[0].choices) != dict(case.choices) for number in range(9))
    assert moved is not kept


def test_several_letters_are_mapped_each(cases, scripted) -> None:
    case = replace(cases["choice"][0], instruction="Answer with the two letters.")
    model = scripted(solver("Hyponatraemia"))
    answer = prepared("votes=3", model)

    def both(asked) -> str:
        return f"Answer: {letter_of('Hyponatraemia', asked.last)}, {letter_of('Hypercalcaemia', asked.last)}"

    assert answer(case, cases["choice"][1], scripted(both)).choice == "B,C"


def test_without_a_right_chain_it_votes_without_examples(cases, scripted) -> None:
    model = scripted(lambda asked: "I do not know." if "Example" in asked.last else "Answer: A")
    given = prepared("votes=2", model)(*cases["choice"], model)
    assert len(model.asked[-1].messages) == 1
    assert given.choice


def test_the_pool_bounds_the_calls_before_the_run(scripted) -> None:
    model = scripted("Answer: B")
    prepared("pool=4", model)
    assert len(model.asked) == 4


def test_other_kinds_are_sampled_and_voted_on(cases, scripted) -> None:
    model = scripted(solver("Hyponatraemia"))
    answer = prepared("votes=3", model)
    for name, (case, tools) in cases.items():
        if name != "choice":
            assert answer(case, tools, scripted("16")).text == "16"
    numbers = scripted(["Answer: 16", "Answer: 15", "Answer: 16"])
    assert answer(*cases["value"], numbers).confidence == pytest.approx(2 / 3)


def test_cut_votes_do_not_count(cases, scripted) -> None:
    model = scripted(solver("Hyponatraemia"))
    answer = prepared("votes=3", model)
    assert (
        answer(*cases["choice"], scripted(lambda _: Reply(text="Answer: B", finish="length"))).finish
        == "length"
    )
    rubbish = answer(*cases["choice"], scripted("§§"))
    assert (rubbish.choice, rubbish.text) == (None, "§§")


def test_failures_and_bad_options(cases, scripted) -> None:
    def failing(_: object) -> str:
        raise ProviderError("503", status=503)

    with pytest.raises(ProviderError):
        prepared("votes=3", scripted(failing))
    with pytest.raises(BadInput, match="votes=0"):
        catalog.load("pipelines", "medprompt(votes=0)")
    with pytest.raises(BadInput, match="--examples"):
        prepared("votes=3", scripted("B"), [])


def test_prompts_carry_no_target(cases, scripted) -> None:
    model = scripted("Answer: D")
    case = replace(cases["choice"][0], target="SECRET")
    prepared("votes=3", model)(case, cases["choice"][1], model)
    assert not re.search("SECRET", " ".join(one.last for one in model.asked))
