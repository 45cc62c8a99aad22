"""Findings in clinical text as HPO terms, with place, negation, family, severity and onset; no language model.

In: a case whose prompt, messages and context are clinical text in English (or, where the translations of HPO are at
hand, Spanish, French, German, Italian, Chinese or Japanese). Out: `Answer.spans`, one per finding: `text[start:end]`
of the text as read, `code` (HP:...), `assertion`: present, absent, family (a relative's) or uncertain; and in
`Answer.data` the observed and excluded codes, age, sex, onset, the severity and onset of each finding, and the HPO
release that was used. A past finding counts as present; the data says that it is past.

`dense`: a folder with a model2vec embedding, which re-ranks terms that were matched loosely and proposes findings for
clauses in which nothing was found, from a cosine of `likeness` on (English only; needs the extra `dense`; off by
default, since it did not help on the dev half).
`language`: auto (the case's language, else a guess), en, es, fr, de, it, zh or ja. Reading is by dictionary and rules:
names and synonyms of HPO and 9,700 own phrases, matched by stems, by classes of words that mean the same here, or
with the words apart; values by the flag or range that the text gives, else against wide limits, and by a laboratory's
table of findings where kb-rarebench is at hand; what is said to be normal is excluded. Longest match wins. What it
gets right is measured in docs/phenotype_reader.md; it was improved on the dev half of the texts, so only the test
half counts. It is a reader for search and ranking, not for the record.

Source: dictionary look-up of HPO terms as in Groza T et al. Automatic concept recognition using the Human Phenotype
    Ontology reference and test suite corpora. Database 2015. https://doi.org/10.1093/database/bav005. Ours adds classes
    of words, phrases apart, measured values, normal findings and dialogue.
License: Apache-2.0 (as the package); HPO under its own terms (knowledge source `hpo`)
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.errors import BadInput, near
from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.pipelines.phenotype_reader._dictionary import english
from preceptor.pipelines.phenotype_reader._foreign import LANGUAGES, foreign, language_of
from preceptor.pipelines.phenotype_reader._match import (
    Match,
    as_match,
    candidates,
    items_of,
    resolved,
    under_fields,
)
from preceptor.pipelines.phenotype_reader._measured import measured
from preceptor.pipelines.phenotype_reader._patient import (
    SEVERITY,
    disease_onset,
    finding_onset,
    person,
    severity,
)
from preceptor.pipelines.phenotype_reader._said import Finding, evidence, said
from preceptor.pipelines.phenotype_reader._words import tokens
from preceptor.reading.sentences import sentences
from preceptor.records import Answer, Case, Json, Span

NEAR = 80  # characters within which the same finding said twice counts once


@dataclass(frozen=True, slots=True)
class _Read:
    """A finding as read."""

    start: int
    end: int
    code: str
    said: str
    past: bool = False
    by_value: bool = False
    onset: str = ""


@lru_cache(maxsize=4)
def _release(folders: str, cache: str) -> Hpo:
    """The release at hand, looked for once for each setting of where data lies: looking costs more than reading."""
    return hpo()


def _text(case: Case) -> str:
    parts = [message.text for message in case.messages] or [case.prompt]
    return "\n\n".join(
        [*(passage.text for passage in case.context), *parts, *(turn.text for turn in case.turns)]
    )


def _english(release: Hpo, text: str, dense: str, likeness: float) -> Iterator[_Read]:
    dictionary = english(release)
    items = items_of(dictionary, tokens(text))
    places = sentences(text)
    values = measured(text, items, places, os.environ.get("PRECEPTOR_DATA", ""))
    found = resolved(
        [
            *candidates(dictionary, items),
            *(under_fields(dictionary, items) if ":" in text else ()),
            *(as_match(value) for value in values),
        ],
        items,
    )
    findings: list[tuple[Finding, Match]] = [
        (Finding(items[m.places[0]].start, items[m.places[-1]].end, m.negated), m) for m in found
    ]
    if dense:
        from preceptor.pipelines.phenotype_reader._dense import with_likeness

        findings = with_likeness(release, text, findings, dense, likeness)
    statuses = said(text, [finding for finding, _ in findings], places)
    for (finding, match), (status, past) in zip(findings, statuses, strict=True):
        if text[max(0, finding.start - 4) : finding.start].lower() != "how ":  # "How tall is she?"
            yield _one(text, match, finding, status, past)


def _one(text: str, match: Match, finding: Finding, status: str, past: bool) -> _Read:
    if value := match.value:
        by_cue = status in ("family", "uncertain") or value.by_adjective
        measured_as = status if by_cue else "absent" if value.absent else "present"
        return _Read(value.start, value.end, match.code, measured_as, past, by_value=True)
    end = evidence(text, finding.end) if status == "absent" else finding.end
    return _Read(finding.start, end, match.code, status, past)


def _once(found: list[_Read]) -> list[_Read]:
    """Drop a finding that is said again close by, the value before the name ("NH3 410 hyperammonaemia")."""
    kept: list[_Read] = []
    last: dict[tuple[str, str], int] = {}
    for one in found:
        twin = last.get((one.code, one.said))
        if twin is None or one.start - kept[twin].end >= NEAR:
            last[one.code, one.said] = len(kept)
            kept.append(one)
        elif kept[twin].by_value and not one.by_value:
            kept[twin] = one
    return kept


def _data(release: Hpo, text: str, found: list[_Read], language: str) -> Json:
    age, sex = person(text) if language == "en" else (None, None)
    onset = disease_onset(text) if language == "en" else None
    graded = SEVERITY.search(text)
    details = [
        {
            "code": one.code, "name": release.names[release.by_id[one.code]], "assertion": one.said, "start": one.start,
            "end": one.end, "text": text[one.start : one.end], "past": one.past,
            "severity": severity(text, one.start, one.end) if graded else "", "onset": one.onset,
        }
        for one in found
    ]  # fmt: skip
    observed = list(dict.fromkeys(one.code for one in found if one.said == "present"))
    excluded = [
        code
        for code in dict.fromkeys(one.code for one in found if one.said == "absent")
        if code not in observed
    ]
    return {
        "hpo_release": release.release, "language": language, "observed": observed, "excluded": excluded,
        "family": list(dict.fromkeys(one.code for one in found if one.said == "family")), "age_years": age, "sex": sex,
        "onset": onset[0] or None if onset else None, "onset_years": onset[1] if onset else None, "findings": details,
    }  # fmt: skip


def PIPELINE(*, language: str = "auto", dense: str = "", likeness: float = 0.95) -> Pipeline:
    """Return the reader.

    Raises:
        BadInput: no such language; a `likeness` that is no cosine; `dense` without its extra or its embedding.
    """
    if not 0 < likeness <= 1:
        raise BadInput(f"likeness={likeness}; allowed: above 0, up to 1 (a cosine)")
    allowed = ("auto", "en", *LANGUAGES)
    if language not in allowed:
        raise BadInput(f"language={language!r}; allowed: {', '.join(allowed)}{near(language, allowed)}")

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        text, release = (
            _text(case),
            _release(os.environ.get("PRECEPTOR_DATA", ""), os.environ.get("PRECEPTOR_CACHE", "")),
        )
        asked = case.language if case.language in LANGUAGES else language_of(text)
        spoken = asked if language == "auto" else language
        if spoken == "en":
            found = [one for one in _english(release, text, dense, likeness) if one.code in release.by_id]
        else:
            found = [_Read(one.start, one.end, one.code, one.said) for one in foreign(release, text, spoken)]
        found = [
            replace(one, onset=onset) if (onset := finding_onset(text, one.start, one.end)) else one
            for one in _once(sorted(found, key=lambda one: (one.start, one.end)))
        ]
        spans = tuple(
            Span(
                start=one.start, end=one.end, text=text[one.start : one.end], code=one.code, assertion=one.said,
                time=one.onset or None,
            )
            for one in found
        )  # fmt: skip
        said_in_words = "; ".join(
            f"{release.names[release.by_id[span.code or '']]} ({span.assertion})" for span in spans
        )
        return Answer(text=said_in_words, spans=spans, data=_data(release, text, found, spoken))

    return Pipeline(answer=answer, needs_model=False, calls=0)
