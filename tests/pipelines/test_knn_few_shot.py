"""The nearest examples, the nearest last."""

import pytest

from preceptor import catalog
from preceptor.components import Toolbox
from preceptor.errors import BadInput
from preceptor.records import Case

TOPICS = ["gout of the toe", "sodium after a marathon", "asthma in winter", "sodium in the elderly", "warts"]
EXAMPLES = [
    Case(id=topic, prompt=f"A question on {topic}?", choices={"A": "yes", "B": "no"}, target="A")
    for topic in TOPICS
]


def test_words_find_the_nearest_and_put_it_last(cases, scripted) -> None:
    answer = catalog.load("pipelines", "knn_few_shot(k=2)").prepare(EXAMPLES, None)
    model = scripted("Answer: B")
    assert answer(*cases["choice"], model).text == "Answer: B"
    shown = [message.text.partition("\n")[0] for message in model.asked[0].messages[:-1:2]]
    assert shown == ["A question on sodium in the elderly?", "A question on sodium after a marathon?"]


def test_k_examples_are_shown_even_where_no_word_is_shared(scripted) -> None:
    answer = catalog.load("pipelines", "knn_few_shot(k=4)").prepare(EXAMPLES, None)
    model = scripted("x")
    answer(Case(id="1", prompt="Zzz", answer_kind="text"), Toolbox(), model)
    assert len(model.asked[0].messages) == 2 * 4 + 1


def test_embeddings_compare_by_angle(cases, scripted) -> None:
    model = scripted("Answer: B")
    sizes = {topic: place + 1.0 for place, topic in enumerate(TOPICS)}

    def vector(text: str) -> list[float]:
        size = next((size for topic, size in sizes.items() if topic in text), 9.0)
        return [size, 5 * size] if "sodium" in text else [5 * size, size]

    model.vectors = vector
    answer = catalog.load("pipelines", "knn_few_shot(k=2,by=embeddings)").prepare(EXAMPLES, model)
    answer(*cases["choice"], model)
    shown = [message.text.partition("\n")[0] for message in model.asked[0].messages[:-1:2]]
    assert shown == ["A question on sodium in the elderly?", "A question on sodium after a marathon?"]


def test_every_kind_is_answered(cases, scripted) -> None:
    answer = catalog.load("pipelines", "knn_few_shot").prepare(EXAMPLES, None)
    for case, tools in cases.values():
        assert answer(case, tools, scripted("16")).text == "16"


def test_bad_options_and_no_examples_are_refused() -> None:
    with pytest.raises(BadInput, match="by='luck'; give words"):
        catalog.load("pipelines", "knn_few_shot(by=luck)").prepare(EXAMPLES, None)
    with pytest.raises(BadInput, match="--model"):
        catalog.load("pipelines", "knn_few_shot(by=embeddings)").prepare(EXAMPLES, None)
    with pytest.raises(BadInput, match="--examples"):
        catalog.load("pipelines", "knn_few_shot").prepare([], None)
