"""MedQA (US): questions in the style of the United States medical licensing exam, for any general clinical model.

In: a clinical vignette or a question of basic science, with 4 options (or 5: `options=5`; one more distractor,
letters differ). Out: one letter. Score: accuracy. `tags`: step 1 or steps 2&3 of the exam.

The questions have been public since 2020, and copies of them are all over the web: take it that models have seen
them, and read a high score beside the fictional exam's, or beside the same questions perturbed. `dev` serves as
examples; it is also the test set of MediQ. MIRAGE, MedAgentsBench, BiasMedQA and AfriMed-QA (set=usmle) hold the
same 1,273 test questions in the same order. Some stems end in a stray quotation mark, kept as published; of options
it is cut off, with the line end before it.

Source: Jin D, Pan E, Oufattole N, Weng WH, Fang H, Szolovits P. What disease does this patient have? Appl Sci
    2021;11(14):6421. https://doi.org/10.3390/app11146421
License: MIT (https://github.com/jind11/MedQA)
Data: 1,273 test and 1,272 dev questions, real; the train split (10,178) is not read
"""

from collections.abc import Iterator

from preceptor.components import Task
from preceptor.errors import BadInput
from preceptor.records import Case, Data
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import by_split, gold, question, rows, text, texts

# The authors' own archive is one zip file on a drive; this public repository holds its files singly.
URL = (
    "https://raw.githubusercontent.com/carlwharris/cog-bias-med-LLMs/"
    "bee2807d6de1fa7a86588fb13b17de8c9c13556d/data_clean/questions/US"
)
NAMES = {4: "4_options/phrases_no_exclude_{}.jsonl", 5: "{}.jsonl"}


def _file(options: int, split: str) -> Data:
    return Data(path=f"medqa/US_{options}opt_{split}.jsonl.gz", url=f"{URL}/{NAMES[options].format(split)}")


def _cases(data: Data, split: str) -> Iterator[Case]:
    for number, (place, row) in enumerate(rows(data)):
        yield question(
            place,
            id=f"{split}-{number}",
            prompt=text(place, row, "question"),
            options=texts(place, row, "options"),
            target=text(place, row, "answer_idx"),
            tags={"step": str(row.get("meta_info", ""))},
        )


def TASK(*, options: int = 4) -> Task:
    """Return MedQA with 4 or 5 options a question.

    Raises:
        BadInput: another number of options.
    """
    if options not in NAMES:
        raise BadInput(f"medqa has no options={options}; allowed: 4, 5")
    test, dev = _file(options, "test"), _file(options, "dev")
    return Task(
        cases=by_split("medqa", {"test": lambda: _cases(test, "test"), "dev": lambda: _cases(dev, "dev")}),
        score=score_choice,
        gold=gold,
        splits=("test", "dev"),
        train="dev",
        data=(test, dev),
    )
