"""Rank rare diseases for one patient: `preceptor diagnose "Tall girl, lens displaced upwards, sunken breastbone"`.

Takes a text, a phenopacket or text file (`-f`; `-` reads standard input), or `--hpo HP:0001250,"Tall stature"`; with a
text or file, `--hpo` and `--excluded` add to it, such as the answers to the next questions. Prints what was read and
where, the diseases with their probability and reasons, the 90 % set, and the questions that would tell most; whether
none of them is right it cannot tell. `--json` prints all of it, `--out PAGE.html` writes it as a page with the findings
x diseases matrix, `--matrix OUT.svg` that picture alone, `--phenopacket OUT` the findings as a GA4GH phenopacket. What
is mapped, contradictory or not used is said. `--similar POOL` adds solved cases with similar findings, `--model M` what a
language model says with the diseases, and the similar cases, in sight. It is a search, no diagnosis.

Source: Preceptor; form of the file: GA4GH phenopackets 1.0 (read) and 2.0 (read and written),
    https://phenopacket-schema.readthedocs.io
License: Apache-2.0
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import orjson

from preceptor import catalog, differential
from preceptor.commands._diagnosis_asked import add_asking, asked_beside, asked_words
from preceptor.commands._diagnosis_export import as_phenopacket
from preceptor.commands._diagnosis_given import onset_years, sex_of, terms
from preceptor.commands._diagnosis_matrix import matrix_svg
from preceptor.commands._diagnosis_packet import decoded, packet_of, parsed, patient_of, text_of
from preceptor.commands._diagnosis_words import document, words
from preceptor.components import Command, Pipeline, Toolbox
from preceptor.differential import Sex
from preceptor.errors import BadInput
from preceptor.files import write_private
from preceptor.knowledge.mondo import mondo
from preceptor.pipelines.phenotype_ranker import findings_matrix
from preceptor.records import Case, Json
from preceptor.report import diagnosis_page

READER = "phenotype_reader"
ROOT = "HP:0000118"  # "Phenotypic abnormality": says only that something is wrong
MOST = 300
WRONG_INPUT, MODEL_FAILED = 2, 3


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "text", nargs="?", default="", help="what was found, in words; - reads standard input"
    )
    parser.add_argument(
        "-f", "--file", default="", help="a phenopacket (JSON) or a text file; - reads standard input"
    )
    parser.add_argument("--hpo", default="", help="HPO ids or names of what was found, separated by commas")
    parser.add_argument(
        "--excluded", default="", help="HPO ids or names of what was looked for and not found"
    )
    parser.add_argument("--age", help="age at onset: 3, 3y, 18m, 10d, P3Y6M, birth or an HPO onset term")
    parser.add_argument("--sex", help="female, male or unknown")
    parser.add_argument("-k", type=int, default=10, help="how many diseases are shown")
    parser.add_argument("--questions", type=int, default=3, help="how many next questions are worked out")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--out", metavar="PAGE", help="write a page (HTML) with the findings x diseases matrix"
    )
    parser.add_argument("--matrix", metavar="OUT", help="write the matrix as a picture (SVG)")
    parser.add_argument("--phenopacket", metavar="OUT", help="write the findings as a phenopacket")
    add_asking(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read, rank and print; what cannot be read is one line, and exit code 2; 3 where a model that was asked failed."""
    try:
        return _diagnose(arguments)
    except BadInput as error:
        print(f"error: {error}", file=sys.stderr)
        return WRONG_INPUT


def _diagnose(arguments: argparse.Namespace) -> int:
    if not 1 <= arguments.k <= MOST or arguments.questions < 0:
        raise BadInput(
            f"-k {arguments.k} --questions {arguments.questions}: -k is 1 to {MOST}, --questions 0 or more"
        )
    sex = None if arguments.sex is None else sex_of(arguments.sex)
    onset = None if arguments.age is None else onset_years(arguments.age)
    patient = _patient(arguments, sex, onset)
    ranking = differential.rank(
        cast("Sequence[str]", patient["observed"]), cast("Sequence[str]", patient["excluded"]),
        age_years=cast("float | None", patient["onset_years"]), sex=cast(Sex, patient["sex"]), explained=arguments.k,
    )  # fmt: skip
    patient["notes"] = [*cast("Sequence[str]", patient["notes"]), *ranking.notes]
    asked = differential.next_questions(ranking, k=arguments.questions) if arguments.questions else ()
    found = document(patient, ranking, asked, arguments.k) | asked_beside(arguments, patient)
    matrix = cast("Mapping[str, Json]", findings_matrix(ranking, arguments.k))
    _write_files(arguments, patient, found, matrix)
    if arguments.json:
        print(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
    else:
        print("\n".join((words(found), *asked_words(found))))
    return MODEL_FAILED if "error" in cast("Mapping[str, Json]", found.get("model", {})) else 0


def _write_files(
    arguments: argparse.Namespace,
    patient: Mapping[str, Json],
    found: Mapping[str, Json],
    matrix: Mapping[str, Json],
) -> None:
    """Write what was asked for, readable by the owner only: it is a patient's."""
    if arguments.phenopacket:
        packet = as_phenopacket(patient, mondo().release)
        write_private(Path(arguments.phenopacket), orjson.dumps(packet, option=orjson.OPT_INDENT_2))
    if arguments.matrix:
        write_private(Path(arguments.matrix), matrix_svg(matrix).encode())
    if arguments.out:
        write_private(Path(arguments.out), diagnosis_page(found, matrix).encode())


def _patient(arguments: argparse.Namespace, sex: Sex | None, onset: float | None) -> dict[str, Json]:
    """Put together what was given; arguments go before what a text or file says, and a difference is noted.

    Raises:
        BadInput: nothing, or a text and a file, or nothing observed.
    """
    if arguments.text and arguments.file:
        raise BadInput("diagnose takes a text or --file, one of them; given: text, file")
    if not (arguments.text or arguments.file or arguments.hpo.strip()):
        also = "; --excluded alone is not enough" if arguments.excluded else "; nothing was given"
        raise BadInput(f"diagnose takes a text, --file or --hpo{also}")
    patient = _from_source(arguments)
    notes = list(cast("Sequence[str]", patient.get("notes") or ()))
    for key, written in (("observed", arguments.hpo), ("excluded", arguments.excluded)):
        known = terms(written)
        notes += known.notes
        patient[key] = list(dict.fromkeys([*cast("Sequence[str]", patient.get(key) or ()), *known.codes]))
    for key, given in (("sex", sex), ("onset_years", onset)):
        read = patient.get(key)
        if given is not None and read not in (None, "unknown", given):
            notes.append(f"{key.replace('_', ' ')}: {given} as given; the source says {read}")
        patient[key] = read if given is None else given
    patient["sex"] = patient["sex"] or "unknown"
    observed = cast("list[str]", patient["observed"])
    if ROOT in observed:
        observed.remove(ROOT)
        notes.append(f"not used: {ROOT} says only that something is abnormal; give what it is")
    patient["notes"] = list(dict.fromkeys(notes))
    if not observed:
        raise BadInput(_nothing(patient, arguments))
    return patient


def _nothing(patient: Mapping[str, Json], arguments: argparse.Namespace) -> str:
    """Say why there is nothing to rank by."""
    notes = "; ".join(cast("Sequence[str]", patient["notes"]))
    if patient.get("findings") is not None and not arguments.hpo:
        said = cast("Sequence[Mapping[str, str]]", patient["findings"])
        if not said:
            return "no finding was read in the text; say what was found in other words, or give --hpo"
        only = "; ".join(f"{one['name']} ({one['assertion']})" for one in said[:5])
        return (
            f"the text has no finding that the patient has, only: {only}; say what was found, or give --hpo"
        )
    return f"no observed finding is left to rank by{f'; {notes}' if notes else '; all are excluded'}"


def _from_source(arguments: argparse.Namespace) -> dict[str, Json]:
    if not (arguments.text or arguments.file):
        return {}
    if "-" in (arguments.text, arguments.file):
        return _from_text(decoded(sys.stdin.buffer.read(), "standard input"), "standard input")
    if arguments.file:
        path = Path(arguments.file)
        return _from_text(text_of(path), repr(str(path)), is_json=path.suffix.lower() == ".json")
    text = arguments.text
    if "\n" not in text and len(text) < 250 and Path(text).is_file():
        raise BadInput(f"{text!r} is a file; give it as -f {text}, or say what was found in words")
    return _from_text(decoded(text.encode(errors="replace"), "the text"), "the text")


def _from_text(text: str, name: str, *, is_json: bool = False) -> dict[str, Json]:
    """Read a phenopacket, or findings in words."""
    start = text.lstrip()[:2].rstrip()
    if is_json or start[:1] == "{" or start in ("[{", "[["):
        return patient_of(packet_of(parsed(text, name), name))
    reader = cast(Pipeline, catalog.load("pipelines", READER))
    assert reader.answer is not None
    read = reader.answer(Case(id="text", prompt=text), Toolbox(), None).data
    return {**cast("Mapping[str, Json]", read), "text": text}


COMMAND = Command(add=add, run=run)
