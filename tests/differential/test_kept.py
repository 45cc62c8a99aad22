"""The set of diseases is kept between processes, and any number of threads may ask it at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from preceptor.differential import Diseases, Ranking, next_questions, rank, ranked, rare_diseases
from preceptor.differential._kept import from_tables, kept, tables_of
from preceptor.differential._latent import latent
from preceptor.knowledge.hpo import hpo

FINDINGS = ("HP:9000002", "HP:9000004", "HP:9000006", "HP:9000007", "HP:9000008")


def told(found: Ranking) -> list[tuple[str, float, tuple[str, ...]]]:
    return [(one.id, one.probability, tuple(reason.text for reason in one.reasons)) for one in found.diseases]


def test_what_is_kept_is_what_was_worked_out(sample: Diseases) -> None:
    again = from_tables(tables_of(sample), hpo())
    for name in ("ids", "names", "members", "references", "release"):
        assert getattr(again, name) == getattr(sample, name)
    assert {one.name for one in fields(Diseases)} == set(vars(again)) & {one.name for one in fields(Diseases)}
    assert (again.relatives != sample.relatives).nnz == 0
    for first, second in ((again.closed, sample.closed), (latent(again), latent(sample))):
        for name in vars(second):
            np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    terms = [sample.term_ids.index(code) for code in FINDINGS[:3]]
    one, other = (
        ranked(of, terms, leave_out=["PMID:13"], age_years=30.0, sex="male", weights="plain")
        for of in (sample, again)
    )
    assert told(one) == told(other)
    assert next_questions(one) == next_questions(other)


def test_a_damaged_file_is_made_anew(
    sample: Diseases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRECEPTOR_CACHE", str(tmp_path / "cache"))
    (tmp_path / "source").write_text("a release")
    built: list[int] = []

    def build() -> Diseases:
        built.append(1)
        return sample

    def ask() -> Diseases:
        return kept([tmp_path / "source"], hpo(), build)

    assert ask() is sample
    assert "once" in capsys.readouterr().err
    assert ask().ids == sample.ids
    assert (len(built), capsys.readouterr().err) == (1, "")
    (file,) = (tmp_path / "cache" / "differential").iterdir()
    file.write_bytes(file.read_bytes()[:100])
    assert ask().ids == sample.ids
    assert len(built) == 2
    (tmp_path / "source").write_text("another release")
    ask()
    assert len(built) == 3


def test_eight_threads_are_told_the_same(sample: Diseases) -> None:
    fresh = from_tables(tables_of(sample), hpo())
    del vars(fresh)["latent"], vars(fresh)["closed"]  # so that the threads meet them missing
    terms = [sample.term_ids.index(code) for code in FINDINGS]
    queries = [(terms[:k], terms[k:], ref) for k in range(1, 6) for ref in ((), ("PMID:13",), ("PMID:14",))]

    def ask(query: tuple[list[int], list[int], tuple[str, ...]]) -> list[tuple[str, float, tuple[str, ...]]]:
        return told(ranked(fresh, query[0], query[1], leave_out=query[2], weights="plain"))

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(ask, queries * 8))
    assert together == [ask(query) for query in queries] * 8
    assert len({str(one) for one in together}) > 5


@pytest.mark.data
def test_eight_threads_on_the_real_release() -> None:
    diseases = rare_diseases()
    start, term, _ = diseases.profile
    draw = np.random.default_rng(3)
    full = np.flatnonzero(np.diff(start) > 5)
    queries = [
        [diseases.term_ids[one] for one in draw.permutation(term[start[n] : start[n + 1]])[:6]]
        for n in draw.choice(full, 8)
    ]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda query: told(rank(query, weights="plain")), queries * 2))
    assert together == [told(rank(query, weights="plain")) for query in queries] * 2
