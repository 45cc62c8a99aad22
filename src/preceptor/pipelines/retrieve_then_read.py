"""Finds the k passages of a source that fit the question best, and answers with them in view, citing ids.

In: any case; a `knowledge` source by name. Out: as `of`, with the passages that were shown in `passages`;
the model is asked to cite them by id in square brackets. The search is BM25 over the question without its
options: options would pull in passages on the distractors, and a user who asks has none (Xiong et al. call
this question-only retrieval). The source is opened in the case's language where it has an option for that;
otherwise its passages in that language are searched, or all where it has none. Where nothing matches, the
question is put without passages.

Source: Lewis et al. 2020, Retrieval-augmented generation for knowledge-intensive NLP tasks,
    arXiv:2005.11401; on medical questions: Xiong et al. 2024, arXiv:2402.13178.
License: Apache-2.0 (own prompt).
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import cast

from preceptor import catalog
from preceptor.components import AnswerFunction, Model, Pipeline, Source, Toolbox
from preceptor.errors import BadInput
from preceptor.records import Answer, Case, Passage
from preceptor.retrieval.bm25 import Bm25

CITE = "Use the passages above where they help, and cite each one that you used by its id, like [{id}]."
_BUILDING = Lock()  # one thread builds an index, the others wait for it


def PIPELINE(*, source: str = "fictional_world", k: int = 5, of: str = "direct") -> Pipeline:
    """Answer with `of` after putting the k best passages of `source` before the question."""
    if k < 1:
        raise BadInput(f"retrieve_then_read: k={k}; give 1 or more passages")
    inner = cast(Pipeline, catalog.load("pipelines", of))

    def reading(answer: AnswerFunction) -> AnswerFunction:
        def read(case: Case, tools: Toolbox, model: Model | None) -> Answer:
            found = tuple(_index(source, case.language).search(query(case), k))
            given = answer(with_passages(case, found), tools, model)
            return replace(given, passages=(*found, *given.passages))

        return read

    def prepare(examples: Sequence[Case], model: Model | None) -> AnswerFunction:
        assert inner.prepare is not None
        return reading(inner.prepare(examples, model))

    return Pipeline(
        answer=reading(inner.answer) if inner.answer else None,
        prepare=prepare if inner.prepare else None,
        needs_model=inner.needs_model,
        calls=inner.calls,
    )


def query(case: Case) -> str:
    """Return what is searched for: the question, or what the partner or user said last."""
    said = [message.text for message in (*case.messages, *case.turns) if message.role == "user"]
    return " ".join(filter(None, (case.prompt, *said[-1:])))


def with_passages(case: Case, passages: Sequence[Passage]) -> Case:
    """Put passages, each led by its id, before the question, and ask for citations."""
    if not passages:
        return case
    shown = tuple(
        replace(one, text=f"[{one.id}] {': '.join(filter(None, (one.title, one.text)))}") for one in passages
    )
    wish = CITE.format(id=passages[0].id)
    return replace(
        case, context=(*shown, *case.context), instruction=" ".join(filter(None, (wish, case.instruction)))
    )


def _index(source: str, language: str) -> Bm25:
    with _BUILDING:
        return _built(source, language)


@lru_cache(maxsize=4)
def _built(source: str, language: str) -> Bm25:
    listed = cast(Source, catalog.load("knowledge", in_language(source, language))).passages
    if listed is None:
        raise BadInput(
            f"source {source!r} has no passages to search; `preceptor show knowledge {source}` says what it has"
        )
    every = list(listed())
    return Bm25([one for one in every if one.language == language] or every)


def in_language(source: str, language: str) -> str:
    """Name the source in a language, where it has an option for that and none was given.

    Example:
        >>> in_language("fictional_world(seed=3)", "fr")
        'fictional_world(seed=3,language=fr)'
        >>> in_language("fictional_world(language=en)", "fr")
        'fictional_world(language=en)'
        >>> in_language("fictional_world", "fr")
        'fictional_world(language=fr)'
    """
    name, given = catalog.parse(source)
    if "language" in given or catalog.options("knowledge", name).get("language", language) == language:
        return source
    head = source.strip().removesuffix(")")
    joint = "," if given else "" if head.endswith("(") else "("
    return f"{head}{joint}language={language})"
