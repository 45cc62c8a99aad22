"""AfriMed-QA, multiple choice: questions of African medical schools, for models that are to serve there.

In: a question with 2 to 5 options. Out: one letter. Score: accuracy. `set`: expert (3,910 of version 2, written by
clinicians and teachers of several countries), afr (289 of version 2.5), usmle (MedQA's test set, in the authors'
runs for comparison; ids of their own).

Letters are those of the source. Blank options are left out: 894 questions of `expert` have fewer than five, and in
eight of them the blank one is A, so that their letters begin with B. Where the right option itself is blank (3
questions of `expert`, 1 of `afr`; tag `defect`) all letters stay, and the question can only be guessed; they are
kept because the published figures count them. Country and specialty are not in the files that are read. There are
no examples.

Protocol `afrimed` is the authors' rule: their extracted prediction equals the key. Give it `preds`, not the raw
text.

Source: Olatunji T, Nimo C, Owodunni A, et al. AfriMed-QA: a pan-African, multi-specialty, medical question-answering
    benchmark dataset. ACL 2025. https://doi.org/10.18653/v1/2025.acl-long.96
License: CC BY-NC-SA 4.0, for research; set=usmle MIT
Data: expert 3,910, afr 289, usmle 1,273 test questions, real
"""

from collections.abc import Iterator

from preceptor.components import Published, Task
from preceptor.records import Case, Data
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import allowed, by_split, gold, question, rows, text

# The authors' master table is versioned; their result files hold the questions exactly as they were asked.
URL = (
    "https://raw.githubusercontent.com/intron-innovation/AfriMed-QA/"
    "9bb0ffc03ef41a0568c3f47223a23997922afb52/results/gpt-4o"
)
FILES = {
    "expert": (
        "expert_mcq_v2_3910",
        "gpt-4o_mcq_afrimed-qa-v2_base-prompt__no_exp_0-shot_score_0.7928_3910.csv",
    ),
    "afr": ("afr_mcq_v2.5_289", "afrimed-qa-v2-5_gpt-4o_mcq_base-prompt__0-shot_score_0.7924_289.csv"),
    "usmle": ("medqa_usmle_1273", "gpt-4o_mcq_medqa_base-prompt__no_exp_0-shot_score_0.8814_1273.csv"),
}
CITATION = "Olatunji et al. 2025, result files of https://github.com/intron-innovation/AfriMed-QA, zero-shot"
FIGURES = {  # model -> figure in the name of its result file
    "expert": {
        "gpt-4o": 0.7928, "claude-3-5-sonnet-20240620": 0.777, "llama3-405b-instruct": 0.7627, "gpt-4": 0.7568,
        "gpt-4o-mini": 0.7176, "Meta-Llama-3-70B-Instruct": 0.7379, "gpt-3.5-turbo-1106": 0.5629,
    },
    "afr": {
        "gpt-4o": 0.7924, "claude-3-5-sonnet-20240620": 0.782, "gpt-4": 0.7993, "gpt-4o-mini": 0.7405,
        "Meta-Llama-3-70B-Instruct": 0.7716, "gpt-3.5-turbo-1106": 0.6332,
    },
    "usmle": {
        "gpt-4o": 0.8814, "claude-3-5-sonnet-20240620": 0.8327, "llama3-405b-instruct": 0.8068, "gpt-4": 0.7989,
        "gpt-4o-mini": 0.74, "Meta-Llama-3-70B-Instruct": 0.7808, "gpt-3.5-turbo-1106": 0.575,
    },
}  # fmt: skip


def afrimed(case: Case, text: str) -> float:
    """Score an extracted prediction by AfriMed-QA's own rule."""
    return float(text == case.target)


def _cases(data: Data) -> Iterator[Case]:
    for place, row in rows(data):
        options = {letter: str(row[letter] or "") for letter in "ABCDE" if letter in row}
        target = text(place, row, "answer").upper()
        lost = not options.get(target, "").strip()
        yield question(
            place,
            id=text(place, row, "sample_id"),
            prompt=text(place, row, "question"),
            options=options,
            target=target,
            tags={"defect": "the right option has no text"} if lost else {},
        )


def TASK(*, set: str = "expert") -> Task:
    """Return one of the three sets.

    Raises:
        BadInput: no such set.
    """
    name = allowed("afrimed_qa", "set", set, FILES)
    packed, official = FILES[name]
    data = Data(path=f"afrimed_qa/data/{packed}.jsonl.gz", url=f"{URL}/{official}")
    return Task(
        cases=by_split("afrimed_qa", {"test": lambda: _cases(data)}),
        score=score_choice,
        gold=gold,
        protocols={"afrimed": afrimed},
        data=(data,),
        access="open" if name == "usmle" else "research",
        published=tuple(
            Published(model=model, value=value, citation=CITATION) for model, value in FIGURES[name].items()
        ),
    )
