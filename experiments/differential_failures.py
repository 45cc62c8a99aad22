"""Where the shipped ranking fails: splits by date and citation, "none of these", and failures one by one.

    PRECEPTOR_DATA=... python experiments/differential_failures.py --every 8

Every n-th case of the task `phenopackets` whose disease is annotated, own papers left out, exact credit. "None of
these" is asked with the disease in the set and once more with all its annotations taken out. The failures listed are
drawn evenly from those cases in which the diagnosis is not among the first ten.
"""

import argparse
from itertools import islice

import numpy as np

from preceptor.catalog import load
from preceptor.differential import rank, rare_diseases
from preceptor.errors import PreceptorError
from preceptor.pipelines.phenotype_ranker import _CODE, _read, age_in_years
from preceptor.stats import wilson


def asked(case):
    """Return the arguments of a ranking for a case of the task."""
    lines = _read(case)
    sex = lines.get("sex", "").strip().lower()
    return {
        "observed": _CODE.findall(lines.get("observed", "")), "excluded": _CODE.findall(lines.get("excluded", "")),
        "age_years": age_in_years(lines.get("age at onset", "")), "sex": sex if sex in ("female", "male") else "unknown",
    }  # fmt: skip


def references_of(diseases, number):
    """Return everything that the annotations of a disease cite."""
    names = list(diseases.references)
    part = slice(diseases.row_start[number], diseases.row_start[number + 1])
    start = diseases.rows.cited.start
    return [names[one] for one in np.unique(diseases.rows.cited.values[start[part.start] : start[part.stop]])]


def why(diseases, found, number):
    """Say in a few words why the disease is not ranked high."""
    left, place = found.seen.left, {int(one): spot for spot, one in enumerate(found.seen.candidates)}
    if number in left.diseases:
        spot = int(np.searchsorted(left.diseases, number))
        if left.empty[spot]:
            return "no annotation left without its own paper"
        left_terms = round(float(np.expm1(left.known[spot, 2])))
    else:
        left_terms = int(np.diff(diseases.profile[0])[number])
    ids = [one.id for one in found.diseases]
    first = diseases.by_id[ids[0]]
    kin = diseases.relatives[number].indices
    note = f"{left_terms} terms left"
    if first in kin:
        note += "; a relative is first"
    if number not in place:
        return f"{note}; not among the {len(found.diseases)} candidates"
    shown = found.seen.shown[:, place[number]]
    return (
        note
        + f"; {int((shown > 0).sum())} of {len(shown)} findings among them, {int((found.seen.shown[:, place[first]] > 0).sum())} among those of the first"
    )


def share(name, hits):
    """Print a share with its interval."""
    low, high = wilson(float(sum(hits)), len(hits)) if hits else (0.0, 0.0)
    print(f"| {name} | {len(hits)} | {100 * np.mean(hits):.1f} ({100 * low:.1f} to {100 * high:.1f}) |")


def main():
    """Print the splits, the errors of "none of these", and the failures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=int, default=8)
    parser.add_argument("--failures", type=int, default=20)
    given = parser.parse_args()
    diseases, rows = rare_diseases(), []
    for case in islice(load("tasks", "phenopackets").cases("test"), 0, None, given.every):
        code = next((one for one in case.target["codes"] if one in diseases.by_id), None)
        if code is None or case.tags["annotated"] == "no":
            continue
        number = diseases.by_id[code]
        own = [one for one in case.tags.get("publications", "").split(";") if one]
        try:
            found = rank(**asked(case), leave_out=own, explained=0)
        except PreceptorError:
            continue
        without = rank(**asked(case), leave_out=[*own, *references_of(diseases, number)], explained=0)
        ids = [one.id for one in found.diseases]
        place = ids.index(diseases.ids[number]) + 1 if diseases.ids[number] in ids else 10**6
        still = diseases.ids[number] in {one.id for one in without.diseases}
        rows.append({"case": case, "number": number, "place": place, "none": found.none, "in": found.none_in_set,
            "found": found if place > 10 else None, "without": without.none, "without_in": without.none_in_set,
            "without_first": without.diseases[0].probability, "first": found.diseases[0].probability, "still": still})  # fmt: skip
    for tag, value in (("recent", "yes"), ("recent", "no"), ("cited", "yes"), ("cited", "no")):
        part = [row["place"] for row in rows if row["case"].tags[tag] == value]
        for top in (1, 10):
            share(f"{tag} = {value}, top-{top}", [one <= top for one in part])
    print(f"disease still there after removal: {sum(row['still'] for row in rows)}")
    share("disease removed: none of these in the 90 % set", [row["without_in"] for row in rows])
    share(
        "disease removed: none of these likelier than the first",
        [row["without"] > row["without_first"] for row in rows],
    )
    share("disease present: none of these in the 90 % set", [row["in"] for row in rows])
    share(
        "disease present: none of these likelier than the first", [row["none"] > row["first"] for row in rows]
    )
    share("disease present and among the candidates: none of these likelier than the first",
          [row["none"] > row["first"] for row in rows if row["place"] < 10**6])  # fmt: skip
    present, removed = np.array([row["none"] for row in rows]), np.array([row["without"] for row in rows])
    area = np.mean(removed[:, None] > present[None]) + 0.5 * np.mean(removed[:, None] == present[None])
    print(f"none of these tells removed from present: area under the curve {area:.3f}")
    print(f"mean probability of none: present {present.mean():.3f}, removed {removed.mean():.3f}")
    failed = [row for row in rows if row["place"] > 10]
    print(f"\n{len(failed)} of {len(rows)} not among the first ten\n")
    for row in failed[:: max(1, len(failed) // given.failures)][: given.failures]:
        found, number = row["found"], row["number"]
        first = found.diseases[0]
        place = row["place"] if row["place"] < 10**6 else "none"
        print(f"| {row['case'].id} | {diseases.names[number]} ({row['case'].target['codes'][0]}) | {place} | {first.name} ({first.id}) "
              f"| {len(found.observed)} | {why(diseases, found, number)} |")  # fmt: skip


if __name__ == "__main__":
    main()
