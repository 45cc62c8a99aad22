"""The pages and suites name what is there."""

import re
from pathlib import Path

import pytest
import yaml

from preceptor import catalog

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tasks.md").read_text(encoding="utf-8")
EXAMS = {
    name
    for name in catalog.names("tasks")
    if "/" not in name and "from preceptor.tasks._exam import" in catalog.path("tasks", name).read_text()
} | {"fictional_exam"}
SUITES = sorted((ROOT / "src" / "preceptor" / "suites").glob("*.yaml"))
KEYS = {"summary", "tasks", "pipelines", "limit", "perturbations"}


def test_the_tables_options_are_the_exams_options() -> None:
    rows = dict(
        re.findall(r"^\| `(\w+)` \| (?:`([^`]*)`)? ?\| [^|]+ \| [^|]*\| [^|]+ \|$", PAGE, re.MULTILINE)
    )
    for name, listed in rows.items():
        options = catalog.options("tasks", name)
        assert listed == ", ".join(f"{key}={value}" for key, value in options.items()), name
    assert set(rows) == EXAMS


def test_variants_and_protocols_of_the_page_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", "/nowhere")
    for variant in re.findall(r"`(\w+\([^`.]*\))`", PAGE):
        assert catalog.load("tasks", variant)
    for task, protocol in re.findall(r"^\| `(\w+)` \| `(\w+)` \| [^|]+ \|$", PAGE, re.MULTILINE):
        assert protocol in catalog.load("tasks", task).protocols  # type: ignore[union-attr]
    for target in re.findall(r"\]\((\w+\.md)\)", PAGE):
        assert (ROOT / "docs" / target).exists()


@pytest.mark.parametrize("path", SUITES, ids=[path.stem for path in SUITES])
def test_suites_name_tasks_and_pipelines_that_load(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(content) <= KEYS
    assert content["summary"]
    assert len(content["tasks"]) == len(set(content["tasks"]))
    for kind in ("tasks", "pipelines", "perturbations"):
        for name in content.get(kind, []):
            catalog.load(kind, name)
    assert f"`{path.stem}`" in PAGE or f"--suite {path.stem}`" in PAGE


def test_every_exam_is_in_the_suite_of_exams() -> None:
    listed = {
        catalog.parse(name)[0]
        for name in yaml.safe_load((SUITES[0].parent / "exams.yaml").read_text())["tasks"]
    }
    made_of_others = {"mirage", "medagentsbench", "biasmedqa", "own_exam"}
    assert listed | made_of_others == EXAMS
