"""The docs are true: generated pages are up to date, links lead somewhere, examples run, commands exist."""

import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import preceptor
from preceptor import catalog

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
EXTRAS = {"preceptor.models.local", "preceptor.models._local_batches", "preceptor.spread.ray"}


def test_generated_pages_are_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    asked = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert asked.returncode == 0, asked.stdout + asked.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_the_docs_exist(page: Path) -> None:
    known = set(catalog.names("commands")) | {"COMMAND"}
    for name in re.findall(
        r"^\s*(?:\$ )?(?:\.venv/bin/)?preceptor ([a-z_]+)\b", page.read_text(), re.MULTILINE
    ):
        assert name in known


def modules() -> list[str]:
    found = pkgutil.walk_packages(preceptor.__path__, "preceptor.")
    return [module.name for module in found if module.name not in EXTRAS and "local" not in module.name]


@pytest.mark.parametrize("name", modules())
def test_examples_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
