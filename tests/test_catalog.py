"""The files are the registry: names, options, plugins, and helpful errors."""

import re
import subprocess
import sys

import pytest

from preceptor import catalog
from preceptor.components import Pipeline, Task
from preceptor.errors import BadInput, NotFound


def test_listing_imports_no_component() -> None:
    script = (
        "import sys; from preceptor import catalog\n"
        "for kind in catalog.KINDS:\n"
        "    for name in catalog.names(kind): catalog.summary(kind, name)\n"
        "loaded = [m for m in sys.modules if m.startswith(('preceptor.', 'preceptor_examples.'))]\n"
        "print(sorted(m for m in loaded if m.count('.') > 1), 'numpy' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[] False"


def test_spelling_does_not_matter() -> None:
    assert catalog.resolve("pipelines", "Chain-of-Thought") == "chain_of_thought"
    assert catalog.resolve("pipelines", "chainofthought") == "chain_of_thought"


def test_options_reach_the_component() -> None:
    assert isinstance(catalog.load("pipelines", "self_consistency(of=direct,k=3)"), Pipeline)
    assert isinstance(catalog.load("tasks", "examples/one_choice(n=2)"), Task)
    assert catalog.options("tasks", "examples/one_choice") == {"n": 8}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("self_consistency(kk=3)", r"no option 'kk'; options: of, k"),
        ("direct(k=3)", "direct takes no options; given: k"),
        ("self_consistency(3)", "write option=value"),
        ("self_consistency(k=3", "cannot read"),
        ("examples/busy(ask=(x)", "cannot read"),
        ("self_consistency(k=two)", "self_consistency: k='two' is no whole number"),
        ("self_consistency(k=2.5)", "k='2.5' is no whole number"),
        ("self_consistency(k=true)", "k='true' is no whole number"),
        ("self_consistency(temperature=hot)", "temperature='hot' is no number"),
        ("self_consistency(temperature=nan)", "temperature='nan' is no number"),
        ("examples/busy(ask=1)", "ask='1' is neither true nor false"),
        ("self_consistency(k=2,k=3)", "'k' is given twice"),
        ("published(run='a,b)", "close the quote"),
        ("published(run='a)", "close the quote"),
    ],
)
def test_bad_options_are_explained(name: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        catalog.load("pipelines", name)


def test_near_names() -> None:
    with pytest.raises(NotFound, match="no pipeline 'self_consistancy'; near: self_consistency"):
        catalog.load("pipelines", "self_consistancy")
    with pytest.raises(NotFound, match=r"no kind 'task' of component.*near: tasks"):
        catalog.names("task")


@pytest.mark.parametrize("name", ["", " ", "-", "_"])
def test_no_name_is_no_component(name: str) -> None:
    for kind in catalog.KINDS:
        with pytest.raises(NotFound):
            catalog.resolve(kind, name)


def test_options_are_read_as_the_component_declares_them() -> None:
    assert isinstance(catalog.load("pipelines", "self_consistency(temperature=1)"), Pipeline)
    for given in ("123", "true", "1.50"):
        with pytest.raises(NotFound, match=re.escape(given)):
            catalog.load("tasks", f"own_exam(file={given})")


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_quoted_value_may_hold_anything(quote: str) -> None:
    inside = "ex/a, b=c/e (1) it).yaml"
    name = f"own_exam(file = {quote}{inside}{quote} , n=2)"
    assert catalog.parse(name) == ("own_exam", {"file": inside, "n": 2})
    assert catalog.split_top(name) == [name]
    with pytest.raises(NotFound, match=re.escape(inside)):
        catalog.load("tasks", f"own_exam(file={quote}{inside}{quote})")
    nested = f"self_consistency(of=published(run={quote}{inside}{quote}),k=5)"
    assert catalog.parse(nested)[1] == {"of": f"published(run={quote}{inside}{quote})", "k": 5}
    assert catalog.parse("own_exam(file=o'hara.yaml)")[1] == {"file": "o'hara.yaml"}


def test_parse_nests() -> None:
    assert catalog.parse("self_consistency(of=few_shot(k=3,seed=1),k=5)") == (
        "self_consistency",
        {"of": "few_shot(k=3,seed=1)", "k": 5},
    )


def test_plugins_are_found_by_entry_point() -> None:
    assert "examples/three_turns" in catalog.names("tasks")
    assert catalog.section("tasks", "examples/set_auroc", "License") == "Apache-2.0"


def test_importing_the_package_imports_nothing_heavy() -> None:
    script = "import sys, preceptor; print([m for m in ('numpy', 'aiohttp', 'asyncio', 'scipy') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_public_names() -> None:
    import preceptor

    assert {name: getattr(preceptor, name).__name__ for name in preceptor.__all__}
    assert preceptor.__all__ == [
        "Answer", "Calculator", "Case", "Message", "Model", "Perturbation", "Pipeline", "PreceptorError",
        "Reply", "Score", "Source", "Task", "examine", "load", "names", "open_model",
    ]  # fmt: skip
    with pytest.raises(AttributeError, match="no public name 'exam'"):
        preceptor.exam  # noqa: B018
