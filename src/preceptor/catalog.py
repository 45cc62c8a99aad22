"""The catalogue: the files are the registry.

A component is a file of the kind's folder, here or in a plugin; its name is the file's name. Listing
reads file names and first lines as text and imports nothing. A plugin declares an entry point of group
`preceptor.<kind>` whose name is the plugin's and whose value is the dotted name of a folder of files;
its components are named `plugin/name`.
"""

import inspect
import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

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
    if len(matches) == 1:
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


def split_top(text: str, separator: str = ",") -> list[str]:
    """Split at separators that stand outside parentheses.

    Example:
        >>> split_top("of=few_shot(k=3,seed=1),k=5")
        ['of=few_shot(k=3,seed=1)', 'k=5']
    """
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == separator and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def _typed(text: str) -> Option:
    if text in ("true", "True", "false", "False"):
        return text in ("true", "True")
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text.strip("\"'")


def parse(name: str) -> tuple[str, dict[str, Option]]:
    """Split `self_consistency(of=direct,k=9)` into its name and options.

    Raises:
        BadInput: not of the form name(option=value, ...).

    Example:
        >>> parse("self_consistency(of=direct,k=9)")
        ('self_consistency', {'of': 'direct', 'k': 9})
    """
    match = re.fullmatch(r"\s*([^()]+?)\s*(?:\((.*)\))?\s*", name, re.DOTALL)
    if not match or name.count("(") != name.count(")"):
        raise BadInput(f"cannot read {name!r}; write name or name(option=value,...)")
    options: dict[str, Option] = {}
    for part in split_top(match[2] or ""):
        key, equals, value = part.partition("=")
        if not equals or not key.strip().isidentifier():
            raise BadInput(f"cannot read {part!r} in {name!r}; write option=value")
        options[key.strip()] = _typed(value.strip())
    return match[1], options


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
    stem, given = parse(name)
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


def _with_options(function: Callable[..., object], name: str, given: dict[str, Option]) -> object:
    allowed = inspect.signature(function).parameters
    if unknown := [key for key in given if key not in allowed]:
        raise BadInput(
            f"{name} has no option {unknown[0]!r}; options: {', '.join(allowed)}{near(unknown[0], allowed)}"
        )
    missing = [key for key, value in allowed.items() if value.default is value.empty and key not in given]
    if missing:
        raise BadInput(f"{name} needs {missing[0]!r}: write {name}({missing[0]}=...)")
    return function(**given)
