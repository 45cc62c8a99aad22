"""Rank rare diseases for one patient: `preceptor diagnose "Tall girl, lens displaced upwards, sunken breastbone"`.

Takes a text, `--hpo HP:0001250,HP:0001263` (with `--excluded`, `--age`, `--sex`), or a phenopacket JSON file (`-f`).
Prints the diseases with their probability and reasons, what was read and where, the 90 % set, and the questions that
would tell most; whether none of them is right it cannot tell. `--json` prints all of it, `--phenopacket OUT` writes the
findings as a GA4GH phenopacket, `--matrix OUT.svg` draws findings against diseases. It is a search, no diagnosis.

Source: Preceptor; form of the file: GA4GH phenopackets 2.0, https://phenopacket-schema.readthedocs.io
License: Apache-2.0
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import orjson

from preceptor import catalog, differential
from preceptor.commands._diagnosis_files import as_phenopacket, matrix_svg, patient_of
from preceptor.components import Command, Pipeline, Toolbox
from preceptor.differential import Ranking
from preceptor.errors import BadInput
from preceptor.knowledge.hpo import hpo
from preceptor.records import Case, Json

READER = "phenotype_reader"
NONE_OF_THESE = (
    "whether it is none of these cannot be told from findings yet"  # docs/differential.md: AUC 0.55
)


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("text", nargs="?", help="what was found, in words")
    parser.add_argument("--hpo", default="", help="HPO ids of what was found, separated by commas")
    parser.add_argument("--excluded", default="", help="HPO ids of what was looked for and not found")
    parser.add_argument("-f", "--file", default="", help="a phenopacket (JSON) or a text file")
    parser.add_argument("--age", type=float, help="age at onset in years")
    parser.add_argument("--sex", choices=("female", "male", "unknown"), default="")
    parser.add_argument("-k", type=int, default=10, help="how many diseases are shown")
    parser.add_argument("--questions", type=int, default=3, help="how many next questions are worked out")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--phenopacket", metavar="OUT", help="write the findings as a phenopacket")
    parser.add_argument("--matrix", metavar="OUT", help="draw findings against diseases, SVG")


def run(arguments: argparse.Namespace) -> int:
    """Read, rank and print."""
    if arguments.k < 1 or arguments.questions < 0:
        raise BadInput(
            f"-k {arguments.k} --questions {arguments.questions}: -k is 1 or more, questions 0 or more"
        )
    patient = _patient(arguments)
    observed = cast("Sequence[str]", patient["observed"])
    excluded = cast("Sequence[str]", patient["excluded"])
    age = arguments.age if arguments.age is not None else patient.get("onset_years")
    sex = arguments.sex or str(patient.get("sex") or "unknown")
    ranking = differential.rank(
        observed, excluded, age_years=cast("float | None", age), explained=arguments.k,
        sex="female" if sex == "female" else "male" if sex == "male" else "unknown",
    )  # fmt: skip
    asked = differential.next_questions(ranking, k=arguments.questions) if arguments.questions else ()
    if arguments.phenopacket:
        _write(arguments.phenopacket, orjson.dumps(as_phenopacket(patient, sex), option=orjson.OPT_INDENT_2))
    if arguments.matrix:
        _write(arguments.matrix, matrix_svg(ranking, arguments.k).encode())
    if arguments.json:
        document = _document(patient, ranking, asked, arguments.k)
        print(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
    else:
        print(_page(patient, ranking, asked, arguments.k))
    return 0


def _patient(arguments: argparse.Namespace) -> Mapping[str, Json]:
    given = [name for name in ("text", "hpo", "file") if getattr(arguments, name)]
    if len(given) != 1:
        said = f"given: {', '.join(given)}" if given else "nothing was given"
        raise BadInput(f"diagnose takes a text, or --hpo, or --file, one of them; {said}")
    if arguments.hpo:
        return {"observed": _codes(arguments.hpo), "excluded": _codes(arguments.excluded)}
    found = patient_of(Path(arguments.file)) if arguments.file else arguments.text
    patient = _read(found) if isinstance(found, str) else dict(found)
    patient["excluded"] = [*cast("Sequence[str]", patient["excluded"]), *_codes(arguments.excluded)]
    return patient


def _codes(written: str) -> list[str]:
    return [code.strip() for code in written.replace(";", ",").split(",") if code.strip()]


def _read(text: str) -> dict[str, Json]:
    reader = cast(Pipeline, catalog.load("pipelines", READER))
    assert reader.answer is not None
    read = dict(cast("Mapping[str, Json]", reader.answer(Case(id="text", prompt=text), Toolbox(), None).data))
    if not read["observed"]:
        raise BadInput("no finding was read in the text; say what was found in other words, or give --hpo")
    return read


def _write(path: str, content: bytes) -> None:
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise BadInput(f"cannot write {path!r}: {error.strerror}") from error


def _document(
    patient: Mapping[str, Json], ranking: Ranking, asked: Sequence[differential.Question], k: int
) -> Json:
    return {
        "patient": patient,
        "diseases": [
            {
                "id": one.id, "name": one.name, "codes": list(one.members), "probability": round(one.probability, 4),
                "in_90_set": one.in_set, "reasons": [reason.text for reason in one.reasons],
            }
            for one in ranking.diseases[:k]
        ],
        "none_of_these": round(ranking.none, 4),
        "none_in_90_set": ranking.none_in_set,
        "none_of_these_note": NONE_OF_THESE,
        "next_questions": [{"term": one.term, "name": one.name, "bits": round(one.bits, 3)} for one in asked],
        "notes": list(ranking.notes),
        "releases": ranking.set_of.release,
    }  # fmt: skip


def _named(codes: Sequence[str], patient: Mapping[str, Json]) -> str:
    """Name findings, each with the words in which it was read."""
    names = {code: hpo().names[number] for code in codes if (number := hpo().by_id.get(code)) is not None}
    read = cast("Sequence[Mapping[str, str]]", patient.get("findings") or ())
    words = {one["code"]: f' "{" ".join(one["text"].split())}"' for one in reversed(read)}
    return "; ".join(f"{names.get(code, 'unknown')} ({code}){words.get(code, '')}" for code in codes)


def _page(
    patient: Mapping[str, Json], ranking: Ranking, asked: Sequence[differential.Question], k: int
) -> str:
    lines = [f"observed  {_named(cast('Sequence[str]', patient['observed']), patient)}"]
    if excluded := cast("Sequence[str]", patient["excluded"]):
        lines.append(f"excluded  {_named(excluded, patient)}")
    lines += [f"note      {note}" for note in ranking.notes]
    lines.append("")
    for place, one in enumerate(ranking.diseases[:k], 1):
        mark = "*" if one.in_set else " "
        lines.append(
            f"{place:>3}{mark} {one.probability:>6.1%}  {one.name}  ({', '.join((one.id, *one.members[:2]))})"
        )
        lines += [f"            {reason.text}" for reason in one.reasons[:4]]
    kept = sum(one.in_set for one in ranking.diseases)
    lines += ["", f"the 90 % set (*) holds {kept}; {NONE_OF_THESE}"]
    lines += [f"ask next      {one.name} ({one.term}): {one.bits:.2f} bits" for one in asked]
    lines += ["", f"{ranking.set_of.release}; a search over annotations, no diagnosis"]
    return "\n".join(lines)


COMMAND = Command(add=add, run=run)
