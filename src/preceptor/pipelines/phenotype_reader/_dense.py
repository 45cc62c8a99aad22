"""Likeness to the terms' phrases: re-ranks what was found loosely, proposes where nothing was; needs the extra `dense`.

A static embedding (model2vec) in a local folder gives each name, synonym and own phrase a direction, and a place in the
text another; the nearest phrase is taken where the cosine reaches the limit. Nothing is downloaded. Without `dense` the
reader is the same as if this file were not there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from preceptor.errors import BadInput
from preceptor.knowledge.hpo import Hpo
from preceptor.pipelines.phenotype_reader._dictionary import english_phrases
from preceptor.pipelines.phenotype_reader._match import IN_ORDER, Match
from preceptor.pipelines.phenotype_reader._said import Finding

_CLAUSE = re.compile(r"[^.,;:!?()\n]+?(?=[.,;:!?()\n]|\s(?:and|but|with|or)\s|$)", re.I)
FEWEST, MOST = 2, 10  # words of a clause that is asked about
AHEAD = 0.05  # cosine by which another term must be nearer than the one that was found
_LEAD = re.compile(
    r"\s*(?:(?:and|but|with|or|no|not|nil|without|denies|he|she|i|has|had|have|was|is|there|a|an|the|my|his|her)\s+)*",
    re.I,
)


class Proposal(NamedTuple):
    """A clause `text[start:end]` and the finding that it is most like."""

    start: int
    end: int
    code: str
    likeness: float


class _Index(NamedTuple):
    encode: "object"
    rows: np.ndarray
    codes: tuple[str, ...]


def _encoded(model: object, phrases: Sequence[str]) -> np.ndarray:
    rows = model.encode(phrases, use_multiprocessing=False)  # pyright: ignore[reportAttributeAccessIssue]
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@lru_cache(maxsize=2)
def _index(release: Hpo, folder: str) -> _Index:
    try:
        from model2vec import StaticModel  # an extra: only a reader with `dense` needs it
    except ImportError as error:
        raise BadInput(
            f"dense={folder!r} needs the extra `dense` ({error}): pip install 'preceptor[dense]'"
        ) from error
    if not (Path(folder) / "model.safetensors").is_file():
        raise BadInput(
            f"dense={folder!r} holds no model.safetensors; give the folder of a model2vec embedding, such as "
            f"experiments/phenotype_dense.py makes; nothing is downloaded"
        )
    model = StaticModel.from_pretrained(folder, force_download=False)
    pairs = list(dict.fromkeys((phrase.lower(), code) for code, phrase, _ in english_phrases(release)))
    return _Index(model, _encoded(model, [phrase for phrase, _ in pairs]), tuple(code for _, code in pairs))


def _clauses(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for match in _CLAUSE.finditer(text):
        lead = _LEAD.match(text, match.start(), match.end())
        start = lead.end() if lead else match.start()
        words = text[start : match.end()].split()
        if FEWEST <= len(words) <= MOST and not any(a < match.end() and start < b for a, b in taken):
            yield start, match.end()


def proposals(
    release: Hpo, text: str, taken: Sequence[tuple[int, int]], folder: str, likeness: float
) -> list[Proposal]:
    """Return a finding for each clause that overlaps none of the places `taken` and is like a phrase.

    Raises:
        BadInput: the extra `dense` is not installed, or the folder holds no embedding.
    """
    index = _index(release, folder)
    places = list(_clauses(text, taken))
    if not places:
        return []
    likes = _encoded(index.encode, [text[a:b].lower() for a, b in places]) @ index.rows.T
    best = likes.argmax(axis=1)
    return [
        Proposal(start, end, index.codes[row], float(like[row]))
        for (start, end), row, like in zip(places, best, likes, strict=True)
        if like[row] >= likeness
    ]


def reranked(
    release: Hpo, text: str, found: Sequence[tuple[int, int, str]], folder: str, likeness: float
) -> list[str]:
    """Return the code of each place: another term's, where its phrase is clearly nearer to the words there.

    Args:
        found: (start, end, code) of what was matched loosely.

    Raises:
        BadInput: as `proposals`.
    """
    if not found:
        return []
    index = _index(release, folder)
    codes = np.array(index.codes)
    likes = _encoded(index.encode, [text[start:end].lower() for start, end, _ in found]) @ index.rows.T
    own = [
        float(like[codes == code].max(initial=0.0)) for like, (_, _, code) in zip(likes, found, strict=True)
    ]
    best = likes.argmax(axis=1)
    return [
        index.codes[row] if like[row] >= max(likeness, held + AHEAD) else code
        for row, like, held, (_, _, code) in zip(best, likes, own, found, strict=True)
    ]


def with_likeness(
    release: Hpo, text: str, findings: Sequence[tuple[Finding, Match]], folder: str, likeness: float
) -> list[tuple[Finding, Match]]:
    """Re-rank what the dictionary matched by class or apart, and add what is proposed, in the order of the text."""
    loose = [spot for spot, (_, match) in enumerate(findings) if match.way < IN_ORDER and match.value is None]
    asked = [(findings[spot][0].start, findings[spot][0].end, findings[spot][1].code) for spot in loose]
    found = list(findings)
    for spot, code in zip(loose, reranked(release, text, asked, folder, likeness), strict=True):
        found[spot] = (found[spot][0], replace(found[spot][1], code=code))
    taken = [(one.start, one.end) if not m.value else (m.value.start, m.value.end) for one, m in found]
    more = proposals(release, text, taken, folder, likeness)
    found += [(Finding(one.start, one.end), Match(one.code, (), 0)) for one in more]
    return sorted(found, key=lambda pair: (pair[0].start, pair[0].end))
