"""The tools over calculators: search, schemas, conversion, refusals."""

import json

import fastjsonschema
import pytest

from preceptor import catalog
from preceptor.calculate import load
from preceptor.errors import BadInput, NotFound
from preceptor.tools import (
    calculator_tools,
    convert_unit,
    describe_calculator,
    inputs_schema,
    known_calculator,
    run_calculator,
    search_calculators,
)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("stroke risk in atrial fibrillation", "cha2ds2_vasc"), ("liver fibrosis platelets AST ALT", "fib_4"),
        ("estimated glomerular filtration rate creatinine 2021", "ckd_epi_2021"), ("due date of a pregnancy", "estimated_due_date"),
        ("corrected QT Bazett", "qtc_bazett"), ("body surface area", "body_surface_area"),
    ],
)  # fmt: skip
def test_search_finds(query: str, name: str) -> None:
    assert name in [hit["calculator"] for hit in search_calculators(query, 10)]  # type: ignore[index, call-overload]


def test_search_refuses_what_is_no_query() -> None:
    for query, limit in (("", 5), (" ", 5), ("x" * 3000, 5), ("stroke", 0), ("stroke", 51)):
        with pytest.raises(BadInput):
            search_calculators(query, limit)
    assert search_calculators("zzzzqqq", 5) == []


def test_every_calculator_is_described_by_a_schema_that_its_examples_fit() -> None:
    for name in catalog.names("calculators"):
        calculator = load(name)
        described = describe_calculator(name)
        json.dumps(described)
        assert described["title"]
        valid = fastjsonschema.compile({**inputs_schema(name), "required": []})
        for example in calculator.examples:
            plain = {
                key: value if isinstance(value, (int, float, str, bool)) else str(value)
                for key, value in example.inputs.items()
                if key in calculator.inputs and calculator.inputs[key].kind in ("number", "day")
            }
            valid(plain)


def test_conversion_and_refusals() -> None:
    assert convert_unit(98.6, "degF", "Cel") == {"value": 37.0, "unit": "Cel"}
    assert convert_unit(1.2, "mg/dL", "umol/L", "creatinine")["value"] == pytest.approx(106.1, abs=0.1)
    for arguments in ((1, "mg/dL", "umol/L", ""), (1, "kg", "cm", ""), (1, "mg/dL", "umol/L", "unobtainium")):
        with pytest.raises(BadInput):
            convert_unit(*arguments)
    with pytest.raises(BadInput, match="is no object"):
        run_calculator("body_mass_index", "weight 70")  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="no calculator"):
        known_calculator("body_maas")
    assert known_calculator("Body-Mass Index") == "body_mass_index"
    with pytest.raises(NotFound):
        run_calculator("../../etc/passwd", {})


def test_tools_have_schemas_and_leave_taken_names() -> None:
    names = [tool.name for tool in calculator_tools()]
    assert names == ["search_calculators", "describe_calculator", "calculate", "convert_unit"]
    for tool in calculator_tools():
        fastjsonschema.compile(dict(tool.parameters))
    assert [tool.name for tool in calculator_tools(("calculate",))] == [names[0], names[1], names[3]]
