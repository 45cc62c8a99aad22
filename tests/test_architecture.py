"""The import rule, the size limits and the names, read off the source; the layers stand in ARCHITECTURE.md."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "preceptor"
FILES = sorted(SOURCE.rglob("*.py"))
BANNED = {
    "utils", "helpers", "common", "base", "core", "misc", "manager", "factory", "handler", "processor", "engine",
}  # fmt: skip
LONGEST_FILE, LONGEST_FUNCTION, DEEPEST = 300, 40, 2


def names(files: list[Path]) -> list[str]:
    return [str(file.relative_to(SOURCE)) for file in files]


@cache
def layers() -> dict[str, int]:
    rows = re.findall(r"^\| (\d) \| ([a-z_ ]+) \|", (ROOT / "ARCHITECTURE.md").read_text(), re.MULTILINE)
    return {module: int(layer) for layer, modules in rows for module in modules.split()}


def module_of(file: Path) -> str:
    parts = file.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(file: Path) -> Iterator[str]:
    """Yield what a file imports from the package, without the package's own name."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found = [node.module]
            if (SOURCE.parent / node.module.replace(".", "/")).is_dir():
                found = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            found = [f"preceptor.relative_import_in.{file.stem}"]
        else:
            continue
        yield from (name.removeprefix("preceptor.") for name in found if name.startswith("preceptor."))


def exists(module: str) -> bool:
    path = SOURCE / module.replace(".", "/")
    return path.with_suffix(".py").exists() or path.is_dir()


def allowed(file: Path, target: str) -> bool:
    source = module_of(file)
    if not exists(target):
        target = target.rpartition(".")[0]
    here, there = source.split(".")[0], target.split(".")[0]
    private = any(part.startswith("_") for part in target.split("."))
    if here == there:
        same_folder = target.rpartition(".")[0] in (source, source.rpartition(".")[0], here)
        return private and same_folder
    return not private and layers()[there] < layers()[here]


def test_every_module_has_a_layer_and_every_layer_its_modules() -> None:
    entries = {entry.stem if entry.suffix == ".py" else entry.name for entry in SOURCE.iterdir()}
    modules = {entry for entry in entries if not entry.startswith("_") and entry not in ("prices.csv", "py")}
    on_disk = {name for name in modules if (SOURCE / name).is_dir() or (SOURCE / f"{name}.py").exists()}
    assert on_disk == set(layers())


@pytest.mark.parametrize("file", [file for file in FILES if file != SOURCE / "__init__.py"], ids=str)
def test_imports_point_down(file: Path) -> None:
    wrong = [target for target in imports(file) if target and not allowed(file, target)]
    assert not wrong, f"{module_of(file)} (layer {layers()[module_of(file).split('.')[0]]}) imports {wrong}"


def test_private_files_form_no_ring() -> None:
    edges = {
        module_of(file): {name for name in imports(file) if "._" in name}
        for file in FILES
        if file.stem.startswith("_") and file.stem != "__init__"
    }
    edges = {
        source: {t if t in edges else t.rpartition(".")[0] for t in targets}
        for source, targets in edges.items()
    }
    while leaves := {source for source, targets in edges.items() if not targets & set(edges)}:
        edges = {source: targets for source, targets in edges.items() if source not in leaves}
    assert not edges, f"rings among {sorted(edges)}"


@pytest.mark.parametrize("file", FILES, ids=names(FILES))
def test_size_and_names(file: Path) -> None:
    lines = file.read_text().splitlines()
    assert len(lines) <= LONGEST_FILE, f"{len(lines)} lines"
    assert len(file.relative_to(SOURCE).parts) - 1 <= DEEPEST
    assert file.stem.lstrip("_") not in BANNED
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"
            assert node.args.kwarg is None, (
                f"{node.name} passes **{node.args.kwarg and node.args.kwarg.arg} through"
            )
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            words = set(re.findall(r"[a-z]+", re.sub(r"([A-Z])", r"_\1", node.name).lower()))
            assert not words & BANNED, f"{node.name} is a banned name"
        if isinstance(node, ast.ImportFrom) and node.module == "typing":
            assert "Any" not in {alias.name for alias in node.names}


def test_the_rule_catches_what_it_must() -> None:
    """The checks themselves can fail: a sibling, an upward and a foreign private import are refused."""
    direct = SOURCE / "pipelines" / "direct.py"
    assert not allowed(direct, "pipelines.chain_of_thought")
    assert not allowed(direct, "run")
    assert not allowed(direct, "run._case")
    assert allowed(direct, "records")
    assert allowed(SOURCE / "run" / "__init__.py", "run._case")
