"""Calculators as documents whose code stands alone: run in the sandbox they give what the library gives."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def schema() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "riskcalcs_schema", ROOT / "experiments" / "riskcalcs_schema.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["cha2ds2_vasc", "ckd_epi_2021", "estimated_due_date"])
def test_worked_examples_run_alone(name: str, schema: ModuleType) -> None:
    assert schema.run(name) == ""
    text = schema.document(name)
    for title in ("Title", "Purpose", "Specialty", "Eligibility", "Computation", "Interpretation", "Example"):
        assert f"## {title}\n" in text
    assert "preceptor" not in text


def test_a_wrong_formula_is_seen(schema: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    real = schema.standalone
    monkeypatch.setattr(schema, "standalone", lambda name, one: real(name, one).replace("142", "141"))
    assert " and " in schema.run("ckd_epi_2021")
