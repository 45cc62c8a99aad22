"""People's labels: read back as written, refused whole with their lines, settled by majority and arbiter."""

from dataclasses import replace
from pathlib import Path

import pytest

from preceptor.errors import BadInput
from preceptor.labels import Label, answer_hash, labels_text, read_labels, settled, write_labels

HASH = answer_hash("Rest and fluids.")
ONE = Label(
    task="t", case="c1", answer=HASH, criterion="dose", rater="r1", finding="met", words='a "b", c\nd'
)
MANY = [
    ONE,
    replace(ONE, rater="r2", finding="not_met", words="", seconds=3.5, time="2026-01-02T03:04:05Z"),
    replace(ONE, rater="r3", role="arbiter", finding="cannot_judge"),
    replace(ONE, criterion="tone", value=4.0, words=""),
]
KNOWN = {"answers": {"c1": [HASH]}, "criteria": {"dose": None, "tone": (1.0, 5.0)}}


@pytest.mark.parametrize("name", ["labels.csv", "labels.jsonl"])
def test_written_and_read_back(tmp_path: Path, name: str) -> None:
    write_labels(tmp_path / name, MANY)
    assert read_labels(tmp_path / name, **KNOWN) == MANY
    assert (tmp_path / name).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"case": "c9"}, "case 'c9' is none of the 1 cases"),
        ({"answer": "0" * 16}, "another answer was rated"),
        ({"criterion": "dosee"}, "no criterion 'dosee' in the rubric; near: dose"),
        ({"criterion": "tone", "value": 6.0}, "value 6; allowed: 1 to 5"),
        ({"criterion": "tone"}, "needs a value from 1 to 5"),
        ({"value": 1.0}, "allowed: no value"),
    ],
)
def test_what_does_not_belong_is_refused_with_its_line(
    tmp_path: Path, changed: dict[str, str | float], said: str
) -> None:
    path = tmp_path / "labels.csv"
    other = replace(MANY[0], rater="r9", words="", **changed)  # type: ignore[arg-type]
    path.write_text(labels_text([replace(ONE, words=""), other]))
    with pytest.raises(BadInput, match="line 3: ") as raised:
        read_labels(path, **KNOWN)
    assert said in str(raised.value)
    assert str(raised.value).endswith("nothing was imported")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("task,case,answer,criterion,rater,findng\n", "unknown column 'findng'.*near: finding"),
        ("task,case,answer,criterion\n", "no column 'rater'"),
        ("task,case,answer,criterion,rater,finding\nt,c,a,k,r,yes\n", "line 2: finding 'yes'; allowed: met"),
        ("task,case,answer,criterion,rater,finding\nt,c,a,k,r\n", "line 2: 5 fields, the header has 6"),
        ("task,case,answer,criterion,rater,finding\nt,c,a,k,r,met\nt,c,a,k,r,met\n", "already in line 2"),
        ("task,case,answer,criterion,rater,value\nt,c,a,k,r,nan\n", "no finite number"),
        ("task,case,answer,criterion,rater,value\nt,c,a,k,r,four\n", "value 'four' is no number"),
        ("task,case,answer,criterion,rater,role,finding\nt,c,a,k,r,boss,met\n", "role 'boss'"),
        ('{"task": "t"}\n{"task": \n', "line 2: not JSON"),
        ('{"task": "t", "case": 3}\n', "line 1: 'case' must be a text, got 3"),
        ("task,case,answer,criterion,rater,finding\n", "holds no labels"),
    ],
)
def test_malformed_files_end_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "labels").write_text(text)
    with pytest.raises(BadInput, match=said) as raised:
        read_labels(tmp_path / "labels")
    assert "\n" not in str(raised.value)


def test_settled_by_arbiter_then_majority() -> None:
    def of(*findings: str) -> list[Label]:
        return [replace(ONE, rater=f"r{n}", finding=finding) for n, finding in enumerate(findings)]  # type: ignore[arg-type]

    def finding(labels: list[Label]) -> str:
        done, left = settled(labels)
        assert bool(done) != bool(left)
        return next(iter(done.values())).finding if done else "open"

    assert finding(of("met", "met", "not_met")) == "met"
    assert finding(of("met", "not_met")) == "open"
    assert finding(of("met", "cannot_judge")) == "met"
    assert finding(of("cannot_judge", "cannot_judge")) == "open"
    assert finding([*of("met", "met"), replace(ONE, role="arbiter", finding="not_met")]) == "not_met"


def test_values_settle_at_the_middle_of_an_odd_number() -> None:
    given = [replace(ONE, rater=f"r{n}", value=value) for n, value in enumerate((2.0, 5.0, 4.0))]
    assert next(iter(settled(given)[0].values())).value == 4.0
    assert settled(given[:2])[1]
    assert next(iter(settled([given[0], replace(given[0], rater="x")])[0].values())).value == 2.0
