"""The question files of MedAgentsBench, which several tasks read."""

from collections.abc import Iterator

from preceptor.records import Case, Data
from preceptor.tasks._exam import question, rows, text, texts

SETS = ("medqa", "pubmedqa", "medmcqa", "medbullets", "mmlu", "mmlu-pro", "afrimedqa")
URL = (
    "https://raw.githubusercontent.com/gersteinlab/medagents-benchmark/"
    "f5e50b69be8ef617a6de613cc8035929448e2b3b/data"
)
STRATA = {"meta_info": "step", "subject": "subject", "src": "origin"}  # field -> tag


def case_file(name: str, *, hard: bool) -> Data:
    """Return the file of a set: the hard list or the whole one."""
    stem = "test_hard" if hard else "test"
    return Data(path=f"medagents_benchmark/data/{name}/{stem}.jsonl.gz", url=f"{URL}/{name}/{stem}.jsonl")


def listed(data: Data) -> Iterator[Case]:
    """Yield the questions of a file under their `realidx`; of a repeated one the first counts."""
    seen: set[str] = set()
    for place, row in rows(data):
        id = text(place, row, "realidx")
        if id in seen:
            continue
        seen.add(id)
        yield question(
            place,
            id=id,
            prompt=text(place, row, "question"),
            options=texts(place, row, "options"),
            target=text(place, row, "answer_idx"),
            tags={tag: str(row[field]) for field, tag in STRATA.items() if row.get(field)},
        )
