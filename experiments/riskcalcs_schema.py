"""The calculators as documents of AgentMD's RiskCalcs schema, each with code that stands alone, run in the sandbox.

    python experiments/riskcalcs_schema.py                    run every worked example of every calculator
    python experiments/riskcalcs_schema.py --out FILE.json    also write the documents: name -> text

A document has the sections Title, Purpose, Specialty, Eligibility, Computation, Interpretation and Example. Its code
is one function of plain values in the declared units (yes or no, names of levels, days as YYYY-MM-DD) and needs
nothing but Python and NumPy: the formula's own source with what it uses, or the points of a score. Every worked
example of the library is given to that code in the sandbox, and its result is held to the library's.

Source: Jin Q et al., AgentMD, arXiv:2402.13225 (the schema).
"""

import argparse
import ast
import builtins
import inspect
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType

import numpy as np

from preceptor import catalog
from preceptor.calculate import Calculation, calculate, load
from preceptor.calculation import Calculator, Input, Worked
from preceptor.sandbox import Limits, run_python

POINTS = '''def points(value, table):
    """Points of a value: [at the bottom, ">=65", from 65 on, ">75", above 75, ...]."""
    found = table[0]
    for condition, worth in zip(table[1::2], table[2::2]):
        cut = float(condition.lstrip(">="))
        if value > cut or (value == cut and ">=" in condition):
            found = worth
    return found'''
WORKED = """class Worked:
    def __init__(self, value, parts=None):
        self.value, self.parts = value, parts"""
ALLOWED = ("_bisect", "bisect", "math", "datetime", "numpy", "builtins")
PLAIN = (bool, int, float, str, tuple, list, dict, frozenset, set, type(None))


def bare(function: Callable[..., object]) -> str:
    """Return a function's source without annotations."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns, node.decorator_list = None, []
        if isinstance(node, ast.arg):
            node.annotation = None
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            node.annotation = ast.Constant(value="any")
    return ast.unparse(tree)


def needed(function: FunctionType, done: dict[str, str]) -> None:
    """Collect the source of a function and of everything that it uses, by name."""
    code = bare(function)
    done[function.__name__] = code
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Name) or node.id in done or hasattr(builtins, node.id):
            continue
        found = inspect.unwrap(function.__globals__.get(node.id))  # type: ignore[arg-type]
        if isinstance(found, ModuleType):
            done[node.id] = f"import {found.__name__} as {node.id}"
        elif found is Worked:
            done[node.id] = WORKED
        elif isinstance(found, FunctionType):
            needed(found, done)
        elif node.id in function.__globals__:
            done[node.id] = f"{node.id} = {literal(node.id, found)}"


def literal(name: str, value: object) -> str:
    """Return a module's constant as source."""
    if isinstance(value, Input):
        parts = {part: getattr(value, part) for part in ("kind", "low", "high", "points")}
        levels = dict(value.levels)
        return f"types.SimpleNamespace(levels={levels!r}, {', '.join(f'{key}={part!r}' for key, part in parts.items())})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {literal(name, inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r})"
    if not isinstance(value, PLAIN):
        return (
            f"{value.__module__.lstrip('_')}.{value.__qualname__}"
            if getattr(value, "__module__", "") in ALLOWED
            else _refused(name, value)
        )
    return repr(value)


def _refused(name: str, value: object) -> str:
    raise TypeError(f"{name} is a {type(value).__name__} of {getattr(value, '__module__', '?')}")


def coded(declared: Input, name: str) -> str:
    """Return the line that takes an input from a plain value to the number that the formula takes."""
    if declared.kind == "choice":
        return f"{name} = {dict(declared.levels)!r}[{name}]"
    if declared.kind == "day":
        return f"{name} = float(datetime.date.fromisoformat({name}).toordinal() - {719163})"
    return f"{name} = float({name})"


def standalone(name: str, calculator: Calculator) -> str:
    """Return Python that computes the calculator and needs nothing else."""
    inputs = calculator.inputs
    head = [
        "import bisect\nimport datetime\nimport math\nimport types\nfrom math import inf, nan\nimport numpy\nimport numpy as np"
    ]
    if calculator.compute is None:
        head.append(POINTS)
        terms = " + ".join(
            f"points({key}, {list(one.points)!r})" if one.points else key for key, one in inputs.items()
        )
        result = f"return float({terms})"
    else:
        done: dict[str, str] = {}
        assert isinstance(calculator.compute, FunctionType)
        needed(calculator.compute, done)
        head += sorted(done.values(), key=lambda text: not text.startswith("import"))
        arguments = ", ".join(f"{key}={key}" for key in inputs)
        result = f"found = {calculator.compute.__name__}({arguments})\n    return float(getattr(found, 'value', found))"
    rows = [f"    {key} ({_kind(one)}): {one.doc}" for key, one in inputs.items()]
    doc = "\n".join(
        [
            f'    """{calculator.title or name}.',
            "",
            "    Parameters:",
            *rows,
            "",
            f"    Returns: {calculator.unit}",
            '    """',
        ]
    )
    lines = [f"    {coded(one, key)}" for key, one in inputs.items()]
    body = "\n".join([f"def compute_{name}({', '.join(inputs)}):", doc, *lines, f"    {result}"])
    return "\n\n\n".join([*head, body]) + "\n"


def _kind(declared: Input) -> str:
    if declared.kind == "choice":
        return " | ".join(declared.levels)
    return {"yes_no": "bool", "day": "YYYY-MM-DD"}.get(declared.kind, f"float, {declared.unit}")


def document(name: str) -> str:
    """Return a calculator as a RiskCalcs document."""
    calculator = load(name)
    bands = [
        f"- from {band.low:g}: {band.label}; {band.meaning} ({band.reference.citation})"
        for band in calculator.bands
    ]
    example = calculate(name, calculator.examples[0].inputs)
    sections = {
        "Title": calculator.title or name, "Purpose": catalog.summary("calculators", name),
        "Specialty": ", ".join(calculator.specialties), "Eligibility": calculator.population.doc,
        "Computation": f"```python\n{standalone(name, calculator)}```", "Interpretation": "\n".join(bands) or "none stated",
        "Example": "\n".join(example.steps),
    }  # fmt: skip
    return "\n\n".join(f"## {title}\n{text}" for title, text in sections.items())


def plain(result: Calculation) -> dict[str, object]:
    """Return the inputs of a result as the stand-alone code takes them."""
    found: dict[str, object] = dict(result.given)
    for key, declared in result.calculator.inputs.items():
        if declared.kind == "choice":
            found[key] = result.levels.get(key, next(iter(declared.levels)))
        elif declared.kind in ("day", "yes_no"):
            found[key] = {"yes": True, "no": False}.get(str(result.shown[key]), result.shown[key])
    return found


def examples(name: str) -> Iterator[tuple[dict[str, object], float]]:
    """Yield the worked examples that have one value, as plain inputs and the library's result."""
    for example in load(name).examples:
        result = calculate(name, example.inputs)
        if result.number is not None:
            yield plain(result), result.number


def run(name: str) -> str:
    """Run every worked example of a calculator in the sandbox; "" where all agree, else what was seen."""
    cases = list(examples(name))
    packed = json.dumps(json.dumps([inputs for inputs, _ in cases]))
    code = standalone(name, load(name))
    outcome = run_python(
        f"{code}\nimport json\nprint(json.dumps([compute_{name}(**one) for one in json.loads({packed})]))\n",
        limits=Limits(time_s=10),
    )
    if outcome.error:
        return outcome.error
    results = json.loads(outcome.output)
    wrong = [
        f"{found} and {wanted}"
        for found, (_, wanted) in zip(results, cases, strict=True)
        if abs(found - wanted) > 1e-9 * max(1.0, abs(wanted))
    ]
    return "; ".join(wrong)


def main() -> int:
    """Print how many calculators run as documents; the exit code is 1 where any differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", metavar="FILE")
    arguments = parser.parse_args()
    names = [name for name in catalog.names("calculators") if "/" not in name]
    documents: dict[str, str] = {}
    seen: dict[str, str] = {}
    for name in names:
        try:
            documents[name] = document(name)
            seen[name] = run(name)
        except (TypeError, OSError) as error:
            seen[name] = f"cannot stand alone: {error}"
    for name, said in seen.items():
        if said:
            print(f"{name}: {said}")
    count = sum(len(list(examples(name))) for name in names)
    right = sum(not said for said in seen.values())
    print(
        f"{right} of {len(names)} calculators run alone in the sandbox as the library does, {count} worked examples"
    )
    if arguments.out:
        with open(arguments.out, "w", encoding="utf-8") as handle:
            json.dump(documents, handle, indent=1, ensure_ascii=False)
    return int(right < len(names))


if __name__ == "__main__":
    sys.exit(main())
