"""BiasMedQA's logs: MedQA under prompts that carry a cognitive bias, raw answers with the authors' marks.

Llama-2's and PMC-LLaMA's free text was read again by a GPT model; those rows are runs of their own here, whose
marks no rule over the text can give again. Some of PaLM-2's logs lack rows and number the rest anew: they
are joined by the right option, which every row repeats.

Source: Schmidgall S et al., 2024, doi:10.1038/s41746-024-01283-6.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from preceptor.errors import NotFound
from preceptor.files import locate, read_csv, read_jsonl
from preceptor.published_outputs._names import fold
from preceptor.published_outputs._shapes import Mark, Output, PublishedRun
from preceptor.records import Data

FIELDS = frozenset({"model", "bias", "mitigation", "i", "response", "is_correct"})
_SPELLINGS = {"cultural": "cultural_bias"}  # as the one-shot logs call it
_MARKS: Mapping[str, Mark] = {"True": "right", "False": "wrong", "NR": "out"}
_PROMPTS = Path("data") / "biased_prompts_gpt4.jsonl.gz"
_TOLD_BY = 12  # letters of the right option that tell it; the logs escape its quotes in several ways
Row = Mapping[str, str]


def read_biasmedqa(path: Path) -> Iterator[Output]:
    """Read the logs in the order of the file."""
    right = _right_options(path)
    for _, group in groupby(read_csv(path), key=_run_of):
        rows = list(group)
        ids, note = _ids(rows, right)
        run = _named_run(rows[0], note)
        for name, row in zip(ids, rows, strict=True):
            mark = _MARKS.get(row["is_correct"], "unclear")
            key = row.get("correct_answer", "")[:1]
            yield Output(run=run, id=name, text=row["response"], mark=mark, key=key)


def _run_of(row: Row) -> tuple[str, ...]:
    return row["model"], row.get("auto_eval_rescored", ""), row["bias"], row["mitigation"]


def _named_run(row: Row, note: str) -> PublishedRun:
    bias = _SPELLINGS.get(row["bias"], row["bias"])
    prompt = "v2" if bias.endswith("_v2") else "v1"
    again = row.get("auto_eval_rescored") == "1"
    return PublishedRun(
        task=f"biasmedqa(bias={bias})",
        set=bias.removesuffix("_v2"),
        model=row["model"],
        method=row["mitigation"],
        version=f"{prompt} read again" if again else prompt,
        marked=again,
        note=note,
    )


@cache
def _right_options(path: Path) -> tuple[str, ...]:
    """Return the right option of every question, from the prompts beside the logs or in the data folders."""
    beside = path.parent.parent / _PROMPTS
    try:
        table = beside if beside.exists() else locate(Data(path=str("biasmedqa" / _PROMPTS)))
    except NotFound:
        return ()
    return tuple(_told(str(row["correct"])) for row in read_jsonl(table) if row["bias"] == "no_bias")


@cache
def _told(option: str) -> str:
    return fold(option[: 4 * _TOLD_BY])[:_TOLD_BY]


def _ids(rows: Sequence[Row], right: Sequence[str]) -> tuple[list[str], str]:
    """Return the question's number of each row, and what was mended."""
    numbers = [row["i"] for row in rows]
    told = [_told(row.get("correct_answer", "")) for row in rows]
    if not right or all(
        number.isdigit() and int(number) < len(right) and right[int(number)] == option
        for number, option in zip(numbers, told, strict=True)
    ):
        return numbers, ""
    mended, place = [], -1
    for option in told:
        place = next((later for later in range(place + 1, len(right)) if right[later] == option), -2)
        if place < 0:
            return numbers, "the right options do not follow the questions; joined by number all the same"
        mended.append(str(place))
    return (
        mended,
        f"{len(right) - len(rows)} rows missing and the rest numbered anew; joined by the right option",
    )
