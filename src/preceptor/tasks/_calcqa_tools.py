"""CalcQA's own calculators and unit converters as tools, their published code run in the sandbox.

A calculator may be given the result of a conversion or of another calculator: calls nest through the model.
"""

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from preceptor.components import Tool, Toolbox
from preceptor.errors import BadData, BadInput, near
from preceptor.files import locate, read_json
from preceptor.records import Data, Json, Passage
from preceptor.retrieval.bm25 import Bm25
from preceptor.sandbox import run_python

SHOWN = 8  # search results
Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Scales:
    """The published tools by name, and their search index."""

    calculators: Mapping[str, Row]
    converters: Mapping[str, Row]
    index: Bm25

    def calculator(self, name: str) -> Row:
        """Return a calculator by its name or its function's.

        Raises:
            BadInput: there is none of that name.
        """
        by_function = {row["function_name"]: row for row in self.calculators.values()}
        found = self.calculators.get(name) or by_function.get(name)
        if found is None:
            raise BadInput(
                f"no calculator {name!r}; search first{near(name, [*self.calculators, *by_function])}"
            )
        return found

    def converter(self, substance: str) -> Row:
        """Return a converter by its name, either half of it with or without its abbreviation, or its function.

        Raises:
            BadInput: there is none.
        """
        folded = substance.strip().lower()
        for name, row in self.converters.items():
            halves = [part.strip().lower() for part in name.replace("，", ",").split(",")]
            short = [re.sub(r"\s*\([^)]*\)", "", half) for half in halves]
            if folded in (name.lower(), row["function_name"].lower(), *halves, *short):
                return row
        raise BadInput(f"no unit table for {substance!r}{near(substance, self.converters)}")


def scales(calculators: Data, converters: Data) -> Scales:
    """Read the published tools.

    Raises:
        NotFound, BadData: the files are not here, or not of the form.
    """
    return _scales(locate(calculators), locate(converters))


@cache
def _scales(calculators: Path, converters: Path) -> Scales:
    rows = [_rows(calculators), _rows(converters)]
    named = [{row["tool_name"]: row for row in table} for table in rows]
    passages = [Passage(id=name, title=name, text=row["description"]) for name, row in named[0].items()]
    return Scales(calculators=named[0], converters=named[1], index=Bm25(passages))


def _rows(path: Path) -> list[Row]:
    content = read_json(path)
    needed = ("tool_name", "function_name", "description", "code")
    if not isinstance(content, list):
        raise BadData(f"{path}: expected a list of tools")
    for number, row in enumerate(content, 1):
        if not isinstance(row, dict) or any(not isinstance(row.get(key), str) for key in needed):
            raise BadData(f"{path}, row {number}: a tool needs the texts {', '.join(needed)}")
    return cast("list[Row]", content)


def called(row: Row, arguments: Mapping[str, Json]) -> Json:
    """Run a published function in the sandbox and return what it gives.

    Raises:
        BadInput: it refused the arguments, or gave nothing that is JSON.
    """
    packed = json.dumps(json.dumps(dict(arguments)))
    name = row["function_name"]
    ending = (
        f"\nimport json as _json\nprint()\nprint(_json.dumps({name}(**_json.loads({packed})), default=str))\n"
    )
    outcome = run_python(row["code"] + ending)
    if outcome.error:
        raise BadInput(f"{row['tool_name']}: {outcome.error}")
    try:
        return cast(Json, json.loads(outcome.output.strip().splitlines()[-1]))
    except (ValueError, IndexError) as error:
        raise BadInput(f"{row['tool_name']} gave no result") from error


def units_of(row: Row) -> list[str]:
    """Return the units of a converter, as its code lists them."""
    for node in ast.walk(ast.parse(row["code"])):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "units":
            return [str(unit) for unit in ast.literal_eval(node.value)]
    return []


def converted(row: Row, value: float, unit: str, target: str) -> float:
    """Convert by a published table of factors.

    Raises:
        BadInput: a unit is not in the table.
    """
    units = {_unit(known): place for place, known in enumerate(units_of(row))}
    for asked in (unit, target):
        if _unit(asked) not in units:
            raise BadInput(f"{row['tool_name']} has no unit {asked!r}; units: {', '.join(units_of(row))}")
    places = {"input_unit": units[_unit(unit)], "target_unit": units[_unit(target)]}
    said = str(called(row, {"input_value": value, **places}))
    return float(said.rpartition("is equal to ")[2].split(" ")[0])


def _unit(written: str) -> str:
    return written.strip().replace("μ", "u").replace("µ", "u").replace(" ", "").lower()


def _object(properties: Mapping[str, str]) -> dict[str, Json]:
    kinds = {name: {"type": kind} for name, kind in properties.items()}
    return {"type": "object", "properties": kinds, "required": list(properties)}


def toolbox(known: Scales) -> Toolbox:
    """Return the four tools: search, describe, convert, calculate."""

    def search_calculators(query: str) -> Json:
        return [passage.id for passage in known.index.search(query, SHOWN)] or list(known.calculators)

    def describe_calculator(calculator: str) -> Json:
        row = known.calculator(calculator)
        return {"name": row["tool_name"], "documentation": row.get("docstring") or row["description"]}

    def convert_unit(substance: str, value: float, unit: str, target_unit: str) -> Json:
        return converted(known.converter(substance), float(value), unit, target_unit)

    def calculate(calculator: str, inputs: dict[str, Json]) -> Json:
        return called(known.calculator(calculator), inputs)

    return Toolbox(
        tools=(
            Tool(name="search_calculators", description="Search medical calculators by English words.",
                 parameters=_object({"query": "string"}), function=search_calculators),
            Tool(name="describe_calculator", description="Show what a calculator needs, by its name.",
                 parameters=_object({"calculator": "string"}), function=describe_calculator),
            Tool(name="convert_unit", description="Convert a laboratory value; substance in English or Chinese.",
                 parameters=_object({"substance": "string", "value": "number", "unit": "string", "target_unit": "string"}),
                 function=convert_unit),
            Tool(name="calculate", description="Run a calculator on its inputs, named as described.",
                 parameters=_object({"calculator": "string", "inputs": "object"}), function=calculate),
        )
    )  # fmt: skip
