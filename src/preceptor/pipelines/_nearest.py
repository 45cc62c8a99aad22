"""Which solved examples are most like a case: by shared words (BM25) or by the model's embeddings."""

from collections.abc import Callable, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

from preceptor.components import Model
from preceptor.errors import BadInput
from preceptor.pipelines._asking import needed
from preceptor.prompts import question_text
from preceptor.records import Case, Passage
from preceptor.retrieval.bm25 import Bm25

Nearest = Callable[[Case, "Model | None"], list[int]]
BATCH = 128  # texts embedded in one request


def nearest(examples: Sequence[Case], *, k: int, by: str, model: Model | None) -> Nearest:
    """Return a function: case -> places of its k nearest examples, the nearest last, next to the question."""
    if by == "words":
        return _by_words(examples, k)
    if by == "embeddings":
        return _by_embeddings(examples, k, needed(model))
    raise BadInput(f"by={by!r}; give words (BM25) or embeddings (of the model)")


def _text(case: Case) -> str:
    """Question and options, without the instruction that every case of a task shares."""
    return question_text(case, instruction="")


def _by_words(examples: Sequence[Case], k: int) -> Nearest:
    index = Bm25(Passage(id=str(place), text=_text(case)) for place, case in enumerate(examples))

    def find(case: Case, _: Model | None) -> list[int]:
        found = [int(passage.id) for passage in index.search(_text(case), k)]
        rest = (place for place in range(len(examples)) if place not in found)
        return [*found, *islice(rest, k - len(found))][::-1]

    return find


def _by_embeddings(examples: Sequence[Case], k: int, model: Model) -> Nearest:
    texts = [_text(case) for case in examples]
    rows = [row for start in range(0, len(texts), BATCH) for row in model.embed(texts[start : start + BATCH])]
    matrix = _unit(rows)

    def find(case: Case, model: Model | None) -> list[int]:
        likeness = matrix @ _unit(needed(model).embed([_text(case)]))[0]
        return np.argsort(-likeness, kind="stable")[:k][::-1].tolist()

    return find


def _unit(rows: Sequence[Sequence[float]]) -> npt.NDArray[np.float64]:
    """Scale each row to length 1, so that a product is a cosine; `(rows, width)`."""
    matrix = np.asarray(rows, dtype=np.float64)
    return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
