"""How a page is written: a template, with the style inside, every text escaped and nothing loaded."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from preceptor.report import _numbers
from preceptor.report._plots import (
    bar_axis,
    difference_axis,
    difference_bar,
    published_bar,
    reliability_plot,
    score_bar,
)  # fmt: skip
from preceptor.report._text import short_model, visible

HERE = Path(__file__).parent
SCRIPTS = ("nodes.js", "differential.js", "page.js")


def breakable(name: str) -> Markup:
    """Let a long component name break after its punctuation rather than within a word."""
    return Markup(re.sub(r"([_(,=/@-])", r"\1<wbr>", str(escape(visible(name)))))


def _safe(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        finalize=_safe,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        f=_numbers, bar_axis=bar_axis, score_bar=score_bar, published_bar=published_bar,
        reliability_plot=reliability_plot, difference_axis=difference_axis, difference_bar=difference_bar,
        breakable=breakable, short_model=short_model,
    )  # fmt: skip
    return environment


def _inline(*names: str) -> tuple[Markup, str]:
    """Return files for inclusion, as one, and their digest for the content security policy."""
    content = "".join((HERE / name).read_text(encoding="utf-8") for name in names)
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return Markup(content), f"'sha256-{digest}'"


def page(template: Path, values: Mapping[str, object], scripts: Sequence[str] = SCRIPTS) -> str:
    """Write a page of a Jinja2 template, in the report's style and with its plots and numbers at hand.

    Args:
        values: what the template shows; every text among them is escaped, hidden characters made visible.
        scripts: files of this folder that become the one script of the page, in this order.
    """
    style, style_digest = _inline("page.css")
    script, script_digest = _inline(*scripts)
    frame = {
        "style": style, "style_digest": style_digest, "script": script, "script_digest": script_digest,
        "program": version("preceptor"),
    }  # fmt: skip
    return _environment(template.parent).get_template(template.name).render({**frame, **values})
