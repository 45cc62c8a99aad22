"""Who plays which part in a run: models by name, and the data-use rule that every part obeys."""

from typing import cast

from preceptor import catalog
from preceptor.components import Access, Model, Provider, Settings
from preceptor.errors import BadInput, NotFound, Refused, near
from preceptor.panel import Panel

HOMES = {  # how a model's name begins -> the file that opens it
    "openai": "openai_compatible",
    "azure": "openai_compatible",
    "http:": "openai_compatible",
    "https:": "openai_compatible",
}


def open_model(name: str, settings: Settings | None = None) -> Model:
    """Make the model that a `provider/model` string names.

    Args:
        name: `openai/gpt-5`, `azure/DEPLOYMENT`, `http://host:8000/v1/MODEL`, `local/PATH`,
            `recorded/RUN`, `scripted/NAME`, `panel/MODEL+MODEL...`, or `plugin/provider/...`.

    Raises:
        NotFound: no such provider.
        BadInput: the name has no model part, or a key is missing.
    """
    head, _, rest = name.partition("/")
    if head == "panel":
        return Panel([open_model(member.strip(), settings) for member in rest.split("+")])
    provider, rest = (HOMES[head], name) if head in HOMES else (head, rest)
    known = catalog.names("models")
    if f"{head}/{rest.partition('/')[0]}" in known:
        provider, rest = f"{head}/{rest.partition('/')[0]}", rest.partition("/")[2]
    if provider not in known:
        allowed = ["openai", "azure", "http://host/v1", *(n for n in known if n != "openai_compatible")]
        raise NotFound(
            f"no model provider {head!r} in {name!r}; providers: {', '.join(allowed)}{near(head, allowed)}"
        )
    if not rest:
        raise BadInput(f"{name!r} names no model; write {head}/MODEL")
    return cast(Provider, catalog.load("models", provider)).open(rest, settings or Settings())


def check_access(model: Model, *, access: Access, task: str, allowed: bool) -> None:
    """Refuse credentialed data to a model that is not local.

    Raises:
        Refused: unless the user said so explicitly.
    """
    if access == "credentialed" and not model.local and not allowed:
        raise Refused(
            f"{task} holds credentialed data and {model.name} is not local; use a local model, list its "
            f"host with --local-host, or say --allow-remote-credentialed if your data agreement permits it"
        )
