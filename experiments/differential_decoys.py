"""Does the ranking find the right disease, or the one that has lost its paper?

    PRECEPTOR_DATA=... python experiments/differential_decoys.py --every 13

With the patient's own paper left out, only the right disease (and what else that paper is cited for) has fewer rows
than it had. A learnt ranking may recognise that. Here each case is ranked twice: with its own paper left out, and with
that and one paper, drawn at random, of each of the 80 diseases that it ranks first. A ranking that goes by the
findings does as well the second time, or better, since the others lose evidence; one that goes by the loss falls.
"""

import argparse

import numpy as np
from differential_evaluation import read_cases

from preceptor.differential import ranked, rare_diseases
from preceptor.stats import mean_interval

DECOYS = 80


def papers_of(diseases, number):
    """Return the publications that a disease's rows cite."""
    names, start = list(diseases.references), diseases.rows.cited.start
    first, last = diseases.row_start[number], diseases.row_start[number + 1]
    found = np.unique(diseases.rows.cited.values[start[first] : start[last]])
    return [names[one] for one in found if names[one].startswith("PMID")]


def decoys(diseases, case, rng, weights):
    """Return papers of other diseases, one each of those that are ranked first."""
    own = set(papers_of(diseases, case["gold"])) | set(case["own"])
    best = ranked(diseases, case["observed"], leave_out=case["own"], weights=weights, explained=0).diseases
    found = []
    for one in best[:DECOYS]:
        number = diseases.by_id[one.id]
        if number != case["gold"] and (
            other := [name for name in papers_of(diseases, number) if name not in own]
        ):
            found.append(other[rng.integers(len(other))])
    return found


def rank_of(diseases, case, leave_out, weights):
    """Return the rank of the right disease."""
    found = ranked(diseases, case["observed"], leave_out=leave_out, weights=weights, explained=0).diseases
    ids = [one.id for one in found]
    right = diseases.ids[case["gold"]]
    return ids.index(right) + 1 if right in ids else 10**6


def main():
    """Print both rankings' shares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=int, default=13)
    given = parser.parse_args()
    diseases, rng = rare_diseases(), np.random.default_rng(0)
    cases = read_cases(diseases)[:: given.every]
    touched = np.array([bool(set(papers_of(diseases, case["gold"])) & set(case["own"])) for case in cases])
    groups = np.array([str(case["gold"]) for case in cases])
    print("| ranking | left out | cases | n | top-1 % (95 %) | top-10 % (95 %) |\n|---|---|---|---|---|---|")
    for weights in ("new", "plain"):
        lost = [decoys(diseases, case, rng, weights) for case in cases]
        for what, more in (("own paper", [()] * len(cases)), ("own paper and others'", lost)):
            ranks = np.array([rank_of(diseases, case, [*case["own"], *gone], weights)
                              for case, gone in zip(cases, more, strict=True)])  # fmt: skip
            for name, part in (
                ("all", touched | True),
                ("right disease cites it", touched),
                ("does not", ~touched),
            ):
                cells = []
                for top in (1, 10):
                    found = mean_interval(
                        (ranks[part] <= top).astype(float), groups[part].tolist(), draws=2000
                    )
                    cells.append(f"{100 * found.value:.1f} ({100 * found.low:.1f} to {100 * found.high:.1f})")
                print(f"| {weights} | {what} | {name} | {part.sum()} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
