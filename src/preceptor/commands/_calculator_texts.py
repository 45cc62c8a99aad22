"""What `calculate` and `show` print of a calculator: its inputs, sources, and what was checked."""

from preceptor.calculate import Calculation
from preceptor.calculation import Calculator, Input, Reference


def input_line(name: str, declared: Input) -> str:
    """Return one input as a line: name, unit or levels, limits, what it is."""
    if declared.kind == "choice":
        allowed = " | ".join(declared.levels)
    elif declared.kind == "yes_no":
        allowed = "yes | no"
    elif declared.kind == "day":
        allowed = "a day, such as 2024-05-31"
    else:
        allowed = f"{declared.low:g}..{declared.high:g} {declared.unit}".rstrip()
    default = "" if declared.default is None else f"; {declared.default:g} where not given"
    return f"{name}: {declared.doc} ({allowed}{default})"


def reference_line(reference: Reference) -> str:
    """Return one reference with what was opened to check it."""
    doi = f" doi:{reference.doi}" if reference.doi else ""
    seen = f", {reference.seen}" if reference.seen else ""
    return f"{reference.citation}{doi} [checked: {reference.checked}{seen}]"


def described(calculator: Calculator) -> str:
    """Return everything that `show` prints of a calculator."""
    population = calculator.population
    lines = [
        f"\n{calculator.title}: {calculator.unit}; version {calculator.version}; {', '.join(calculator.specialties)}",
        f"holds for: {population.doc} ({population.ages[0]:g} to {population.ages[1]:g} years)",
        *(f"not in: {fact}" for fact in population.excludes),
        "inputs:",
        *(f"  {input_line(name, declared)}" for name, declared in calculator.inputs.items()),
    ]
    lines += [f"from {band.low:g}: {band.label}: {band.meaning}" for band in calculator.bands]
    lines += [f"reference: {reference_line(each)}" for each in calculator.references]
    for example in calculator.examples:
        origin = f"read in {example.read}" if example.read else f"derived by hand: {example.derived}"
        lines.append(f"example: {dict(example.inputs)} -> {example.value} ({origin})")
    return "\n".join(lines)


def result_text(found: Calculation) -> str:
    """Return a calculation as it is read at the bedside: working, result, interpretation, what is open."""
    lines = [*found.steps] if found.steps[-1].endswith(found.text) else [*found.steps, f"= {found.text}"]
    bands = found.bands
    for band in bands:
        lead = "" if len(bands) == 1 else "possibly "
        lines.append(
            f"{lead}{band.label}: {band.meaning} [{band.reference.citation}; {band.reference.checked}]"
        )
    if found.unknown:
        lines.append(
            f"unknown: {', '.join(found.unknown)}"
            + (f"; ask next: {found.ask_next}" if found.ask_next else "")
        )
    lines += [f"warning: {warning}" for warning in found.warnings]
    lines.append(
        f"source: {reference_line(found.calculator.references[0])}" if found.calculator.references else ""
    )
    return "\n".join(lines).rstrip()
