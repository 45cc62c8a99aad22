"""The catalogue: the files are the registry.

A component is a file of the kind's folder, here or in a plugin; its name is the file's name. Listing
reads file names and first lines as text and imports nothing. A plugin declares an entry point of group
`preceptor.<kind>` whose name is the plugin's and whose value is the dotted name of a folder of files;
its components are named `plugin/name`.
"""

import inspect
import math
import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

from preceptor.components import (
    Calculator,
    Command,
    Perturbation,
    Pipeline,
    Provider,
    Simulator,
    Source,
    Task,
)  # fmt: skip
from preceptor.errors import BadInput, ComponentError, NotFound, near

KINDS: dict[str, tuple[str, type]] = {
    "tasks": ("TASK", Task),
    "pipelines": ("PIPELINE", Pipeline),
    "perturbations": ("PERTURBATION", Perturbation),
    "calculators": ("CALCULATOR", Calculator),
    "knowledge": ("SOURCE", Source),
    "models": ("MODEL", Provider),
    "simulators": ("SIMULATOR", Simulator),
    "commands": ("COMMAND", Command),
}
Component = Task | Pipeline | Perturbation | Calculator | Source | Provider | Simulator | Command
Option = str | int | float | bool
QUOTED = re.compile(r"""=\s*("[^"]*"|'[^']*')(?=\s*(?:[,)]|$))""")  # a value in quotes, up to the next option
KIND_SAID = {bool: "neither true nor false", int: "no whole number", float: "no number"}


def _checked_kind(kind: str) -> str:
    if kind not in KINDS:
        raise NotFound(f"no kind {kind!r} of component; kinds: {', '.join(KINDS)}{near(kind, KINDS)}")
    return kind


def _files(folder: Path, package: str) -> dict[str, tuple[Path, str]]:
    """Name -> (file, module) of one folder; a subfolder without `__init__.py` only groups files."""
    found: dict[str, tuple[Path, str]] = {}
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if entry.name.startswith(("_", ".")):
            continue
        if entry.suffix == ".py":
            found[entry.stem] = (entry, f"{package}.{entry.stem}")
        elif (entry / "__init__.py").exists():
            found[entry.name] = (entry / "__init__.py", f"{package}.{entry.name}")
        elif entry.is_dir():
            found |= _files(entry, f"{package}.{entry.name}")
    return found


@cache
def _components(kind: str) -> dict[str, tuple[Path, str]]:
    found = _files(Path(__file__).parent / _checked_kind(kind), f"preceptor.{kind}")
    for entry in entry_points(group=f"preceptor.{kind}"):
        spec = find_spec(entry.value)
        for place in spec.submodule_search_locations or () if spec else ():
            for name, home in _files(Path(place), entry.value).items():
                found[f"{entry.name}/{name}"] = home
    return found


def names(kind: str) -> list[str]:
    """List the components of a kind, without importing any."""
    return sorted(_components(kind))


def resolve(kind: str, name: str) -> str:
    """Return the catalogue's spelling of a name: case, `-` and `_` do not matter.

    Raises:
        NotFound: no such component; the message has near names.
    """
    known = _components(kind)
    if name in known:
        return name
    folded = re.sub(r"[-_]", "", name.lower())
    matches = [other for other in known if re.sub(r"[-_]", "", other.lower()) == folded]
    if folded and len(matches) == 1:
        return matches[0]
    singular = kind.removesuffix("s")
    hint = near(name, known) or f"; `preceptor list {kind}` shows all {len(known)}"
    raise NotFound(f"no {singular} {name!r}{hint}")


def path(kind: str, name: str) -> Path:
    """Return a component's file."""
    return _components(kind)[resolve(kind, name)][0]


def docstring(kind: str, name: str) -> str:
    """Return a component's documentation, read as text."""
    match = re.match(r'\s*r?"""(.*?)"""', path(kind, name).read_text(encoding="utf-8"), re.DOTALL)
    return inspect.cleandoc(match[1]) if match else ""


def summary(kind: str, name: str) -> str:
    """Return the first line of a component's documentation, read as text."""
    return docstring(kind, name).partition("\n")[0]


def section(kind: str, name: str, title: str) -> str:
    """Return what stands behind `Source:`, `License:` or `Data:` in a component's documentation.

    It ends at the next such title or at a blank line; "" where there is none.
    """
    pattern = rf"^{title}:[ \t]*(.*?)(?=\n[A-Z]\w+:|\n\s*\n|\Z)"
    match = re.search(pattern, docstring(kind, name), re.DOTALL | re.MULTILINE)
    return " ".join(match[1].split()) if match else ""


def _masked(text: str) -> str:
    """Return the text with its quoted values written over, every other letter in its place."""
    return QUOTED.sub(lambda found: "=" + "_" * (len(found[0]) - 1), text)


def split_top(text: str, separator: str = ",") -> list[str]:
    """Split at separators that stand outside parentheses and quoted values.

    Example:
        >>> split_top("of=few_shot(k=3,seed=1),k=5")
        ['of=few_shot(k=3,seed=1)', 'k=5']
    """
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(_masked(text)):
        depth += (letter == "(") - (letter == ")")
        if letter == separator and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] in "\"'" and text[0] == text[-1] else text


def _read_as(kind: type, text: str) -> Option:
    if kind is bool and text not in ("true", "True", "false", "False"):
        raise ValueError(text)
    value = text in ("true", "True") if kind is bool else kind(text)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(text)
    return value


def _typed(raw: str, kinds: tuple[type, ...] = (bool, int, float, str)) -> Option:
    """Read an option as the first of the kinds that it fits; text in quotes is text where that is one."""
    text = _unquoted(raw)
    for kind in (str,) if text != raw and str in kinds else kinds:
        try:
            return _read_as(kind, text)
        except ValueError:
            continue
    raise ValueError(raw)


def _split_name(name: str) -> tuple[str, dict[str, str]]:
    """Split a name from its options, as they were written."""
    masked = _masked(name)
    match = re.fullmatch(r"\s*([^()]+?)\s*(?:\((.*)\))?\s*", masked, re.DOTALL)
    if not match or masked.count("(") != masked.count(")"):
        raise BadInput(f"cannot read {name!r}; write name or name(option=value,...)")
    given: dict[str, str] = {}
    for part in split_top(name[slice(*match.span(2))] if match[2] else ""):
        key, equals, value = (word.strip() for word in part.partition("="))
        if not equals or not key.isidentifier():
            raise BadInput(f"cannot read {part!r} in {name!r}; write option=value")
        if value[:1] in ("'", '"') and _unquoted(value) == value:
            raise BadInput(f"cannot read {part!r} in {name!r}; close the quote, or leave it out")
        if key in given:
            raise BadInput(f"{key!r} is given twice in {name!r}; give it once")
        given[key] = value
    return name[slice(*match.span(1))], given


def parse(name: str) -> tuple[str, dict[str, Option]]:
    """Split `self_consistency(of=direct,k=9)` into its name and options.

    A value with commas, parentheses or spaces at its ends stands in quotes: `own_exam(file="a, b.yaml")`.

    Raises:
        BadInput: not of the form name(option=value, ...), or an option twice.

    Example:
        >>> parse("self_consistency(of=direct,k=9)")
        ('self_consistency', {'of': 'direct', 'k': 9})
    """
    stem, given = _split_name(name)
    return stem, {key: _typed(value) for key, value in given.items()}


def options(kind: str, name: str) -> dict[str, object]:
    """Return the options of a component and their defaults; empty where it takes none."""
    constant = _constant(kind, resolve(kind, parse(name)[0]))
    return (
        {key: value.default for key, value in inspect.signature(constant).parameters.items()}
        if inspect.isfunction(constant)
        else {}
    )


def _constant(kind: str, name: str) -> object:
    _, module = _components(kind)[name]
    constant, shape = KINDS[kind]
    try:
        loaded = import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("preceptor"):
            raise
        raise NotFound(
            f"{kind} {name!r} needs the package {error.name!r}, which is not installed; "
            f"install the extra that brings it (README, extras)"
        ) from error
    if not hasattr(loaded, constant):
        raise ComponentError(f"{module} declares no {constant} = {shape.__name__}(...)")
    return getattr(loaded, constant)


def load(kind: str, name: str) -> Component:
    """Load a component by name, with options where it has some.

    Args:
        name: `name`, `plugin/name`, or `name(option=value,...)`.

    Raises:
        NotFound: no such component, or a package that it needs is missing.
        BadInput: an unknown option or one of the wrong form.
    """
    stem, given = _split_name(name)
    stem = resolve(kind, stem)
    constant = _constant(kind, stem)
    if inspect.isfunction(constant):
        constant = _with_options(constant, stem, given)
    elif given:
        raise BadInput(f"{stem} takes no options; given: {', '.join(given)}")
    shape = KINDS[kind][1]
    if not isinstance(constant, shape):
        raise ComponentError(f"{kind} {stem!r} gave {type(constant).__name__}, expected {shape.__name__}")
    return constant  # type: ignore[return-value]


def _with_options(function: Callable[..., object], name: str, given: dict[str, str]) -> object:
    allowed = inspect.signature(function).parameters
    if unknown := [key for key in given if key not in allowed]:
        raise BadInput(
            f"{name} has no option {unknown[0]!r}; options: {', '.join(allowed)}{near(unknown[0], allowed)}"
        )
    missing = [key for key, value in allowed.items() if value.default is value.empty and key not in given]
    if missing:
        raise BadInput(f"{name} needs {missing[0]!r}: write {name}({missing[0]}=...)")
    return function(**{key: _fitted(name, allowed[key], value) for key, value in given.items()})


def _fitted(name: str, parameter: inspect.Parameter, raw: str) -> Option:
    """Read an option as its annotation says; without a plain one, as it looks."""
    wanted = get_args(parameter.annotation) or (parameter.annotation,)
    kinds = tuple(kind for kind in (bool, int, float, str) if kind in wanted or kind.__name__ in wanted)
    try:
        return _typed(raw, kinds) if kinds else _typed(raw)
    except ValueError as error:
        said = KIND_SAID[kinds[-1]]
        raise BadInput(f"{name}: {parameter.name}={_unquoted(raw)!r} is {said}") from error
