"""Findings in clinical text as HPO terms, with place, negation, family, severity and onset; no language model.

In: a case whose prompt, messages and context are clinical text in English (or, where the translations of HPO are at
hand, Spanish, French, German, Italian, Chinese or Japanese). Out: `Answer.spans`, one per finding: `text[start:end]`
of the text as read, `code` (HP:...), `assertion`: present, absent, family (a relative's) or uncertain; and in
`Answer.data` the observed and excluded codes, age, sex, onset, the severity and onset of each finding, and the HPO
release that was used.

Source: dictionary look-up of HPO terms as in Groza T et al. Automatic concept recognition using the Human Phenotype
    Ontology reference and test suite corpora. Database 2015. https://doi.org/10.1093/database/bav005. Ours adds classes
    of words, phrases apart, measured values, normal findings and dialogue.
License: Apache-2.0 (as the package); HPO under its own terms (knowledge source `hpo`)
"""

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.knowledge.hpo import hpo
from preceptor.pipelines.phenotype_reader._dictionary import english
from preceptor.pipelines.phenotype_reader._match import as_match, candidates, items_of, resolved
from preceptor.pipelines.phenotype_reader._measured import measured
from preceptor.pipelines.phenotype_reader._said import Finding, evidence, said
from preceptor.pipelines.phenotype_reader._words import tokens
from preceptor.reading.sentences import sentences
from preceptor.records import Answer, Case, Span


def _text(case: Case) -> str:
    parts = [message.text for message in case.messages] or [case.prompt]
    return "\n\n".join([*(passage.text for passage in case.context), *parts])


def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
    text = _text(case)
    dictionary = english()
    items = items_of(dictionary, tokens(text))
    places = sentences(text)
    values = measured(text, items, places)
    found = resolved([*candidates(dictionary, items), *(as_match(value) for value in values)], items)
    findings = [Finding(items[m.places[0]].start, items[m.places[-1]].end, m.negated) for m in found]
    spans = []
    for match, finding, (status, past) in zip(found, findings, said(text, findings, places), strict=True):
        if match.value:
            finding = Finding(match.value.start, match.value.end)
            status = status if status in ("family", "uncertain") else "absent" if match.value.absent else "present"
        elif status == "absent":
            finding = Finding(finding.start, evidence(text, finding.end))
        spans.append(
            Span(start=finding.start, end=finding.end, text=text[finding.start : finding.end], code=match.code, assertion=status)
        )
    return Answer(spans=tuple(spans), data={"hpo_release": hpo().release})


PIPELINE = Pipeline(answer=answer, needs_model=False, calls=0)
