"""Compute a clinical calculator: `preceptor calculate cha2ds2_vasc --age 75 --sex female --stroke`.

Values may carry units: `--creatinine "106 umol/L"`. What is not given is unknown, never normal: a score becomes a
range with what to ask next. `preceptor calculate NAME --help` lists the inputs, `preceptor show NAME` the sources.
`--from-note FILE` reads the inputs from a note; inputs on the command line win. Without a calculator's name,
`--from-note FILE --question "..."` lets the question choose it: the answer shows every input with its words and place,
what was assumed, and the working. `--list` lists the calculators.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import orjson

from preceptor import catalog
from preceptor.calculate import Calculation, calculate, load
from preceptor.calculation import Calculator
from preceptor.commands._calculator_texts import input_line, result_text
from preceptor.components import Command, Pipeline, Toolbox
from preceptor.errors import BadInput, NotFound, near
from preceptor.records import Answer, Case, Passage, Span

PARSER = "calculator_parser"


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--list", action="store_true", help="list the calculators")
    parser.add_argument("--specialty", help="with --list: only of this specialty")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--from-note", metavar="FILE", help="with --question: the note to read")
    parser.add_argument("--question", help="with --from-note: what is asked; it chooses the calculator")
    parser.add_argument("name", nargs="?", help="e.g. cha2ds2_vasc, cockcroft_gault(weight=by_bmi)")
    parser.add_argument(
        "inputs", nargs=argparse.REMAINDER, help="--INPUT VALUE ..., --from-note FILE, --json"
    )


def run(arguments: argparse.Namespace) -> int:
    """Compute, or list."""
    if arguments.name is None and (arguments.from_note or arguments.question):
        return _asked(arguments.from_note, arguments.question, as_json=arguments.json)
    if arguments.list or arguments.name is None:
        if not arguments.list:
            raise BadInput(
                'name a calculator, or give --list, or --from-note FILE --question "..." without a name'
            )
        return _list(arguments.specialty, as_json=arguments.json)
    if arguments.from_note or arguments.question:
        raise BadInput(
            f"{arguments.name} is named: give --from-note after it, without --question; or leave the name out"
        )
    calculator = load(arguments.name)
    given = _input_parser(arguments.name, calculator).parse_args(arguments.inputs)
    values = {
        key: value
        for key, value in vars(given).items()
        if key not in ("from_note", "json") and value is not None
    }
    spans: tuple[Span, ...] = ()
    checks: list[str] = []
    if given.from_note:
        read, spans, checks = _read_note(arguments.name, calculator, given.from_note)
        values = {**read, **values}
        for line in checks:  # also where the calculator then refuses
            print(f"check: {line}", file=sys.stderr)
    found = calculate(arguments.name, values)
    if arguments.json or given.json:
        print(orjson.dumps(_with_spans(found, spans, checks), option=orjson.OPT_INDENT_2).decode())
        return 0
    for span in spans:
        print(f"{span.code}: {span.text!r} at {span.start}-{span.end}")
    print(result_text(found))
    return 0


def _input_parser(name: str, calculator: Calculator) -> argparse.ArgumentParser:
    """Build the parser of one calculator's inputs."""
    parser = argparse.ArgumentParser(
        prog=f"preceptor calculate {name}", description=calculator.title, allow_abbrev=False
    )
    population = calculator.population
    facts = [
        key
        for key in ("age", "sex", *population.excludes, *population.requires)
        if key not in calculator.inputs
    ]
    for key, declared in calculator.inputs.items():
        if declared.kind == "yes_no":
            parser.add_argument(
                f"--no-{_flag(key)}", dest=key, action="store_const", const="no", help=argparse.SUPPRESS
            )
            parser.add_argument(_option(key), dest=key, nargs="?", const="yes", help=_help(key, calculator))
        else:
            parser.add_argument(_option(key), dest=key, help=_help(key, calculator))
    for key in facts:
        parser.add_argument(
            _option(key), dest=key, nargs="?", const="yes", help="of the population: refused outside it"
        )
    parser.add_argument("--from-note", metavar="FILE", help="read the inputs from a note")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _flag(key: str) -> str:
    return key.replace("_", "-")


def _option(key: str) -> str:
    return f"--{_flag(key)}"


def _help(key: str, calculator: Calculator) -> str:
    return input_line(key, calculator.inputs[key]).partition(": ")[2].replace("%", "%%")


def _asked(path: str | None, question: str | None, *, as_json: bool) -> int:
    """Answer a question from a note; the question chooses the calculator."""
    if not path or not question:
        raise BadInput("--from-note FILE and --question belong together where no calculator is named")
    answer = _parsed(PARSER, question, path)
    if as_json:
        entry = {"question": question, "answer": answer.text, "value": answer.value, "data": answer.data,
                 "spans": _quoted(answer.spans)}  # fmt: skip
        print(orjson.dumps(entry, option=orjson.OPT_INDENT_2).decode())
        return 0
    for span in answer.spans:
        print(f"{span.code}: {span.text!r} at {span.start}-{span.end}")
    print(answer.text)
    return 0


def _parsed(pipeline_name: str, question: str, path: str) -> Answer:
    """Put a question and a note's text to the parser."""
    try:
        note = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot read the note {path!r}: {error}") from error
    if PARSER not in catalog.names("pipelines"):
        raise NotFound(
            f"--from-note needs the pipeline {PARSER}, which is not installed; give the inputs instead"
        )
    pipeline = cast(Pipeline, catalog.load("pipelines", pipeline_name))
    case = Case(id=path, prompt=question, context=(Passage(id=path, title="note", text=note),))
    assert pipeline.answer is not None
    return pipeline.answer(case, Toolbox(), None)


def _read_note(
    name: str, calculator: Calculator, path: str
) -> tuple[dict[str, object], tuple[Span, ...], list[str]]:
    """Read a note's inputs with the words that give them, and what a clinician must check of them."""
    answer = _parsed(f'{PARSER}(unmentioned=unknown,calculator="{name}")', calculator.title, path)
    data = answer.data if isinstance(answer.data, Mapping) else {}
    read, checks = data.get("inputs"), data.get("warnings")
    inputs: dict[str, object] = dict(read) if isinstance(read, Mapping) else {}
    return inputs, answer.spans, [str(line) for line in checks] if isinstance(checks, list) else []


def _with_spans(found: Calculation, spans: tuple[Span, ...], checks: list[str]) -> dict[str, object]:
    quoted: dict[str, object] = {"spans": _quoted(spans)} if spans else {}
    return found.json() | quoted | ({"check": checks} if checks else {})


def _quoted(spans: tuple[Span, ...]) -> list[dict[str, object]]:
    return [{"input": span.code, "start": span.start, "end": span.end, "text": span.text} for span in spans]


def _list(specialty: str | None, *, as_json: bool) -> int:
    """Print name, first line and specialties of the calculators."""
    wanted = (specialty or "").lower().replace("_", " ")
    rows = [(name, load(name)) for name in catalog.names("calculators")]
    known = sorted({each for _, calculator in rows for each in calculator.specialties})
    if wanted and wanted not in known:
        raise NotFound(f"no specialty {specialty!r}; specialties: {', '.join(known)}{near(wanted, known)}")
    kept = [(name, calculator) for name, calculator in rows if not wanted or wanted in calculator.specialties]
    if as_json:
        entries = [
            {"name": name, "title": each.title, "specialties": list(each.specialties), "unit": each.unit,
             "inputs": list(each.inputs)} for name, each in kept
        ]  # fmt: skip
        print(orjson.dumps(entries, option=orjson.OPT_INDENT_2).decode())
        return 0
    width = max(len(name) for name, _ in kept) + 2
    for name, _ in kept:
        print(f"  {name:{width}}{catalog.summary('calculators', name)}")
    print(f"{len(kept)} calculators; specialties: {', '.join(known)}")
    return 0


COMMAND = Command(add=add, run=run)
