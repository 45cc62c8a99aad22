"""Processor time of single parts: reading answers, making exams, comparing texts, spreading, loading data.

    PRECEPTOR_DATA=/... python benchmarks/parts_speed.py [--page runs/x/report.html]

Each figure is the least of several rounds on one core. `--page` adds how long Chromium takes to open a report (wall
time). docs/benchmarks.md names the figures; tests never look at time, since a machine's load would decide.
"""

import argparse
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random
from typing import cast

from _measure import ROOT, WORK, measure

from preceptor import catalog
from preceptor.components import Pipeline, Task, Toolbox
from preceptor.knowledge.fictional_world import textbook, world
from preceptor.overlap import drop_overlapping
from preceptor.records import Case
from preceptor.scoring.choice import read_choice
from preceptor.spread.threads import spread

sys.path.insert(0, str(ROOT / "tests" / "scoring"))
from test_choice import DRUGS, HUGE, MEGABYTE

ROUNDS = 3
HPO = "from preceptor.knowledge.hpo import hpo; hpo()"


def least(part: Callable[[], object]) -> float:
    """Return the seconds of processor time of the quickest round."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        part()
        spent.append(time.process_time() - start)
    return min(spent)


def answer(name: str) -> Callable[[Case], object]:
    """Return a pipeline without a model as a function of the case."""
    function = cast(Pipeline, catalog.load("pipelines", name)).answer
    assert function is not None
    return lambda case: function(case, Toolbox(), None)


def texts() -> list[Case]:
    """Return 5,200 made-up texts of 120 words."""
    rng, words = Random(0), [f"word{number}" for number in range(3000)]
    return [Case(id=str(number), prompt=" ".join(rng.choices(words, k=120))) for number in range(5200)]


def parts() -> dict[str, float]:
    """Measure each part; its name says in which unit."""
    exam = cast(Task, catalog.load("tasks", "fictional_exam"))
    medmcqa = cast(Task, catalog.load("tasks", "medmcqa"))
    questions, made = list(exam.cases("test")), texts()
    longest, read = answer("longest_option"), answer("phenotype_reader")
    findings = ["seizures", "scoliosis", "hypotonia", "ptosis"] * 400
    sentence = Case(id="long", prompt=f"No {', no '.join(findings)}.")
    options = [{**DRUGS, "A": f"aspirin {number}"} for number in range(2000)]
    huge = {piece: piece * (MEGABYTE // len(piece)) for piece in HUGE}
    load = min(measure([sys.executable, "-c", HPO]).cpu_s for _ in range(ROUNDS))
    return {
        "3,000 questions of fictional_exam, s": least(lambda: list(exam.cases("test"))),
        "its first ten, s": least(lambda: list(islice(exam.cases("test"), 10))),
        "a fictional world and both its textbooks, s": least(
            lambda: [list(textbook(world.__wrapped__(11), language)) for language in ("en", "fr")]
        ),
        "longest_option, µs a question": 1e6 * least(lambda: [longest(case) for case in questions]) / len(questions),
        "a short answer read, µs": 1e6 * least(lambda: [read_choice("(c)", one) for one in options]) / len(options),
        "the slowest of 28 megabytes read, s": max(
            least(lambda text=text: read_choice(text, DRUGS)) for text in huge.values()
        ),
        "4,000 examples against 1,273 tests, s": least(lambda: drop_overlapping(made[1200:], made[:1273])),
        "threads, µs an item": 1e6 * least(lambda: list(spread(abs, range(5000), threads=64))) / 5000,
        "a sentence of 1,600 findings read, s": least(lambda: read(sentence)),
        "HPO in a fresh process, s": load,
        "medmcqa, 4,183 questions, s": least(lambda: list(medmcqa.cases("test"))),
    }  # fmt: skip


def opened(page: Path) -> float:
    """Return the seconds in which Chromium opens a page."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(flag)
    browser = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    try:
        spent = []
        for _ in range(ROUNDS):
            browser.get("about:blank")
            start = time.monotonic()
            browser.get(page.resolve().as_uri())
            while not browser.execute_script("return document.documentElement.dataset.ready !== undefined"):
                time.sleep(0.01)
            spent.append(time.monotonic() - start)
        return min(spent)
    finally:
        browser.quit()


def main() -> None:
    """Print one line per part."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--page", type=Path)
    page = given.parse_args().page
    WORK.mkdir(exist_ok=True)
    found = parts() | ({f"{page} opened, s": opened(page)} if page else {})
    print("| part | least of 3 |\n|---|---|")
    for name, value in found.items():
        print(f"| {name} | {value:.3g} |")


if __name__ == "__main__":
    main()
