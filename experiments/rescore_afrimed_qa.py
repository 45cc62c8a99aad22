"""AfriMed-QA: the score in each run's file name from the run's predictions, and the README's table against both.

    PRECEPTOR_DATA=... python experiments/rescore_afrimed_qa.py

Source: Olatunji T et al., 2025, doi:10.18653/v1/2025.acl-long.96.
"""

import sys
from collections.abc import Iterator, Sequence

from _rescored import cell_line, closing, data_file, disagreements, experiment, per_cent, table

from preceptor.published_outputs import PublishedRun
from preceptor.rescore import Cell, Printed, chosen_runs, compare, printed_figures, rescore_published

OUTPUTS, README = "afrimed_qa/outputs", "afrimed_qa/published_leaderboards.md"
COLUMNS = {"USMLE": "usmle", "AfriMed-QA Experts": "expert", "AFR-MCQ": "afr"}
MODELS = {  # the README's name -> the runs' name; rows that are not here have no runs in the files
    "Phi-3-mini-128k-instruct": "Phi-3-mini-128k-instruct",
    "Phi-3-mini-4k-instruct": "phi3-mini-4k",
    "Phi-3-medium-128k-instruct": "Phi-3-medium-128k-instruct",
    "Meta-Llama-3-8B": "Meta-Llama-3-8B",
    "Meta-Llama-3.1-405B": "llama3-405b-instruct-maas",
    "JSL-MedLlama-3-8B-v2.0": "jsl-med-llama-8b",
    "Meta-Llama-3.1-8B-Instruct": "Meta-Llama-3.1-8B-Instruct",
    "Mistral-7B-Instruct-v0.2": "Mistral-7B-Instruct-v02",
    "Mistral-7B-Instruct-v0.3": "Mistral-7B-Instruct-v03",
    "Claude 3.5 sonnet": "claude-3-5-sonnet-20240620",
    "Claude 3 sonnet": "claude-3-sonnet-20240229",
    "Claude 3 Opus": "claude-3-opus-20240229",
    "Claude 3 Haiku": "claude-3-haiku-20240307",
    "Gpt 4": "gpt-4",
    "Gpt 4o": "gpt-4o",
    "Gpt 4o mini": "gpt-4o-mini",
    "Gpt 3.5 Turbo 1106": "gpt-3.5-turbo-1106",
    "PMC-Llama-7B": "PMC-LLAMA-7B-FT",
    "Meditron-7B": "Meditron-7B-FT",
    "Meta-Llama-3-70B": "Meta-Llama-3-70B-Instruct",
    "OpenBioLLM-70B": "Llama3-OpenBioLLM-70B",
    "OpenBioLLM-8B": "Llama3-OpenBioLLM-8B",
    "BioMistral-7B": "BioMistral-7B",
    "Mixtral-8x7B-Instruct-v0.1": "Mixtral-8x7B-Instruct-v0.1",
}


def compute() -> list[str]:
    """Return the tables of the page."""
    found = rescore_published("afrimed_qa", data_file(OUTPUTS))
    titles = ["model", "set", "n", "ours %", "rule %", "in the file's name", "match", "why"]
    lines = [cell_line(one, lambda run: (run.model, run.set)) for one in found.cells]
    readme, without_runs = _readme_cells()
    wrong = [_wrong_line(one) for one in readme if one.best.match == "no"]
    wrong += [line for printed in without_runs if (line := _misplaced_line(printed, found.cells))]
    return [
        f"File names: {closing(found.cells)}", "", *table(titles, lines), "",
        f"README: {closing(readme)} The rest:", "",
        *table(["README's name", "set", "README", "runs give %", "why"], wrong), "",
        *disagreements([one.best.score for one in found.cells], ["afrimed"]),
    ]  # fmt: skip


def _readme_cells() -> tuple[list[Cell], list[Printed]]:
    """Return the README's figures beside their runs, and those of models with runs on other sets only."""
    runs = chosen_runs("afrimed_qa", data_file(OUTPUTS), {})
    pairs: list[tuple[PublishedRun, Printed]] = []
    without_runs = []
    raw = [({"model": model, "task": set_name}, figure, "") for model, set_name, figure in _readme_figures()]
    for printed in printed_figures(raw):
        wanted = MODELS.get(printed.labels["model"]), printed.labels["task"]
        fitting = [run for run in runs if (run.model, run.set) == wanted]
        pairs += [(run, printed) for run in fitting]
        without_runs += [] if fitting else [printed]
    return list(compare("afrimed_qa", runs, pairs).cells), without_runs


def _readme_figures() -> Iterator[tuple[str, str, str]]:
    """Yield (model, set, figure) of the README's table of version 2."""
    header: list[str] = []
    for line in data_file(README).read_text().splitlines():
        fields = [field.strip() for field in line.strip().strip("|").split("|")]
        if fields[0] == "Model Name":
            header = fields
        elif "USMLE" in header and line.startswith("|") and fields[0] and not fields[0].startswith("-"):
            for column, set_name in COLUMNS.items():
                figure = fields[header.index(column)]
                if figure:
                    yield fields[0], set_name, figure


def _wrong_line(one: Cell) -> list[str]:
    labels = one.printed.labels if one.printed else {}
    rates = [per_cent((entry.share or entry.score.ours).value) for entry in one.versions]
    told = one.why.rpartition("; ")[2]
    return [
        labels["model"],
        labels["task"],
        one.printed.text if one.printed else "",
        " or ".join(rates),
        told,
    ]


def _misplaced_line(printed: Printed, cells: Sequence[Cell]) -> list[str]:
    """Say of a figure without a run that it is the figure of the same model on another set."""
    for one in cells:
        run, share = one.best.score.run, one.best.share
        if run.model == MODELS.get(printed.labels["model"]) and share and printed.same(share.value):
            why = f"no run of this set; the printed figure is that of {run.model} on {run.set}"
            return [printed.labels["model"], printed.labels["task"], printed.text, "", why]
    return []


if __name__ == "__main__":
    sys.exit(experiment("afrimed_qa", [OUTPUTS, README], compute))
