"""The price table is checked up front, and every fault names its line."""

from pathlib import Path

import pytest

from preceptor.errors import BadInput
from preceptor.prices import SHIPPED, price_table, price_usd
from preceptor.records import Usage

HEAD = "model,input_usd_per_million,output_usd_per_million\n"


def test_the_users_table_comes_before_the_shipped_one(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(HEAD + "gpt-*,1,0\n", encoding="utf-8-sig")
    rows = price_table(str(table))
    assert rows[0] == ("gpt-*", 1.0, 0.0)
    assert rows[1:] == price_table(None)
    assert SHIPPED.exists()
    usage = Usage(requests=1, input_tokens=3_000_000, output_tokens=5)
    assert price_usd(usage, ("gpt-4.1",), str(table)) == 3.0
    assert price_usd(usage, ("unheard-of",), str(table)) is None


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (b"a,1,2\nb,nan,2\n", r"line 3: input_usd_per_million='nan' is no price"),
        (b"a,1,-2\n", r"line 2: output_usd_per_million='-2' is no price"),
        (b"a,inf,2\n", r"line 2: .*'inf' is no price"),
        (b"a,1\n", r"line 2: output_usd_per_million=None is no price"),
        (b"a,one,2\n", r"line 2: .*'one' is no price"),
        (b" ,1,2\n", r"line 2: no model"),
        (b"a,1,2\nmod\xe8le,1,2\n", r"line 3: not UTF-8"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, rows: bytes, said: str) -> None:
    table = tmp_path / "wrong.csv"
    table.write_bytes(HEAD.encode() + rows)
    with pytest.raises(BadInput, match=said):
        price_table(str(table))


def test_what_is_no_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot read the price table"):
        price_table(str(tmp_path / "none.csv"))
    with pytest.raises(BadInput, match="cannot read the price table"):
        price_table(str(tmp_path))
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with pytest.raises(BadInput, match=r"line 1: needs columns .*missing: model"):
        price_table(str(empty))
