"""Calculators and records as tools: search, describe, calculate, convert, query; for models and the MCP server.

Values are given with their units, as text (`"106 µmol/L"`) or as `{"value": 106, "unit": "µmol/L"}`. An input may
itself be a calculation, `{"calculator": name, "inputs": {...}}`, whose result is put in its place. What a calculator
refuses (a missing value, a wrong dimension, a value that cannot be) is told in one line, for the caller to mend.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from sqlite3 import Connection
from typing import cast

from preceptor import catalog
from preceptor.calculate import calculate, load, required
from preceptor.calculation import Input
from preceptor.components import Tool
from preceptor.datasets import read_only
from preceptor.errors import BadInput, NotFound, near
from preceptor.quantities import ANALYTES, convert
from preceptor.records import Json, Passage
from preceptor.retrieval.bm25 import Bm25

MOST = 50  # search results
NAMED = 3  # how much more a word of the name or title counts than one of the description
_EMPTY = frozenset(  # words of questions that tell nothing about which calculator is meant
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "my",
        "of",
        "on",
        "or",
        "our",
        "patient",
        "patients",
        "s",
        "she",
        "should",
        "that",
        "the",
        "their",
        "this",
        "to",
        "us",
        "using",
        "was",
        "we",
        "what",
        "which",
        "who",
        "will",
        "with",
        "you",
        "your",
    ]
)
DEEPEST = 5  # calculations inside calculations


@cache
def _index(names: tuple[str, ...]) -> Bm25:
    return Bm25(Passage(id=name, title=_title(name), text=_words(name)) for name in names)


def _title(name: str) -> str:
    return load(name).title or name.replace("_", " ")


def _words(name: str) -> str:
    """Return what a calculator is found by: its name, first line, specialties, population, inputs and levels."""
    calculator = load(name)
    inputs = (
        f"{key.replace('_', ' ')} {declared.doc} {' '.join(declared.levels)}"
        for key, declared in calculator.inputs.items()
    )
    named = (name.replace("_", " "), _title(name), catalog.summary("calculators", name).partition(":")[0])
    parts = (*named * NAMED, catalog.summary("calculators", name), *calculator.specialties,
             calculator.population.doc, *inputs)  # fmt: skip
    return " ".join(parts)


def search_calculators(query: str, limit: int = 10) -> list[Json]:
    """Find calculators by words of their names, purposes, inputs and specialties, best first.

    Raises:
        BadInput: no words, or a limit outside 1..50.
    """
    if not query.strip() or len(query) > 2000:
        raise BadInput("query is empty or longer than 2,000 characters; give a few words")
    if not 1 <= limit <= MOST:
        raise BadInput(f"limit={limit}; give 1 to {MOST}")
    told = " ".join(word for word in re.findall(r"\w+", query) if word.lower() not in _EMPTY) or query
    found = _index(tuple(catalog.names("calculators"))).search(told, limit)
    return [
        {"calculator": hit.id, "title": hit.title, "summary": catalog.summary("calculators", hit.id)}
        for hit in found
    ]


def describe_calculator(calculator: str) -> dict[str, Json]:
    """Return what a calculator needs and gives: inputs with units, ranges and levels, population, sources.

    Raises:
        NotFound: no such calculator.
    """
    known = load(calculator)
    return {
        "calculator": calculator,
        "title": _title(calculator),
        "summary": catalog.summary("calculators", calculator),
        "inputs": inputs_schema(calculator),
        "unit": known.unit,
        "returns": known.returns,
        "population": known.population.doc,
        "specialties": list(known.specialties),
        "version": known.version,
        "references": [
            {"citation": each.citation, "doi": each.doi, "checked": each.checked} for each in known.references
        ],
    }


def inputs_schema(calculator: str) -> dict[str, Json]:
    """Return the JSON schema of a calculator's inputs; an unknown input is left out."""
    declared = load(calculator).inputs
    return {
        "type": "object",
        "properties": {name: _schema(entry) for name, entry in declared.items()},
        "required": list(required(load(calculator))),
        "additionalProperties": False,
    }


def _schema(declared: Input) -> Json:
    words = declared.doc
    if declared.kind == "yes_no":
        return {"type": "boolean", "description": words}
    if declared.kind == "choice":
        return {"type": "string", "enum": list(declared.levels), "description": words}
    if declared.kind == "day":
        return {"type": "string", "description": f"{words}, as YYYY-MM-DD"}
    limits = f"{declared.low:g} to {declared.high:g} {declared.unit}".strip()
    return {
        "type": ["number", "string", "object"],
        "description": f"{words}; in {declared.unit}, or with its unit as text; {limits}",
    }


def run_calculator(calculator: str, inputs: Mapping[str, Json]) -> dict[str, Json]:
    """Compute a calculator; inputs that are calculations themselves are computed first.

    Returns:
        Value, unit, range where items are unknown, interpretation, parts, working, warnings, sources.

    Raises:
        NotFound: no such calculator.
        BadInput: what `calculate` refuses.
    """
    return calculate(calculator, _resolved(inputs, DEEPEST)).json()


def _resolved(inputs: Mapping[str, Json], depth: int) -> dict[str, object]:
    if not isinstance(inputs, Mapping):
        raise BadInput(f"inputs={str(inputs)[:60]!r} is no object; give name -> value")
    return {name: _value(name, value, depth) for name, value in inputs.items()}


def _value(name: str, value: Json, depth: int) -> object:
    if not isinstance(value, Mapping) or "calculator" not in value:
        return value
    if depth == 0:
        raise BadInput(f"{name}: calculations inside calculations go {DEEPEST} deep at most")
    inner = cast("Mapping[str, Json]", value.get("inputs") or {})
    result = calculate(str(value["calculator"]), _resolved(inner, depth - 1))
    if result.value is None:
        lacking = ", ".join(result.unknown)
        raise BadInput(f"{name}: {value['calculator']} has no single value while {lacking} is unknown")
    return (result.value, result.calculator.unit) if isinstance(result.value, float) else result.value


def convert_unit(value: float, unit: str, to: str, analyte: str = "") -> dict[str, Json]:
    """Convert a value; mass to amount and back only for a named analyte.

    Raises:
        BadInput: a unit that is not known, different dimensions, or no such analyte.
    """
    return {"value": convert(float(value), unit, to, analyte=analyte), "unit": to}


def known_calculator(calculator: str) -> str:
    """Return the name as the catalogue spells it.

    Raises:
        NotFound: no such calculator; the message names near ones.
    """
    names = catalog.names("calculators")
    folded = {name.lower(): name for name in names}
    wanted = calculator.strip().lower().replace(" ", "_").replace("-", "_")
    if wanted not in folded:
        raise NotFound(f"no calculator {calculator!r}; search first{near(calculator, names)}")
    return folded[wanted]


def calculator_tools(taken: Sequence[str] = ()) -> tuple[Tool, ...]:
    """Return the four tools for a model; those whose name a case's own tools have taken are left out."""
    text: Json = {"type": "string"}
    tools = (
        Tool(
            name="search_calculators",
            description="Find medical calculators by words; returns names, titles, summaries.",
            parameters={"type": "object", "properties": {"query": text}, "required": ["query"]},
            function=search_calculators,
        ),
        Tool(
            name="describe_calculator",
            description="Show a calculator's inputs with units, ranges and levels.",
            parameters={"type": "object", "properties": {"calculator": text}, "required": ["calculator"]},
            function=describe_calculator,
        ),
        Tool(
            name="calculate",
            description='Compute. Give units with values ("106 µmol/L"). An input may be another calculation.',
            parameters={
                "type": "object",
                "properties": {"calculator": text, "inputs": {"type": "object"}},
                "required": ["calculator", "inputs"],
            },
            function=run_calculator,
        ),
        Tool(
            name="convert_unit",
            description=f"Convert a value. Mass to amount needs the analyte, one of: {', '.join(sorted(ANALYTES))}.",
            parameters={
                "type": "object",
                "properties": {"value": {"type": "number"}, "unit": text, "to": text, "analyte": text},
                "required": ["value", "unit", "to"],
            },
            function=convert_unit,
        ),
    )
    return tuple(tool for tool in tools if tool.name not in taken)


def record_tools(connection: Connection) -> tuple[Tool, ...]:
    """Return three tools that read a sealed SQLite record: its tables, a table's first rows, a query."""
    text: Json = {"type": "string"}
    return (
        Tool(
            name="list_tables",
            description="List the record's tables with their columns.",
            parameters={"type": "object", "properties": {}},
            function=lambda: cast(Json, read_only.tables(connection)),
        ),
        Tool(
            name="show_table",
            description="Show a table's columns and first rows.",
            parameters={"type": "object", "properties": {"table": text}, "required": ["table"]},
            function=lambda table: read_only.sample(connection, table),
        ),
        Tool(
            name="query_record",
            description="Run one SQLite SELECT on the record; at most 200 rows come back.",
            parameters={"type": "object", "properties": {"sql": text}, "required": ["sql"]},
            function=lambda sql: read_only.query(connection, sql),
        ),
    )
