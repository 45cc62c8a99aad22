"""Baselines on the fictional exam: do clues help, and what is the textbook worth?

Run `.venv/bin/python experiments/fictional_exam_baselines.py` (a few seconds, no data, no model). It prints the
tables of docs/fictional_world.md and ends with an error where the page holds other figures; `--write` puts them
there. `--seed` examines another world, and is not compared with the page.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import cast

from preceptor import catalog
from preceptor.components import Pipeline, Task, Toolbox
from preceptor.records import Case
from preceptor.stats import wilson

PAGE = Path(__file__).parent.parent / "docs" / "fictional_world.md"
START, END = "<!-- figures: experiments/fictional_exam_baselines.py -->", "<!-- end of figures -->"
LANGUAGES = {"en": "English", "fr": "French"}
WITHOUT, WITH = "bm25_option(source=)", "bm25_option(source=fictional_world(language={language},seed={seed}))"
BASELINES = (
    "longest_option", "shortest_option", "overlap_option", "majority_letter", "position_option(letter=A)",
    "position_option(letter=B)", "position_option(letter=C)", "position_option(letter=D)", WITHOUT, WITH,
)  # fmt: skip
Results = dict[tuple[str, str], list[bool]]  # (language, baseline) -> right or wrong, by case


def right(name: str, task: Task, cases: Sequence[Case]) -> list[bool]:
    """Answer every case with a pipeline; True where the right option was chosen."""
    pipeline = cast(Pipeline, catalog.load("pipelines", name))
    answer = pipeline.prepare(list(task.cases("train")), None) if pipeline.prepare else pipeline.answer
    assert answer is not None
    return [task.score(case, answer(case, Toolbox(), None), None).value == 1.0 for case in cases]


def table(results: Results) -> list[str]:
    """One row for each baseline and language, with the interval of chance in the heading."""
    n = len(next(iter(results.values())))
    half = 1.96 * sqrt(0.25 * 0.75 / n)
    lines = [
        f"| baseline | language | n | accuracy | 95 % interval (Wilson) | chance, {0.25 - half:.4f} to {0.25 + half:.4f}? |",
        "|---|---|---|---|---|---|",
    ]
    for (language, name), hits in results.items():
        low, high = wilson(sum(hits), n)
        share = sum(hits) / n
        inside = "yes" if abs(share - 0.25) <= half else "**no**"
        shown = f"`{name.replace(',seed={seed}', '').format(language=language)}`"
        lines.append(
            f"| {shown} | {LANGUAGES[language]} | {n} | {share:.4f} | {low:.4f} to {high:.4f} | {inside} |"
        )
    return lines


def gap(results: Results) -> list[str]:
    """What the textbook adds, in points, for each language."""
    lines = []
    for language, spoken in LANGUAGES.items():
        without, read = (sum(hits := results[language, name]) / len(hits) for name in (WITHOUT, WITH))
        lines.append(
            f"- {spoken}: test-taking {100 * without:.1f} %, with the textbook {100 * read:.1f} %; "
            f"knowledge is worth {100 * (read - without):.1f} points."
        )
    return lines


def families(results: Results, cases: dict[str, list[Case]]) -> list[str]:
    """Accuracy of `bm25_option` with the textbook by family of questions."""
    shares: defaultdict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for language, asked in cases.items():
        for case, hit in zip(asked, results[language, WITH], strict=True):
            shares[case.tags["family"]][language].append(hit)
    lines = ["| family | n | English | French |", "|---|---|---|---|"]
    for family, by_language in sorted(shares.items()):
        cells = [f"{sum(hits) / len(hits):.2f}" for hits in by_language.values()]
        lines.append(f"| {family} | {len(by_language['en'])} | {' | '.join(cells)} |")
    return lines


def figures(seed: int) -> str:
    """Return the tables as they stand on the page."""
    results: Results = {}
    cases: dict[str, list[Case]] = {}
    for name in BASELINES:
        for language in LANGUAGES:
            task = cast(Task, catalog.load("tasks", f"fictional_exam(language={language},seed={seed})"))
            asked = cases.setdefault(language, list(task.cases("test")))
            results[language, name] = right(name.format(language=language, seed=seed), task, asked)
    parts = (table(results), gap(results), families(results, cases))
    return "\n\n".join("\n".join(part) for part in parts)


def main() -> int:
    """Print the figures, and compare them with the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=0, help="the world to examine (default 0)")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/fictional_world.md")
    arguments = parser.parse_args()
    found = figures(arguments.seed)
    print(found)
    if arguments.seed != 0:
        return 0
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    expected = f"{before}{START}\n\n{found}\n\n{END}{after}"
    if arguments.write:
        PAGE.write_text(expected, encoding="utf-8")
    elif page != expected:
        print(f"\n{PAGE.name} holds other figures; run with --write if these are right", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
