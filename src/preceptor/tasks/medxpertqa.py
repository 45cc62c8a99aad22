"""MedXpertQA, text part: specialist-level questions with ten options, for models that MedQA no longer tells apart.

In: a vignette or question with 10 options. Out: one letter. Score: accuracy; chance is 10 %. `tags`: the task
(diagnosis, treatment, basic science), the body system, and whether reasoning or understanding is asked for. `set`:
sample (the 244 questions that the authors drew for costly runs) or text (all 2,450).

Questions were chosen because models of 2024 failed them, and reworded and filled up to ten options with the help of
language models, then reviewed by experts. The published stems repeat the options; that part is cut off, as the
options are shown once here. Only `set=text` has examples (5, split `dev`).

Source: Zuo Y, Qu S, Li Y, et al. MedXpertQA: benchmarking expert-level medical reasoning and understanding. ICML 2025.
    https://arxiv.org/abs/2501.18362
License: MIT (https://github.com/TsinghuaC3I/MedXpertQA)
Data: sample 244 test; text 2,450 test and 5 dev questions; real, options partly synthetic
"""

from collections.abc import Callable, Iterator, Mapping

from preceptor.components import Task
from preceptor.errors import BadData
from preceptor.records import Case, Data, Json
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import allowed, by_split, either, gold, question, rows, text
from preceptor.tasks._medxpertqa_sample import SAMPLE

URL = "https://huggingface.co/datasets/TsinghuaC3I/MedXpertQA/resolve/main/Text"
PACKED = Data(path="medxpertqa/sampled_text_244.jsonl.gz")
WHOLE = Data(path="medxpertqa/Text/test.jsonl", url=f"{URL}/test.jsonl")
EXAMPLES = Data(path="medxpertqa/Text/dev.jsonl", url=f"{URL}/dev.jsonl")
STRATA = {"medical_task": "task", "body_system": "body system", "question_type": "type"}  # field -> tag
REPEATED = "\nAnswer Choices:"


def _options(place: str, value: Json) -> dict[str, str]:
    """Read the options: an object by letter, or a list of letters and contents."""
    if isinstance(value, Mapping):
        return {str(letter): str(option) for letter, option in value.items()}
    if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        return {str(entry["letter"]): str(entry["content"]) for entry in value if isinstance(entry, dict)}
    raise BadData(f"{place}: the options are neither an object nor a list of objects")


def _label(value: Json) -> str:
    return ",".join(str(letter) for letter in value) if isinstance(value, list) else str(value)


def _cases(data: Data, *, sample: bool) -> Iterator[Case]:
    for place, row in rows(data):
        id = text(place, row, "id")
        if sample and int(id.rpartition("-")[2]) not in SAMPLE:
            continue
        yield question(
            place,
            id=id,
            prompt=text(place, row, "question").partition(REPEATED)[0],
            options=_options(place, row.get("options")),
            target=_label(row.get("label")),
            tags={tag: str(row.get(field, "")) for field, tag in STRATA.items()},
        )


def TASK(*, set: str = "sample") -> Task:
    """Return the authors' sample or the whole text part.

    Raises:
        BadInput: no such set.
    """
    name = allowed("medxpertqa", "set", set, ("sample", "text"))
    data = either(PACKED, (WHOLE,)) if name == "sample" else (WHOLE, EXAMPLES)
    readers: dict[str, Callable[[], Iterator[Case]]] = {
        "test": lambda: _cases(data[0], sample=name == "sample")
    }
    if name == "text":
        readers["dev"] = lambda: _cases(EXAMPLES, sample=False)
    return Task(
        cases=by_split("medxpertqa", readers),
        score=score_choice,
        gold=gold,
        splits=tuple(readers),
        train="dev" if name == "text" else None,
        data=data,
    )
