"""Choose the option that a textbook supports best by its words: a strong baseline without a model.

In: a multiple-choice case and a knowledge source, such as `fictional_world` or `fictional_world(language=fr)`.
Out: the letter, and in `passages` the `k` passages that support it best. Each passage is cut into sentences that
keep its title. An option is supported by the one sentence with the highest sum of three BM25 scores: the question
on the whole passage, the question on the sentence, and the option on the sentence; a sentence that shares no
word with the option supports nothing. Where no option is supported, the first is chosen.

With `source=` (nothing) it reads the question and the case's own context only: on an exam without clues that is
chance, and the difference to the same pipeline with the source is what the textbook is worth. The scores
are no probabilities, so no confidence is given. BM25 constants are the usual ones; the sum of three
scores was chosen among twelve formulas on `fictional_exam`, so its figure there flatters it.

Source: Clark P, Etzioni O, Khot T et al. Combining retrieval, statistics, and inference to answer elementary
    science questions. AAAI 2016 (its IR solver). https://doi.org/10.1609/aaai.v30i1.10325. Ours adds the passage.
    BM25: Robertson S, Zaragoza H. 2009. https://doi.org/10.1561/1500000019
License: Apache-2.0 (as the package)
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, cast

import numpy as np

from preceptor import catalog
from preceptor.components import Model, Pipeline, Source, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._cues import require_options
from preceptor.records import Answer, Case, Passage
from preceptor.retrieval.bm25 import Bm25

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
INDEXES = 4  # sources kept indexed in memory


class _Index(NamedTuple):
    """Whole passages, their sentences, and for each sentence the number of its passage, `(sentences,)`."""

    passages: Bm25
    sentences: Bm25
    owners: np.ndarray


def _indexed(passages: Iterable[Passage]) -> _Index:
    whole = Bm25(passages)
    cut = [
        (owner, replace(passage, text=sentence))
        for owner, passage in enumerate(whole.passages)
        for sentence in _SENTENCE_END.split(passage.text)
        if sentence
    ]
    return _Index(whole, Bm25(sentence for _, sentence in cut), np.array([owner for owner, _ in cut], int))


@lru_cache(maxsize=INDEXES)
def _source_index(name: str) -> _Index:
    source = cast(Source, catalog.load("knowledge", name))
    if source.passages is None:
        raise BadInput(f"knowledge source {name} has no passages; bm25_option needs some to search")
    return _indexed(source.passages())


def _support(index: _Index, case: Case) -> dict[str, np.ndarray]:
    """Letter -> support by each sentence, `(sentences,)`; 0 where the sentence shares no word with the option."""
    question = case.prompt or " ".join(message.text for message in case.messages)
    asked = index.passages.scores(question)[index.owners] + index.sentences.scores(question)
    support = {}
    for letter, text in case.choices.items():
        named = index.sentences.scores(text)
        support[letter] = np.where(named > 0, asked + named, 0.0)
    return support


def PIPELINE(*, source: str = "fictional_world", k: int = 3) -> Pipeline:
    """Return the pipeline over a knowledge source.

    Raises:
        BadInput: k below 1.
    """
    if k < 1:
        raise BadInput(f"k={k}: bm25_option shows at least one passage")

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        require_options(case, "bm25_option")
        own = (*case.context, Passage(id="question", text=case.prompt))
        index = _source_index(source) if source else _indexed(own)
        support = _support(index, case)
        best = {letter: float(found.max(initial=0.0)) for letter, found in support.items()}
        letter = max(best, key=lambda key: best[key])
        if best[letter] == 0.0:
            return Answer(choice=letter, text=f"{letter}: nothing supports any option, so the first")
        order = np.argsort(-support[letter], kind="stable")[: 4 * k]
        owners = dict.fromkeys(int(index.owners[place]) for place in order if support[letter][place] > 0)
        shown = tuple(index.passages.passages[owner] for owner in list(owners)[:k]) if source else ()
        sentence = index.sentences.passages[int(order[0])]
        where = f"{sentence.title}: " if sentence.title else ""
        return Answer(
            choice=letter, text=f"{letter}: best supported by {where}{sentence.text}", passages=shown
        )

    return Pipeline(answer=answer, needs_model=False, calls=0)
