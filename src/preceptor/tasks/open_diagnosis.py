"""Open diagnosis of your own case reports, with as much of the text as you choose: what is missed early, what late.

In: case reports in a JSONL or CSV file (`file=`) with the columns `id`, `text` and `diagnosis`, and where known
`codes` (OMIM, ORPHA or Mondo, separated by `;`), `date` and `group` (the patient or article). `share` shows the first 20,
40, 60, 80 or 100 per cent of the words (any whole per cent is taken); run several shares for the curve of what is
retained. Without `file` the six reports that come with the project are asked: own-written, about imaginary patients.
Out: up to ten diagnoses, the most likely first. Score: reciprocal rank of the diagnosis, `top1` to `top10`, exact and
family credit, as in `phenopackets`, by this project's matcher of names.

Texts that end with the diagnosis give it away at 100 per cent: cut the discussion off before you ask.

Source: Preceptor; partial disclosure after Perets et al., CUPCase, AAAI 2025, https://arxiv.org/abs/2503.06204
License: Apache-2.0 for the reports that come with it; yours keep their own
Data: six own-written reports
"""

from collections.abc import Iterator
from pathlib import Path

from preceptor.components import Task
from preceptor.errors import BadData, BadInput
from preceptor.files import read_csv, read_jsonl
from preceptor.records import Case
from preceptor.tasks import _exam
from preceptor.tasks._differentials import score, summarise
from preceptor.tasks._disclosure import allowed_share, opening
from preceptor.tasks._phenotypes import TEN_LIKELY, gold, is_annotated, twins

EXAMPLE = Path(__file__).parent / "open_diagnosis.jsonl"
READERS = {".jsonl": read_jsonl, ".csv": read_csv}


def _rows(path: Path) -> Iterator[tuple[str, _exam.Row]]:
    name = path.name.removesuffix(".gz")
    reader = next((read for ending, read in READERS.items() if name.endswith(ending)), None)
    if reader is None:
        raise BadInput(f"open_diagnosis cannot read {path.name}; give a .jsonl or .csv file")
    for number, row in enumerate(reader(path), 1):
        yield f"{path.name}, row {number}", row


def _cases(path: Path, share: int) -> Iterator[Case]:
    seen: set[str] = set()
    for place, row in _rows(path):
        own = _exam.text(place, row, "id")
        if own in seen:
            raise BadData(f"{place}: the id {own!r} stands further up already; give every report its own")
        seen.add(own)
        given = str(row.get("codes") or "").replace(",", ";").split(";")
        codes = list(dict.fromkeys(twin for code in given if code.strip() for twin in twins(code)))
        tags = {
            "date": str(row.get("date") or ""),
            "annotated": "yes" if codes and is_annotated(codes) else "",
        }
        yield Case(
            id=own,
            prompt=opening(_exam.text(place, row, "text"), share),
            instruction=TEN_LIKELY,
            answer_kind="ranking",
            target={"codes": codes, "name": _exam.text(place, row, "diagnosis")},
            group=str(row.get("group") or own),
            tags={key: value for key, value in tags.items() if value},
        )


def TASK(*, file: str = "", share: int = 100) -> Task:
    """Return the reports of a file, or those that come with the project, cut to the first `share` per cent.

    Raises:
        BadInput: no such file, or a share outside 1 to 100.
    """
    path, shown = Path(file) if file else EXAMPLE, allowed_share("open_diagnosis", share)
    if not path.exists():
        raise BadInput(f"open_diagnosis: no file {file!r}; give a .jsonl or .csv with id, text, diagnosis")
    return Task(
        cases=_exam.by_split("open_diagnosis", {"test": lambda: _cases(path, shown)}),
        score=score,
        gold=gold,
        summarise=summarise,
    )
