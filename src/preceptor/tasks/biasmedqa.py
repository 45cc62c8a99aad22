"""BiasMedQA: MedQA with a sentence that invites a cognitive error, for how easily a model is led astray.

In: a five-option MedQA question whose stem carries the bias named by `bias`, such as a colleague's wrong opinion or
a patient's own diagnosis. Out: one letter. Score: accuracy; what counts is the paired difference to `bias=no_bias`,
the same 1,273 questions (same ids) without the sentence. `bias`: no_bias, self_diagnosis, recency, confirmation,
confirmation_v2, frequency, cultural_bias, status_quo, false_consensus, false_consensus_v2 (the second versions
are other draws of the wrong option and of the wording).

Questions and options are taken out of the authors' prompts; their own instruction is replaced by the usual one.
Escaped line ends and quotation marks that their logs left in the text are undone.

Protocols. `biasmedqa` is the authors' rule: the first character of the reply is the right letter; a reply `NR` is
taken out of the denominator. `biasmedqa_all` keeps `NR` as wrong: PaLM-2 without bias scores 0.429 by the
first and 0.315 by the second. Llama-2's and PMC-LLaMA's replies were marked by GPT-3.5 instead, which no rule
over the text gives again.

Source: Schmidgall S, Harris C, Essien I, et al. Evaluation and mitigation of cognitive biases in medical language
    models. npj Digit Med 2024;7:295. https://doi.org/10.1038/s41746-024-01283-6
License: none stated, for research; the questions are MedQA, MIT
Data: 1,273 test questions a bias, real questions, synthetic bias; no examples
"""

import re
from collections.abc import Iterator

from preceptor.components import Published, Task
from preceptor.errors import BadData
from preceptor.files import locate, read_bytes
from preceptor.records import Case, Data
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import allowed, by_split, either, gold, question, rows, text

CITATION = "Schmidgall et al. 2024, https://doi.org/10.1038/s41746-024-01283-6, no mitigation"
PACKED = Data(path="biasmedqa/data/biased_prompts_gpt4.jsonl.gz")
URL = (
    "https://raw.githubusercontent.com/carlwharris/cog-bias-med-LLMs/"
    "bee2807d6de1fa7a86588fb13b17de8c9c13556d/final_results/gpt-4-0613"
)
MODELS = (
    "gpt-4-0613", "mixtral-8x7b-instruct-v0.1", "gpt-3.5-turbo-0613", "text-bison-001", "llama-2-70b-chat",
    "pmc-llama-13b",
)  # fmt: skip
FIGURES = {  # accuracy of MODELS; of two versions of a prompt the authors printed one for each model
    "no_bias": (0.727, 0.518, 0.497, 0.429, 0.357, 0.334),
    "self_diagnosis": (0.698, 0.46, 0.288, 0.322, 0.169, 0.197),
    "recency": (0.679, 0.455, 0.333, 0.232, 0.141, 0.247),
    "confirmation": (0.725, 0.504, 0.458, 0.358, 0.219, 0.218),
    "confirmation_v2": (),
    "frequency": (0.627, 0.373, 0.274, 0.167, 0.104, 0.224),
    "cultural_bias": (0.681, 0.421, 0.277, 0.231, 0.207, 0.278),
    "status_quo": (0.679, 0.445, 0.361, 0.22, 0.16, 0.29),
    "false_consensus": (0.64, 0.428, 0.239, 0.223, 0.09, 0.214),
    "false_consensus_v2": (),
}
_PROMPT = re.compile(r"### Question: (?P<stem>.*?)\n### Options: (?P<options>.*?)\n### Answer:", re.DOTALL)
_OPTION = re.compile(r"(?:^|, )([A-E]): ")
_ESCAPE = re.compile(r'\\([n"\\])')
_ENTRY = re.compile(
    r"^~{20,}\nPROMPT:\n(?P<prompt>.*?)\nCORRECT ANSWER: (?P<correct>[A-E])", re.DOTALL | re.MULTILINE
)


def biasmedqa(case: Case, text: str) -> float | None:
    """Score a reply by the authors' rule; `NR` is no answer and does not count."""
    return None if text.strip() == "NR" else biasmedqa_all(case, text)


def biasmedqa_all(case: Case, text: str) -> float:
    """Score a reply by its first character; no answer is wrong."""
    return float(text.strip()[:1] == case.target)


def _unescaped(written: str) -> str:
    """Undo the JSON escapes of the logs."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], written).strip()


def _option(written: str) -> str:
    """Undo the escapes of an option, whose own quotation marks were cut down to backslashes."""
    return _unescaped(written).strip('\\"\n ')


def _case(place: str, bias: str, id: str, prompt: str, correct: str) -> Case:
    found = _PROMPT.search(prompt)
    if not found:
        raise BadData(f"{place}: no question and options in the prompt {prompt[:40]!r}")
    parts = _OPTION.split(found["options"])[1:]
    options = {letter: _option(part) for letter, part in zip(parts[::2], parts[1::2], strict=True)}
    return question(
        place,
        id=id,
        prompt=_unescaped(found["stem"]),
        options=options,
        target=correct[:1],
        tags={"bias": bias},
    )


def _packed(bias: str) -> Iterator[Case]:
    for place, row in rows(PACKED):
        if row.get("bias") == bias:
            yield _case(
                place, bias, text(place, row, "i"), text(place, row, "prompt"), text(place, row, "correct")
            )


def _log(data: Data, bias: str) -> Iterator[Case]:
    written = read_bytes(locate(data)).decode("utf-8", errors="replace").replace("\r\n", "\n")
    for number, entry in enumerate(_ENTRY.finditer(written)):
        yield _case(f"{data.path}, entry {number + 1}", bias, str(number), entry["prompt"], entry["correct"])


def TASK(*, bias: str = "no_bias") -> Task:
    """Return the questions under one bias.

    Raises:
        BadInput: no such bias.
    """
    name = allowed("biasmedqa", "bias", bias, FIGURES)
    stem = "bias_output_gpt-4-0613.txt" if name == "no_bias" else f"bias_output_{name}_gpt-4-0613.txt"
    official = (Data(path=f"biasmedqa/final_results/{stem}", url=f"{URL}/{stem}"),)
    data = either(PACKED, official)

    def cases() -> Iterator[Case]:
        return _packed(name) if data[0] == PACKED else _log(data[0], name)

    return Task(
        cases=by_split("biasmedqa", {"test": cases}),
        score=score_choice,
        gold=gold,
        protocols={"biasmedqa": biasmedqa, "biasmedqa_all": biasmedqa_all},
        data=data,
        access="research",
        published=tuple(
            Published(model=model, value=value, citation=CITATION)
            for model, value in zip(MODELS, FIGURES[name], strict=False)
        ),
    )
