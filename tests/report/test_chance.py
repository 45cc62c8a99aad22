"""The level of chance beside a score: what a letter drawn at random would reach."""

from preceptor.report._figures import chance
from preceptor.report._results import result
from preceptor.rows import Row


def row(target: object, options: int) -> Row:
    choices = dict(zip("ABCDEFGHIJ"[:options], map(str, range(options)), strict=True))
    return {"id": "1", "status": "scored", "target": target, "choices": choices}  # type: ignore[typeddict-item]


def test_chance_is_the_mean_over_cases() -> None:
    assert chance([result(row("A", 4)), result(row("B", 2))]) == (0.25 + 0.5) / 2
    assert chance([result(row("A|D", 4))]) == 0.5


def test_there_is_none_where_a_letter_is_no_answer() -> None:
    assert chance([result(row("A", 4)), result(row("A,C", 5))]) is None
    assert chance([result(row(3.5, 0))]) is None
    assert chance([]) is None
