"""How often the search finds the calculator that a question means: the distinct questions of MedCalc-Bench.

    PRECEPTOR_DATA=... python experiments/calculator_search.py

Each distinct pair of calculator and question is searched as it stands, over every calculator of the catalogue; its own
calculator should be among the first ten. The list of empty words in `tools.py` was made while looking at these
questions, so the figure is not one on unseen questions.
"""

import sys
from collections import Counter
from typing import cast

from preceptor import catalog
from preceptor.components import Task
from preceptor.stats import wilson
from preceptor.tasks._medcalc_names import NAMES
from preceptor.tools import search_calculators


def main() -> int:
    """Print the share found first and among the first ten, by category."""
    task = cast(Task, catalog.load("tasks", "medcalc_bench(notes=false)"))
    asked = {
        (str(case.facts["calculator"]), case.prompt): case.tags["category"] for case in task.cases("test")
    }
    places: dict[str, Counter[str]] = {}
    for (number, question), category in asked.items():
        found = [cast("dict[str, str]", hit)["calculator"] for hit in search_calculators(question[:2000], 10)]
        place = next((place for place, name in enumerate(found) if name in NAMES[number]), None)
        count = places.setdefault(category, Counter())
        count.update(n=1, first=place == 0, ten=place is not None)
        if place is None:
            print(f"not found: {NAMES[number][0]}: {question[:90]}")
    places["all"] = sum(places.values(), Counter())
    print("| category | questions | first | among ten |\n| --- | --- | --- | --- |")
    for category, count in places.items():
        print(f"| {category} | {count['n']} | {count['first']} | {count['ten']} |")
    low, high = wilson(places["all"]["ten"], places["all"]["n"])
    calculators = len([name for name in catalog.names("calculators") if "/" not in name])
    print(
        f"among ten of {calculators}: {places['all']['ten'] / places['all']['n']:.1%} (95 % {low:.1%} to {high:.1%})"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
