"""Answer with outputs that others published, keyed by case id: real model behaviour without a model.

`run` is a file or folder of published outputs, absolute or below a folder of PRECEPTOR_DATA; the other
options choose one run where it holds several (`preceptor rescore` lists them). The text is passed on as it
was published and read by the task's own scorer. A case for which the file holds no reply fails; it is
never scored as wrong, because a reply that was lost says nothing about the model. Where a file holds two
answers to one case the first one counts.

Source: Preceptor.
License: Apache-2.0
"""

from functools import cache
from pathlib import Path

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.errors import BadInput, NotFound
from preceptor.files import locate
from preceptor.published_outputs import Output, PublishedRun, alike, read_outputs
from preceptor.records import Answer, Case, Data

PARTS = ("model", "method", "set", "split", "version")
SHOWN = 6


def PIPELINE(
    *, run: str, model: str = "", method: str = "", set: str = "", split: str = "", version: str = ""
) -> Pipeline:
    """Return the published answers of one run as a pipeline.

    Args:
        run: file or folder of outputs.
        set: the set in the authors' spelling, as the other options one of those that the files hold.

    Raises:
        NotFound: no such file.
        BadInput: the options fit no run, or more than one.
    """
    path = Path(run) if Path(run).exists() else locate(Data(path=str(run)))
    wanted = tuple(str(part) for part in (model, method, set, split, version))
    outputs = _answers(path, wanted)

    def answer(case: Case, tools: Toolbox, asked: Model | None) -> Answer:
        found = outputs.get(case.id)
        if found is None:
            raise NotFound(f"{run} holds no answer to case {case.id!r}; its ids are like {_first(outputs)}")
        if found.text is None:
            raise NotFound(f"{run} lists case {case.id!r} but holds no reply to it")
        return Answer(text=found.text, choice=found.choice, usage=found.usage)

    return Pipeline(answer=answer, needs_model=False, calls=0)


def _first(outputs: dict[str, Output]) -> str:
    return ", ".join(repr(name) for name in list(outputs)[:3])


@cache
def _answers(path: Path, wanted: tuple[str, ...]) -> dict[str, Output]:
    by_run: dict[PublishedRun, dict[str, Output]] = {}
    for output in read_outputs(path):
        by_run.setdefault(output.run, {}).setdefault(output.id, output)
    fitting = list(by_run)
    for part, name in zip(PARTS, wanted, strict=True):
        if name:
            meant = alike(name, (getattr(run, part) for run in fitting))
            if not meant:
                there = sorted({getattr(run, part) for run in fitting})
                raise BadInput(f"{path} holds no run with {part}={name}; there are: {', '.join(there)}")
            fitting = [run for run in fitting if getattr(run, part) in meant]
    if len(fitting) > 1:
        raise BadInput(f"{path} holds {len(fitting)} runs that fit; {_difference(fitting)}")
    return by_run[fitting[0]]


def _difference(runs: list[PublishedRun]) -> str:
    """Say which options would tell the runs apart."""
    told = []
    for part in PARTS:
        names = sorted({getattr(run, part) for run in runs})
        if len(names) > 1:
            more = ", ..." if len(names) > SHOWN else ""
            told.append(f"{part}={'|'.join(names[:SHOWN])}{more}")
    return "choose with " + "; ".join(told)
