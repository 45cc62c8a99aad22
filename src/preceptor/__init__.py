"""Preceptor examines, builds, trains and supervises clinical language models.

Importing the package imports nothing heavy: public names are loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from preceptor.catalog import load, names
    from preceptor.components import Calculator, Model, Perturbation, Pipeline, Source, Task
    from preceptor.errors import PreceptorError
    from preceptor.records import Answer, Case, Message, Reply, Score
    from preceptor.roles import open_model
    from preceptor.run import examine

_HOMES = {
    **dict.fromkeys(("load", "names"), "catalog"),
    **dict.fromkeys(("Calculator", "Model", "Perturbation", "Pipeline", "Source", "Task"), "components"),
    **dict.fromkeys(("PreceptorError",), "errors"),
    **dict.fromkeys(("Answer", "Case", "Message", "Reply", "Score"), "records"),
    "open_model": "roles",
    "examine": "run",
}
__all__ = [
    "Answer", "Calculator", "Case", "Message", "Model", "Perturbation", "Pipeline", "PreceptorError",
    "Reply", "Score", "Source", "Task", "examine", "load", "names", "open_model",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"preceptor.{_HOMES[name]}"), name)
    raise AttributeError(f"preceptor has no public name {name!r}; it has: {', '.join(__all__)}")
