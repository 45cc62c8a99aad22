"""The reader against published answers that were read by eye; their texts lie in the data folders only."""

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from preceptor.scoring.choice import read_choice

SCRIPT = Path(__file__).parents[2] / "experiments" / "choice_extraction.py"
AGREEMENT = {"dev": 0.991, "first": 0.995, "second": 0.991, "held_out": 0.983}  # as measured, rounded down


@pytest.fixture(scope="module")
def experiment() -> ModuleType:
    spec = importlib.util.spec_from_file_location("choice_extraction", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    module.readings = cache(module.readings)
    return module


@pytest.mark.data
def test_agrees_with_what_was_read_by_eye(experiment: ModuleType) -> None:
    rows = experiment.readings()
    assert len(rows) >= 300
    assert len({row.key for row in rows}) == len(rows)
    agreed: dict[str, list[bool]] = {}
    for row in rows:
        reading = read_choice(row.text, row.choices)
        same = "".join(reading.letters) == row.letters
        agreed.setdefault(row.sample, []).append(same)
        if not same:
            print(f"{row.key}: by eye {row.letters or 'none'}, read {reading}")
    shares = {sample: sum(same) / len(same) for sample, same in agreed.items()}
    print(shares)
    assert min(shares.values()) >= 0.97
    assert all(shares[sample] >= least for sample, least in AGREEMENT.items())


@pytest.mark.data
def test_the_naive_rules_err_more(experiment: ModuleType) -> None:
    rows = experiment.readings()
    errors = {
        name: sum(rule(row.text, row.choices) != row.letters for row in rows)
        for name, rule in experiment.RULES.items()
    }
    assert errors["ours"] * 20 < min(errors["first capital letter"], errors["MIRAGE's, A by default"])
