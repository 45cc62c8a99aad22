"""Passages before the question, cited by id and kept in the answer."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

import pytest

from preceptor import catalog
from preceptor.components import Source
from preceptor.errors import BadInput
from preceptor.pipelines import retrieve_then_read
from preceptor.records import Case, Message, Passage

PASSAGES = [
    Passage(id="zo-1", title="Zolvian fever", text="Zolvian fever is treated with mirabane.", source="t"),
    Passage(id="zo-2", title="Zolvian fever", text="Mirabane is given for six days.", source="t"),
    Passage(id="qu-1", title="Quell", text="Quell is a rash of the ear.", source="t"),
    Passage(id="fr-1", title="Fièvre", text="La fièvre zolvienne se traite par mirabane.", language="fr"),
]
CASE = Case(id="1", prompt="How is Zolvian fever treated?", choices={"A": "Quell", "B": "Mirabane"})


@pytest.fixture
def source(monkeypatch) -> Iterator[list[str]]:
    """Serve the passages above as source `tiny`, `bare` as one without passages; list what was loaded."""
    loaded: list[str] = []
    real, options = catalog.load, catalog.options

    def load(kind: str, name: str) -> object:
        if kind != "knowledge":
            return real(kind, name)
        loaded.append(name)
        return Source(passages=None if name == "bare" else lambda: PASSAGES)

    monkeypatch.setattr(catalog, "load", load)
    monkeypatch.setattr(
        catalog, "options", lambda kind, name: {} if kind == "knowledge" else options(kind, name)
    )
    retrieve_then_read._built.cache_clear()
    yield loaded
    retrieve_then_read._built.cache_clear()


def reader(options: str = "k=2"):
    return catalog.load("pipelines", f"retrieve_then_read(source=tiny,{options})").answer


def test_the_best_passages_are_shown_with_ids_and_kept(source, cases, scripted) -> None:
    model = scripted("Mirabane [zo-1]. Answer: B")
    before = deepcopy(CASE)
    answer = reader()(CASE, cases["choice"][1], model)
    assert before == CASE
    assert answer.text == "Mirabane [zo-1]. Answer: B"
    assert answer.passages[0].id == "zo-1"
    assert all(passage.text in {one.text for one in PASSAGES} for passage in answer.passages)
    asked = model.asked[0].last
    assert asked.startswith("[zo-1] Zolvian fever: Zolvian fever is treated with mirabane.")
    assert "cite each one that you used by its id, like [zo-1]" in asked


def test_options_are_not_searched_for(source, cases) -> None:
    assert "Quell" not in retrieve_then_read.query(CASE)
    later = replace(
        CASE, turns=(Message(role="assistant", text="Rash?"), Message(role="user", text="On the ear"))
    )
    assert retrieve_then_read.query(later).endswith("On the ear")


def test_the_cases_language_is_searched(source, cases, scripted) -> None:
    french = Case(id="2", prompt="Comment se traite la fièvre zolvienne?", answer_kind="text", language="fr")
    answer = reader("k=5")(french, cases["choice"][1], scripted("mirabane"))
    assert [passage.id for passage in answer.passages] == ["fr-1"]
    german = replace(french, prompt="Mirabane?", language="de")
    assert reader("k=5")(german, cases["choice"][1], scripted("ja")).passages


def test_a_question_that_nothing_matches_is_put_alone(source, cases, scripted) -> None:
    model = scripted("?")
    answer = reader()(Case(id="3", prompt="Xyzzy", answer_kind="text"), cases["choice"][1], model)
    assert (answer.passages, model.asked[0].last) == ((), "Xyzzy")


def test_it_reads_with_any_pipeline_and_indexes_once(source, cases, scripted) -> None:
    model = scripted("Answer: B")
    answer = reader("k=2,of=self_consistency(of=direct,k=3)")(CASE, cases["choice"][1], model)
    assert (answer.choice, answer.confidence, len(answer.passages) > 0) == ("B", 1.0, True)
    reader("k=1")(CASE, cases["choice"][1], model)
    assert source == ["tiny"]


def test_every_kind_is_answered(source, cases, scripted) -> None:
    for case, tools in cases.values():
        assert reader()(case, tools, scripted("16")).text == "16"


def test_bad_options_say_what_to_do(source, cases, scripted) -> None:
    with pytest.raises(BadInput, match="k=0"):
        reader("k=0")
    bare = catalog.load("pipelines", "retrieve_then_read(source=bare)").answer
    with pytest.raises(BadInput, match="'bare' has no passages"):
        bare(CASE, cases["choice"][1], scripted("B"))


def test_the_source_is_opened_in_the_cases_language() -> None:
    named = retrieve_then_read.in_language
    assert named("fictional_world", "en") == "fictional_world"
    assert named("fictional_world", "fr") == "fictional_world(language=fr)"
    assert named("fictional_world(seed=3)", "fr") == "fictional_world(seed=3,language=fr)"
    assert named("fictional_world(language=en)", "fr") == "fictional_world(language=en)"


def test_the_fictional_textbook_is_read_in_both_languages(cases, scripted) -> None:
    answer = catalog.load("pipelines", "retrieve_then_read(k=3)").answer
    for language in ("en", "fr"):
        textbook = list(catalog.load("knowledge", f"fictional_world(language={language})").passages())
        wanted = textbook[40]
        case = Case(id="1", prompt=wanted.title, answer_kind="text", language=language)
        found = answer(case, cases["choice"][1], scripted("x")).passages
        assert {passage.language for passage in found} == {language}
        assert wanted.title in {passage.title for passage in found}
