"""Speed of the phenotype reader and of the simulated patients, on one core: `python benchmarks/phenotype_reader_speed.py`.

Needs an HPO release. Times are of the process, so other work on the machine counts less than by the clock.
"""

import time
from itertools import islice
from typing import cast

from preceptor import catalog
from preceptor.components import Pipeline, Toolbox
from preceptor.records import Case
from preceptor.simulators.rare_patient import narratives, patients

WARM, TEXTS = 50, 1500


def main() -> None:
    pipeline = cast(Pipeline, catalog.load("pipelines", "phenotype_reader"))
    assert pipeline.answer is not None
    start = time.process_time()
    pipeline.answer(Case(id="first", prompt="No fever."), Toolbox(), None)
    print(f"load: {time.process_time() - start:.2f} s (the first time on a machine the dictionary is made)")
    told = narratives(patients(seed=0))
    cases = [Case(id=str(number), prompt=one.text) for number, one in enumerate(islice(told, WARM))]
    start = time.process_time()
    cases += [Case(id=one.patient.id, prompt=one.text) for one in islice(told, TEXTS)]
    spent = time.process_time() - start
    print(f"simulated narratives: {60 * TEXTS / spent:,.0f} a minute")
    for case in cases[:WARM]:
        pipeline.answer(case, Toolbox(), None)
    start = time.process_time()
    for case in cases[WARM:]:
        pipeline.answer(case, Toolbox(), None)
    spent = time.process_time() - start
    letters = sum(len(case.prompt) for case in cases[WARM:]) / TEXTS
    print(f"read: {TEXTS / spent:.0f} narratives a second, mean {letters:.0f} characters")


if __name__ == "__main__":
    main()
