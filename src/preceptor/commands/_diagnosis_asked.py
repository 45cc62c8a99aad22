"""What `diagnose` adds on request: solved cases of similar patients, and what a language model makes of it all."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from preceptor import catalog
from preceptor.commands._settings import add_settings, settings_of
from preceptor.components import Pipeline, Toolbox
from preceptor.errors import ProviderError
from preceptor.knowledge.hpo import hpo
from preceptor.records import Answer, Case, Json, Passage
from preceptor.roles import open_model

TEN_LIKELY = (
    "Give the ten diseases that explain this patient best, as a numbered list with the most likely first."
)
Row = Mapping[str, Json]


def add_asking(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--similar", metavar="POOL", default="",
        help="solved cases with similar findings: a task (rarebench, phenopackets), a .jsonl file or a folder",
    )  # fmt: skip
    parser.add_argument(
        "--model", default="", help="also ask this model, with the diseases found and similar cases in sight"
    )
    add_settings(parser)


def _case(patient: Row) -> Case:
    """Write the patient for a pipeline: the text, where there is one, and what is used of it as terms."""
    release = hpo()

    def listed(key: str) -> str:
        codes = [code for code in cast("Sequence[str]", patient[key]) if code in release.by_id]
        return "; ".join(f"{release.names[release.by_id[code]]} ({code})" for code in codes)

    years = cast("float | None", patient.get("onset_years"))
    rows = [
        ("Sex", str(patient.get("sex") or "unknown")),
        ("Age at onset", f"P{years:.2f}Y" if years is not None and years >= 0 else ""),
        ("Observed", listed("observed")),
        ("Excluded", listed("excluded")),
    ]
    lines = "\n".join(f"{title}: {text}" for title, text in rows if text)
    text = str(patient.get("text") or "").strip()
    return Case(
        id="patient",
        prompt=lines,  # nothing but terms: they are ranked as they are, whatever lines the text holds
        context=(Passage(id="text", text=text),) if text else (),
        instruction=TEN_LIKELY,
        answer_kind="ranking",
    )


def _answered(name: str, case: Case, arguments: argparse.Namespace) -> Answer:
    pipeline = cast(Pipeline, catalog.load("pipelines", name))
    assert pipeline.answer is not None
    model = open_model(arguments.model, settings_of(arguments)) if pipeline.needs_model else None
    return pipeline.answer(case, Toolbox(), model)


def asked_beside(arguments: argparse.Namespace, patient: Row) -> dict[str, Json]:
    """Return similar cases and the model's answer, as far as they were asked for.

    A model that fails takes nothing of the ranking with it: `error` stands in the place of its words.

    Raises:
        BadInput: no such pool or model.
    """
    found: dict[str, Json] = {}
    if arguments.similar:
        near = _answered(f"nearest_case(pool={arguments.similar})", _case(patient), arguments)
        found["similar"] = cast(Row, near.data)["similar"]
    if arguments.model:
        pool = f",similar={arguments.similar}" if arguments.similar else ""
        try:
            answer = _answered(f"diagnose(model_role=candidates{pool})", _case(patient), arguments)
            found["model"] = {"name": arguments.model, "text": answer.text, "finish": answer.finish}
        except ProviderError as error:
            found["model"] = {"name": arguments.model, "error": str(error)}
    return found


def asked_words(found: Row) -> Iterator[str]:
    """Write both for a terminal."""
    if "similar" in found:
        yield ""
        cases = cast("Sequence[Row]", found["similar"])
        yield f"similar solved cases (shared information, 0 to 1){'' if cases else ': none shares a finding'}"
        for one in cases:
            yield f"  {one['likeness']:.2f}  {one['diagnosis']}  ({one['id']})"
    if "model" in found:
        said = cast(Row, found["model"])
        if "error" in said:
            yield f"\nerror: {said['name']} gave no answer: {said['error']}; what stands above is without it"
            return
        cut = "" if said["finish"] == "stop" else f", ended by {said['finish']}"
        yield ""
        yield f"{said['name']} says{cut}, with the diseases above in sight:"
        yield from (f"  {line}" for line in str(said["text"]).splitlines() or ["(nothing)"])
