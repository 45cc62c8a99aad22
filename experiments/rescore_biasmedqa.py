"""BiasMedQA, the tables without mitigation and with education: both versions of each cell.

    PRECEPTOR_DATA=... python experiments/rescore_biasmedqa.py

Two biases were asked with two wordings; the authors printed one of them and do not say which. A figure matches
here when it is within 0.001 of print, because some printed figures are cut off and others rounded.

Source: Schmidgall S et al., 2024, doi:10.1038/s41746-024-01283-6.
"""

import sys
from collections.abc import Iterable, Sequence

from _rescored import closing, data_file, disagreements, experiment, per_cent, table

from preceptor.published_outputs import Output
from preceptor.rescore import Cell, Version, chosen_runs, rescore_published, scored

OUTPUTS, PRINTED = "biasmedqa/outputs", "biasmedqa/published_table.csv"
WITHIN = 0.001
BY_RULE = ("gpt-4-0613", "gpt-3.5-turbo-0613", "mixtral-8x7b-instruct-v0.1")


def compute() -> list[str]:
    """Return the tables of the page."""
    folder = data_file(OUTPUTS)
    found = rescore_published("biasmedqa", folder, published=data_file(PRINTED), within=WITHIN)
    by_rule = [one for one in found.cells if one.best.score.run.model in BY_RULE]
    titles = ["model", "mitigation", "bias", "printed", "ours %, each version", "rule %, each version", "equals print",
              "why"]  # fmt: skip
    raw = {run: rows for run, rows in chosen_runs("biasmedqa", folder, {}).items() if not run.marked}
    return [
        f"All: {closing(found.cells)}", "",
        f"GPT-4, GPT-3.5 and Mixtral: {closing(by_rule)}", "",
        *table(titles, map(_line, found.cells)), "",
        _based(output for rows in raw.values() for output in rows), "",
        *disagreements(scored(raw, "biasmedqa").values(), ["biasmedqa"]),
    ]  # fmt: skip


def _based(outputs: Iterable[Output]) -> str:
    """Count the replies whose first letter is no answer."""
    replies = [output for output in outputs if (output.text or "").startswith("Based ")]
    right = sum(output.mark == "right" for output in replies)
    return f'{len(replies)} replies begin with "Based", which the rule takes for option B; {right} are right by it.'


def _line(one: Cell) -> list[str]:
    run, printed = one.best.score.run, one.printed
    ordered: Sequence[Version] = sorted(one.versions, key=lambda entry: entry.score.run.version)
    ours = [f"{entry.score.run.version} {per_cent(entry.score.ours.value)}" for entry in ordered]
    rule = [f"{entry.score.run.version} {per_cent(entry.share.value)}" for entry in ordered if entry.share]
    equal = [entry.score.run.version for entry in ordered if entry.match in ("ours", "rule")]
    text = printed.text if printed else ""
    return [
        run.model,
        run.method,
        run.set,
        text,
        "; ".join(ours),
        "; ".join(rule),
        "; ".join(equal) or "none",
        one.why,
    ]


if __name__ == "__main__":
    sys.exit(experiment("biasmedqa", [OUTPUTS, PRINTED], compute))
