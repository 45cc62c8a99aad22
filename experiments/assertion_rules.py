"""Own assertion rules beside medspaCy's ConText on annotated findings: present, absent, uncertain, family.

Run `.venv/bin/python experiments/assertion_rules.py --split test` (a second). The annotations are the own-written English
texts of `tests/samples/phenotype_texts`; both systems are given the annotated places and asked what is said of them. A cue that the annotation took in ("no fever") is cut off its
place first, and places that only say "normal" or "none" are left out: they need a reader, not rules of assertion.
medspaCy is measured where it is installed (`pip install medspacy==1.3.1`, its shipped English rules and its PyRuSH
sentences), else left out and said so. The last rows count seconds for the same texts.
"""

import argparse
import importlib.util
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from preceptor.reading.assertion import assertions
from preceptor.reading.sections import sections
from preceptor.reading.sentences import sentences
from preceptor.stats import mcnemar, wilson

FOLDER = Path(__file__).parent.parent / "tests" / "samples" / "phenotype_texts"
VOICES = ("dialogue", "discharge", "form", "gp_note", "letter", "patient")
SAID = {"historical": "present", "hypothetical": "uncertain", "possible": "uncertain"}
_LEAD = re.compile(r"(?:(?:there (?:was|is) |has |had |have |I |he |she )?(?:no|nil|without|denies|denied|never|possibly|possible|probable|haven't|don't|has not|not|hadn't|did not|doesn't|no hx) (?:had |have |a |any |the )?)?", re.I)  # fmt: skip
_ALONE = re.compile(r"\b(?:normal(?:ly)?|intact|none|nil|negative|fine|well|ok|absent|no|clear|denied|clever|steady|good)$|^(?:normal|within)|eats well|hears?\b", re.I)  # fmt: skip
Spans = Sequence[tuple[int, int]]


class Note(NamedTuple):
    """A text with the places of its findings and what is said of each."""

    text: str
    spans: list[tuple[int, int]]
    said: list[str]


def notes(split: str) -> list[Note]:
    """Read the English texts of a split."""
    found = []
    for voice in VOICES:
        content = yaml.safe_load((FOLDER / f"{split}_{voice}.yaml").read_text(encoding="utf-8"))
        for one in content["texts"]:
            marks = [mark for mark in one["annotations"] if not _ALONE.search(mark["quote"])]
            leads = [match.end() if (match := _LEAD.match(mark["quote"])) else 0 for mark in marks]
            places = [(mark["start"] + lead, mark["end"]) for mark, lead in zip(marks, leads, strict=True)]
            found.append(Note(one["text"], places, [mark["assertion"] for mark in marks]))
    return found


def own(text: str, spans: Spans) -> list[str]:
    """Say what our rules say."""
    family = [(part.start, part.end) for part in sections(text) if part.kind == "family"]
    found = assertions(text, spans, sentences(text), family)
    return [
        SAID.get(one.status, one.status) if not (one.family and one.absent) else "absent" for one in found
    ]


def medspacy_rules() -> Callable[[str, Spans], list[str]] | None:
    """Return medspaCy's ConText with its shipped rules, None where it is not installed."""
    if importlib.util.find_spec("medspacy") is None:
        return None
    import medspacy  # type: ignore[import-not-found]
    from loguru import logger  # type: ignore[import-not-found]
    from spacy.tokens import Span  # type: ignore[import-not-found]

    logger.disable("PyRuSH")
    pipe = medspacy.load(enable=["medspacy_pyrush", "medspacy_context"])
    context = pipe.get_pipe("medspacy_context")

    def said(text: str, spans: Spans) -> list[str]:
        doc = pipe.get_pipe("medspacy_pyrush")(pipe.make_doc(text))
        found = []
        for start, end in spans:
            span = doc.char_span(start, end, alignment_mode="expand")
            doc.ents = [Span(doc, span.start, span.end, label="FINDING")]
            context(doc)
            about = doc.ents[0]._
            if about.is_family:
                found.append("family" if not about.is_negated else "absent")
            elif about.is_negated:
                found.append("absent")
            else:
                found.append("uncertain" if about.is_uncertain or about.is_hypothetical else "present")
        return found

    return said


def measured(
    name: str, rules: Callable[[str, Spans], list[str]], given: Sequence[Note], errors: bool
) -> list[bool]:
    """Print a system's table; return right or wrong by finding."""
    begun = time.perf_counter()
    answers = [rules(note.text, note.spans) for note in given]
    seconds = time.perf_counter() - begun
    pairs = [
        pair
        for note, answer in zip(given, answers, strict=True)
        for pair in zip(note.said, answer, strict=True)
    ]
    hits = [gold == said for gold, said in pairs]
    low, high = wilson(sum(hits), len(hits))
    print(
        f"| {name} | {100 * sum(hits) / len(hits):.1f} | {100 * low:.1f} to {100 * high:.1f} | {len(hits)} |",
        end="",
    )
    counts = Counter(gold for gold, _ in pairs)
    right = Counter(gold for gold, said in pairs if gold == said)
    print(
        "".join(f" {right[kind]}/{counts[kind]} |" for kind in ("present", "absent", "uncertain", "family")),
        f"{1e3 * seconds / len(given):.2f} |",
    )
    if errors:
        for note, answer in zip(given, answers, strict=True):
            for (start, end), gold, said in zip(note.spans, note.said, answer, strict=True):
                if gold != said:
                    print(
                        f"    {gold} read {said}: {note.text[max(0, start - 70) : start]}[{note.text[start:end]}]{note.text[end : end + 40]}".replace(
                            "\n", " "
                        )
                    )
    return hits


def main() -> None:
    """Measure both on a split."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--split", choices=("dev", "test"), default="test")
    options.add_argument("--errors", action="store_true", help="list our errors; for the dev split")
    chosen = options.parse_args()
    given = notes(chosen.split)
    print(
        "| rules | right, % | 95 % interval (Wilson) | n | present | absent | uncertain | family | ms a text |\n|---|---|---|---|---|---|---|---|---|"
    )
    ours = measured("own", own, given, chosen.errors)
    other = medspacy_rules()
    if other is None:
        print("medspaCy is not installed: not measured")
        return
    theirs = measured("medspaCy 1.3.1", other, given, False)
    only_own = sum(a and not b for a, b in zip(ours, theirs, strict=True))
    only_other = sum(b and not a for a, b in zip(ours, theirs, strict=True))
    print(
        f"right only by own rules {only_own}, only by medspaCy {only_other}, McNemar p = {mcnemar(only_own, only_other):.2g}"
    )


if __name__ == "__main__":
    main()
