"""The five question sets of MIRAGE's benchmark file, which several tasks read."""

from collections.abc import Iterator

from preceptor.errors import BadData
from preceptor.files import locate, read_json
from preceptor.records import Case, Data
from preceptor.tasks._exam import question, text, texts

# The version of February 2024, to which the published outputs belong; two months later some questions changed.
BENCHMARK = Data(
    path="mirage/benchmark.json.gz",
    url="https://raw.githubusercontent.com/Teddy-XiongGZ/MIRAGE/"
    "224ebe9a721e1bc525a07b10eceb01ed52df7b29/benchmark.json",
)
SETS = ("medqa", "medmcqa", "pubmedqa", "bioasq", "mmlu")


def benchmark_cases(name: str) -> Iterator[Case]:
    """Yield the cases of one set under the ids of the file; MMLU's tell the subject.

    Raises:
        BadData: the file has no such set.
    """
    document = read_json(locate(BENCHMARK))
    found = document.get(name) if isinstance(document, dict) else None
    if not isinstance(found, dict):
        raise BadData(f"{BENCHMARK.path} has no set {name!r}")
    for id, row in found.items():
        place = f"{BENCHMARK.path}, {name} {id}"
        if not isinstance(row, dict):
            raise BadData(f"{place}: expected an object")
        yield question(
            place,
            id=id,
            prompt=text(place, row, "question"),
            options=texts(place, row, "options"),
            target=text(place, row, "answer"),
            tags={"subject": id.rpartition("-")[0]} if name == "mmlu" else {},
        )
