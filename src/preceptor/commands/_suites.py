"""Suites and configuration files: the names of the command line, read from YAML or TOML."""

import tomllib
from dataclasses import fields
from pathlib import Path

import yaml

import preceptor
from preceptor.errors import BadInput, NotFound, near
from preceptor.run import Plan

SUITES = Path(preceptor.__file__).parent / "suites"
SUITE_KEYS = ("summary", "tasks", "pipelines", "limit", "perturbations")
FURTHER_NAMES = {"suite", "no_cache"}


def _read(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text) if path.suffix == ".toml" else yaml.safe_load(text)
    except OSError as error:
        raise NotFound(f"cannot read {path}: {error.strerror}") from error
    except (yaml.YAMLError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} is not readable: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise BadInput(f"{path} must hold names and values, one a line")
    return content


def _checked(path: Path, content: dict[str, object], allowed: set[str]) -> dict[str, object]:
    for name in content:
        if name not in allowed:
            raise BadInput(
                f"{path}: unknown name {name!r}; allowed: {', '.join(sorted(allowed))}{near(name, allowed)}"
            )
    return content


def config_file(path: Path) -> dict[str, object]:
    """Read a configuration file.

    Raises:
        BadInput: not readable, or a name that the command line does not know.
    """
    content = {name.replace("-", "_"): value for name, value in _read(path).items()}
    return _checked(path, content, {entry.name for entry in fields(Plan)} | FURTHER_NAMES)


def suite_file(name: str) -> dict[str, object]:
    """Read a suite by name, or from a path that ends in .yaml.

    Raises:
        NotFound: no such suite.
    """
    if name.endswith((".yaml", ".yml")):
        path = Path(name)
    else:
        path = SUITES / f"{name}.yaml"
        known = [file.stem for file in SUITES.glob("*.yaml")]
        if name not in known:
            raise NotFound(f"no suite {name!r}; suites: {', '.join(sorted(known))}{near(name, known)}")
    content = _checked(path, _read(path), set(SUITE_KEYS))
    if not content.get("tasks"):
        raise BadInput(f"{path} names no tasks")
    return content
