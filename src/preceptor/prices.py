"""What a model call costs: a table of prices per million tokens, which the user may override.

The shipped table is short: each row says where its price was read and when, and `checked: secondary`
means not on the provider's own page. Prices change; give your own table with `--prices`. A model without
a row has price None ("unknown"), never 0. A row's model may hold `*` for any letters.
"""

import csv
import fnmatch
from functools import cache
from pathlib import Path

from preceptor.errors import BadInput
from preceptor.records import Usage

SHIPPED = Path(__file__).with_name("prices.csv")
COLUMNS = ("model", "input_usd_per_million", "output_usd_per_million")


@cache
def price_table(path: str | None) -> tuple[tuple[str, float, float], ...]:
    """Read (pattern, input, output) rows: the user's table first, then the shipped one.

    Raises:
        BadInput: a column is missing or a price is no number; names the line.
    """
    rows: list[tuple[str, float, float]] = []
    for file in (Path(path) if path else None, SHIPPED):
        if file is None:
            continue
        try:
            lines = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
        except OSError as error:
            raise BadInput(f"cannot read the price table {file}: {error.strerror}") from error
        for number, line in enumerate(lines, 2):
            try:
                rows.append((line[COLUMNS[0]], float(line[COLUMNS[1]]), float(line[COLUMNS[2]])))
            except (KeyError, TypeError, ValueError) as error:
                raise BadInput(f"{file}, line {number}: needs columns {', '.join(COLUMNS)}") from error
    return tuple(rows)


def price_usd(usage: Usage, names: tuple[str, ...], table: str | None) -> float | None:
    """Return the price of a call in US dollars; None where no row matches any of the names."""
    for name in names:
        for pattern, per_input, per_output in price_table(table):
            if fnmatch.fnmatchcase(name, pattern):
                return (usage.input_tokens * per_input + usage.output_tokens * per_output) / 1e6
    return None
