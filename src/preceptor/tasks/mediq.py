"""MediQ's cases as static questions: the ceiling for systems that must ask for what they need to know.

In: a whole case, sentence by sentence, then the question with 4 options. Out: one letter. Score: accuracy. `set`:
imedqa (MedQA's dev questions) or icraftmd (140 skin cases of CRAFT-MD). What a model scores here with everything in
view is the most that it can score when it has to find the same out by asking.

These are other sets' questions in another form. imedqa is MedQA dev: never take that as examples here (overlapping
examples are dropped by their text); 3 of its cases have no sentence besides the question. Two answers of icraftmd
do not name the option they key (once another name, once another disease); the option counts. There are no examples.

Source: Li SS, Balachandran V, Feng S, et al. MediQ: question-asking LLMs and a benchmark for reliable interactive
    clinical reasoning. NeurIPS 2024. https://arxiv.org/abs/2406.00922
License: CC BY 4.0 (https://github.com/stellalisy/mediQ)
Data: imedqa 1,272, icraftmd 140 test questions, real
"""

from collections.abc import Iterator

from preceptor.components import Task
from preceptor.errors import BadData
from preceptor.records import Case, Data
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import allowed, by_split, gold, question, rows, text, texts

URL = "https://raw.githubusercontent.com/stellalisy/mediQ/faa2ce62fef0423e35af4c31d7537aad973173eb/data"
FILES = {
    "imedqa": Data(path="mediq/imedqa_dev_1272.jsonl.gz", url=f"{URL}/all_dev_good.jsonl"),
    "icraftmd": Data(path="mediq/icraftmd_140.jsonl.gz", url=f"{URL}/all_craft_md.jsonl"),
}


def _cases(data: Data) -> Iterator[Case]:
    for place, row in rows(data):
        sentences = row.get("context")
        if not isinstance(sentences, list):
            raise BadData(f"{place}: the context must be a list of sentences")
        vignette = " ".join(_ended(str(sentence).strip()) for sentence in sentences)
        yield question(
            place,
            id=text(place, row, "id"),
            prompt=f"{vignette}\n\n{text(place, row, 'question')}",
            options=texts(place, row, "options"),
            target=text(place, row, "answer_idx"),
        )


def _ended(sentence: str) -> str:
    return sentence if not sentence or sentence[-1] in ".!?:;\"'" else f"{sentence}."


def TASK(*, set: str = "imedqa") -> Task:
    """Return one of the two sets.

    Raises:
        BadInput: no such set.
    """
    data = FILES[allowed("mediq", "set", set, FILES)]
    return Task(
        cases=by_split("mediq", {"test": lambda: _cases(data)}), score=score_choice, gold=gold, data=(data,)
    )
