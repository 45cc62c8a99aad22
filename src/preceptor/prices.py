"""What a model call costs: a table of prices per million tokens, which the user may override.

The shipped table is short: each row says where its price was read and when, and `checked: secondary`
means not on the provider's own page. Prices change; give your own table with `--prices`. A model without
a row has price None ("unknown"), never 0. A row's model may hold `*` for any letters.
"""

import csv
import fnmatch
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from preceptor.errors import BadInput
from preceptor.records import Usage

SHIPPED = Path(__file__).with_name("prices.csv")
COLUMNS = ("model", "input_usd_per_million", "output_usd_per_million")


@cache
def price_table(path: str | None) -> tuple[tuple[str, float, float], ...]:
    """Read and check (pattern, input, output) rows: the user's table first, then the shipped one.

    Raises:
        BadInput: no readable table, a column is missing or a price is no number from 0 up; names the line.
    """
    return (*(_rows(Path(path)) if path else ()), *_rows(SHIPPED))


def _rows(file: Path) -> list[tuple[str, float, float]]:
    reader = csv.DictReader(_text(file).splitlines())
    rows: list[tuple[str, float, float]] = []
    try:
        if missing := [column for column in COLUMNS if column not in (reader.fieldnames or ())]:
            raise BadInput(f"{file}, line 1: needs columns {', '.join(COLUMNS)}; missing: {missing[0]}")
        for line in reader:
            place = f"{file}, line {reader.line_num}"
            model = (line[COLUMNS[0]] or "").strip()
            if not model:
                raise BadInput(f"{place}: no model; write its name, which may hold *")
            rows.append((model, _price(line, COLUMNS[1], place), _price(line, COLUMNS[2], place)))
    except csv.Error as error:
        raise BadInput(f"{file}, line {reader.line_num}: not readable as CSV: {error}") from error
    return rows


def _text(file: Path) -> str:
    content = b""
    try:
        content = file.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"cannot read the price table {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadInput(f"{file}, line {line}: not UTF-8; save the price table as UTF-8") from error


def _price(line: Mapping[str, str | None], column: str, place: str) -> float:
    given = line[column]
    try:
        price = float(given or "")
    except ValueError:
        price = math.nan
    if not 0 <= price < math.inf:
        raise BadInput(f"{place}: {column}={given!r} is no price; give US dollars, 0 or more")
    return price


def price_usd(usage: Usage, names: tuple[str, ...], table: str | None) -> float | None:
    """Return the price of a call in US dollars; None where no row matches any of the names."""
    for name in names:
        for pattern, per_input, per_output in price_table(table):
            if fnmatch.fnmatchcase(name, pattern):
                return (usage.input_tokens * per_input + usage.output_tokens * per_output) / 1e6
    return None
