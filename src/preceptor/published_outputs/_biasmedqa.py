"""BiasMedQA's logs: MedQA under prompts that carry a cognitive bias, raw answers with the authors' marks.

Llama-2's and PMC-LLaMA's free text was read again by GPT-4; those rows are runs of their own here, whose
marks no rule over the text can give again.

Source: Schmidgall S et al., 2024, doi:10.1038/s41746-024-01283-6.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from preceptor.files import read_csv
from preceptor.published_outputs._shapes import Mark, Output, PublishedRun

FIELDS = frozenset({"model", "bias", "mitigation", "i", "response", "is_correct"})
_SPELLINGS = {"cultural": "cultural_bias"}  # as the one-shot logs call it


def read_biasmedqa(path: Path) -> Iterator[Output]:
    """Read the logs; only `NR` takes a row out of the authors' denominator, odd marks count as wrong."""
    marks: dict[str, Mark] = {"True": "right", "NR": "out"}
    for row in read_csv(path):
        yield Output(
            run=_named_run(row["model"], row["bias"], row["mitigation"], row["auto_eval_rescored"] == "1"),
            id=row["i"],
            text=row["response"],
            mark=marks.get(row["is_correct"], "wrong"),
            key=row.get("correct_answer", "")[:1],
        )


@cache
def _named_run(model: str, bias: str, mitigation: str, read_again: bool) -> PublishedRun:
    bias = _SPELLINGS.get(bias, bias)
    prompt = "v2" if bias.endswith("_v2") else "v1"
    return PublishedRun(
        task=f"biasmedqa(bias={bias})",
        set=bias.removesuffix("_v2"),
        model=model,
        method=mitigation,
        version=f"{prompt} read again" if read_again else prompt,
        marked=read_again,
    )
