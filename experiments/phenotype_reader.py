"""How well the phenotype reader reads: texts in six voices and six languages, narratives made of labels, and speed.

    PRECEPTOR_DATA=../shared/data python experiments/phenotype_reader.py --split dev
    PRECEPTOR_DATA=../shared/data python experiments/phenotype_reader.py --split test   # once, for the figure reported

A finding counts as read when code and assertion are right and the places overlap (exact), or when its code is an
ancestor or descendant of the right one (related). Intervals are 95 %, by bootstrap over texts, seed 0.
"""

import argparse
import gzip
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import orjson
import yaml

from preceptor import catalog
from preceptor.components import Pipeline, Toolbox
from preceptor.files import locate
from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.records import Answer, Case, Data, Span

TEXTS = Path(__file__).parent.parent / "tests" / "samples" / "phenotype_texts"
NARRATIVES = Data(path="malco_rare_disease/data/cases.jsonl.gz")
PASSES = 3  # readings of each narrative: other work on the machine makes single ones slow
Gold = dict[str, object]
READER = ["phenotype_reader"]


def read(text: str, language: str = "en") -> Answer:
    pipeline = cast(Pipeline, catalog.load("pipelines", READER[0]))
    assert pipeline.answer is not None
    return pipeline.answer(Case(id="x", prompt=text, language=language), Toolbox(), None)


def related(release: Hpo, one: str, other: str) -> bool:
    if one == other:
        return True
    if one not in release.by_id or other not in release.by_id:
        return False
    a, b = release.by_id[one], release.by_id[other]
    return a in release.graph.closure[b] or b in release.graph.closure[a]


def right(release: Hpo, gold: Sequence[Gold], spans: Sequence[Span], loose: bool) -> int:
    used: set[int] = set()
    for one in gold:
        fitting = [
            number
            for number, span in enumerate(spans)
            if number not in used
            and span.assertion == one["assertion"]
            and span.start < cast(int, one["end"])
            and cast(int, one["start"]) < span.end
            and (span.code == one["code"] or (loose and related(release, span.code or "", str(one["code"]))))
        ]
        if fitting:
            used.add(min(fitting, key=lambda number: spans[number].code != one["code"]))
    return len(used)


def rates(counts: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall and F1 of `(texts, 3)` rows of right, given, wanted."""
    hit, given, wanted = counts.sum(axis=0)
    precision, recall = hit / max(given, 1), hit / max(wanted, 1)
    return precision, recall, 2 * hit / max(given + wanted, 1)


def shown(counts: np.ndarray) -> str:
    rng = np.random.default_rng(0)
    draws = np.array([rates(counts[rng.integers(0, len(counts), len(counts))]) for _ in range(1000)])
    low, high = np.percentile(draws, [2.5, 97.5], axis=0)
    return "  ".join(
        f"{value:.3f} ({a:.3f}-{b:.3f})" for value, a, b in zip(rates(counts), low, high, strict=True)
    )


def texts(split: str) -> None:
    release = hpo()
    exact, loose = defaultdict(list), defaultdict(list)
    for path in sorted(TEXTS.glob(f"{split}_*.yaml")):
        page = yaml.safe_load(path.read_text(encoding="utf-8"))
        for text in page["texts"]:
            spans, gold = read(text["text"], text["language"]).spans, text["annotations"]
            every = "English" if text["language"] == "en" else "other languages"
            for name in {page["voice"], every}:
                exact[name].append((right(release, gold, spans, False), len(spans), len(gold)))
                loose[name].append((right(release, gold, spans, True), len(spans), len(gold)))
    for name in sorted(exact):
        counts = np.array(exact[name])
        print(f"{name:16} {len(counts):3} texts {counts[:, 2].sum():4} findings")
        print(f"  exact    precision, recall, F1: {shown(counts)}")
        print(f"  related  precision, recall, F1: {shown(np.array(loose[name]))}")


def narratives() -> None:
    release, names = hpo(), hpo().by_name
    with gzip.open(locate(NARRATIVES)) as rows:
        cases = [str(orjson.loads(row)["case"]) for row in rows]
    read(cases[0])
    passes: list[list[float]] = []
    answers: list[Answer] = []
    for _ in range(PASSES):
        spent, answers = [], []
        for case in cases:
            start = time.process_time()
            answers.append(read(case))
            spent.append(time.process_time() - start)
        passes.append(spent)
    rates = sorted(len(cases) / sum(spent) for spent in passes)
    best = len(cases) / np.min(passes, axis=0).sum()
    print(
        f"{len(cases)} narratives, mean {np.mean([len(case) for case in cases]):.0f} characters, processor time of one "
        f"core: {rates[PASSES // 2]:.0f}/s, median of {PASSES} passes; {best:.0f}/s by the fastest reading of each"
    )
    for way, pattern in (
        ("present", r"presented with ([^\n]*?)\.(?: However|\n|\s*$)"),
        ("absent", r"excluded: ([^\n]*?)\.(?:\n|\s*$)"),
    ):
        hit = wanted = 0
        for case, answer in zip(cases, answers, strict=True):
            listed = [
                part for found in re.findall(pattern, case) for part in re.split(r", and | and |, ", found)
            ]
            codes = {
                release.ids[names[part.lower()]]
                for part in listed
                if part.lower() in names and release.is_phenotype[names[part.lower()]]
            }
            got = {span.code for span in answer.spans if span.assertion == way}
            hit, wanted = hit + len(codes & got), wanted + len(codes)
        print(f"  labels read as {way}: {hit} of {wanted} ({hit / wanted:.4f})")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--split", choices=("dev", "dev2", "test", "test2", "test3", "test4"), default="dev")
    parser.add_argument(
        "--reader", default=READER[0], help="e.g. phenotype_reader(dense=FOLDER,likeness=0.9)"
    )
    given = parser.parse_args()
    split, READER[0] = given.split, given.reader
    print(f"HPO {hpo().release}, split {split}")
    texts(split)
    narratives()


if __name__ == "__main__":
    main()
