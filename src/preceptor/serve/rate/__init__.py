"""Clinicians' ratings: blinded forms for rubrics and comparisons, two raters and an arbiter, in the browser.

A study is a folder. `new_study` draws the answers and writes it, `Desk` opens it, `server_of` serves it,
`labels_of` takes the ratings out as labels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from preceptor.errors import BadInput
from preceptor.records import Json
from preceptor.scoring.rubric import Rubric
from preceptor.serve.rate._desk import Desk
from preceptor.serve.rate._exchange import Imported, import_labels, labels_of
from preceptor.serve.rate._forms import rubric_content
from preceptor.serve.rate._items import Item, Population, Wanted, draw, items_of_runs, items_of_table
from preceptor.serve.rate._judges import calibrate
from preceptor.serve.rate._progress import progress, progress_text
from preceptor.serve.rate._serving import (
    PORT,
    Address,
    check_address,
    known_hosts,
    links,
    listening,
    root_url,
    server_of,
    warning,
)
from preceptor.serve.rate._study import (
    COORDINATOR,
    Person,
    Setup,
    check_names,
    create_study,
    new_links,
    read_setup,
)

__all__ = [
    "COORDINATOR",
    "PORT",
    "Address",
    "Desk",
    "Imported",
    "Wanted",
    "calibrate",
    "check_address",
    "import_labels",
    "is_study",
    "known_hosts",
    "labels_of",
    "links",
    "listening",
    "new_links",
    "new_study",
    "progress",
    "progress_text",
    "read_setup",
    "root_url",
    "server_of",
    "warning",
]


def is_study(path: Path) -> bool:
    """Say whether a folder holds a rating study."""
    return (path / "study.json").is_file()


def new_study(
    path: Path,
    sources: Sequence[Path],
    rubric: Rubric | None,
    *,
    raters: Sequence[str],
    arbiter: str = "",
    sample: int = 0,
    seed: int = 0,
    wanted: Wanted | None = None,
    reference: bool = False,
) -> dict[str, str]:
    """Draw what is to be rated and write the study; returns each person's token, which is not kept.

    Args:
        sources: run folders, or one CSV or JSONL table of answers.
        rubric: None takes the one that each case of the runs brings with it.
        sample: how many answers (or pairs) to draw at random; 0 takes all.
        reference: show raters the expected answer.

    Raises:
        BadInput, NotFound, BadData: nothing to rate, names that cannot be told apart, a folder in use.
    """
    check_names(raters, arbiter)
    population = _population(sources, rubric, wanted or Wanted(), reference=reference)
    form, drawable = _forms(population.items, rubric)
    items = draw(drawable, sample, seed)
    people = [Person(name=name, role="rater") for name in raters]
    people += [Person(name=arbiter, role="arbiter")] if arbiter else []
    people += [Person(name=COORDINATOR, role="coordinator")]
    setup = Setup(
        form=form,
        seed=seed,
        population=len(population.items),
        sampled=len(items),
        sources=tuple(str(source) for source in sources),
        left_out=population.left_out,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    return create_study(path, setup, items, people)


def _forms(items: Sequence[Item], rubric: Rubric | None) -> tuple[Mapping[str, Json], Sequence[Item]]:
    """Return the study's rubric, and the items without theirs; or none where each case has another.

    Raises:
        BadInput: no rubric is given and a case brings none.
    """
    if rubric is not None:
        form = {"name": rubric.name, "mark": rubric.mark(), "content": rubric_content(rubric)}
        return form, [replace(item, form={}) for item in items]
    if bare := [item.case for item in items if not item.form]:
        raise BadInput(f"case {bare[0]!r} brings no rubric with it; give one with --rubric")
    if all(item.form == items[0].form for item in items):
        return items[0].form, [replace(item, form={}) for item in items]
    return {}, items


def _population(
    sources: Sequence[Path], rubric: Rubric | None, wanted: Wanted, *, reference: bool
) -> Population:
    sides = 2 if rubric is not None and rubric.form == "pairwise" else 1
    tables = [source for source in sources if source.is_file()]
    if not tables:
        return items_of_runs(sources, wanted, sides=sides, reference=reference)
    if len(sources) > 1:
        raise BadInput(f"{tables[0]} is a table; give one table alone, or run folders")
    if wanted != Wanted():
        raise BadInput("--task, --pipeline, --model and --perturbation choose rows of runs, not of a table")
    return items_of_table(tables[0], sides=sides, reference=reference)
