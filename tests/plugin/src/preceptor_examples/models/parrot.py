"""A provider from a plugin: `examples/parrot/WORD` always answers WORD.

Source: Preceptor.
License: Apache-2.0
"""

from preceptor.components import Model, Provider, Settings
from preceptor.models.scripted import model_from
from preceptor.records import Reply


def opened(rest: str, settings: Settings) -> Model:
    """Return the model that says the word."""
    return model_from(lambda *args, **options: Reply(text=rest), f"examples/parrot/{rest}")


MODEL = Provider(open=opened)
