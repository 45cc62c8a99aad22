"""The pages on judges and rubrics show what is there."""

import re
from pathlib import Path

import pytest
import yaml

from preceptor.labels import NAMES
from preceptor.scoring.rubric import rubric_of, shipped_rubrics

DOCS = Path(__file__).parents[2] / "docs"
JUDGES, RUBRICS = ((DOCS / name).read_text(encoding="utf-8") for name in ("judges.md", "rubrics.md"))


def test_the_example_rubric_is_one() -> None:
    content = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", RUBRICS, re.DOTALL)[0])
    assert len(rubric_of(content, name="r", place="docs").units()) == 5


def test_shipped_rubrics_and_fields_of_labels_are_listed() -> None:
    assert [name for name in shipped_rubrics() if f"`{name}`" not in RUBRICS] == []
    assert ",".join(NAMES) in JUDGES


@pytest.mark.parametrize("page", [JUDGES, RUBRICS])
def test_what_it_names_exists(page: str) -> None:
    root = DOCS.parent
    for script in re.findall(r"(?:experiments|benchmarks)/[\w]+\.py", page):
        assert (root / script).exists(), script
    for script in re.findall(r"\(`(judge_\w+\.py)`\)", page):
        assert (root / "experiments" / script).exists(), script
    for link in re.findall(r"\]\((\w+\.md)\)", page):
        assert (DOCS / link).exists(), link
