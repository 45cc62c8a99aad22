"""What every component promises, as checks that plugin authors can run: `preceptor check`.

A promise is a function that takes a component's name and raises `BrokenPromise` when it is not kept.
Models are scripted, so that nothing is asked.
"""

from collections.abc import Callable, Iterator

from preceptor import catalog
from preceptor.contracts._all import ALL
from preceptor.contracts._calculators import CALCULATORS
from preceptor.contracts._doubles import BrokenPromise
from preceptor.contracts._perturbations import PERTURBATIONS
from preceptor.contracts._pipelines import PIPELINES
from preceptor.contracts._sources import SOURCES
from preceptor.contracts._tasks import TASKS

Promise = Callable[[str], None]
OF_KIND: dict[str, tuple[Promise, ...]] = {
    "tasks": TASKS,
    "pipelines": PIPELINES,
    "perturbations": PERTURBATIONS,
    "calculators": CALCULATORS,
    "knowledge": SOURCES,
}

__all__ = ["OF_KIND", "BrokenPromise", "Promise", "kept", "promises"]


def promises(kind: str) -> Iterator[tuple[str, Promise]]:
    """Yield (title, check) of every promise of a kind; those of all kinds are bound to it."""
    for check in ALL:
        yield _title(check), lambda name, check=check: check(kind, name)
    for promise in OF_KIND.get(kind, ()):
        yield _title(promise), promise


def _title(check: Callable[..., None]) -> str:
    return (check.__doc__ or check.__name__).partition("\n")[0].rstrip(".")


def kept(kind: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield (title, "") for each promise that is kept and (title, what was seen) for each broken one."""
    catalog.resolve(kind, catalog.parse(name)[0])
    for title, check in promises(kind):
        try:
            check(name)
            yield title, ""
        except Exception as error:
            seen = str(error) if isinstance(error, BrokenPromise) else f"{type(error).__name__}: {error}"
            yield title, seen or type(error).__name__
