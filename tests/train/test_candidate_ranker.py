"""The candidate ranker learns its simulator, repeats, is kept and read back, and refuses what it cannot do."""

from pathlib import Path

import numpy as np
import pytest

from preceptor.errors import BadData, BadInput
from preceptor.knowledge.hpo import hpo
from preceptor.train.candidate_ranker import held_out, load, main, save, train

SAMPLE = Path(__file__).parent.parent / "samples" / "phenotype_reader"


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLE))
    monkeypatch.setenv("PRECEPTOR_CACHE", str(tmp_path))


def test_it_learns_the_simulator_and_repeats() -> None:
    ranker = train(number=400, seed=1)
    assert held_out(ranker, number=200, seed=1, k=1) > 0.8  # four diseases: chance is 0.25
    assert ranker.checksum() == train(number=400, seed=1).checksum()
    assert ranker.checksum() != train(number=400, seed=2).checksum()
    assert ranker.candidates(hpo(), ["HP:0001987"], k=1) == ["OMIM:900001"]
    assert ranker.candidates(hpo(), ["HP:0001166"], ["HP:0004322"], k=1) == ["OMIM:900002"]


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    ranker = train(number=50)
    save(ranker, tmp_path / "w.npz")
    again = load(tmp_path / "w.npz")
    assert again.checksum() == ranker.checksum()
    assert np.array_equal(
        again.scores(hpo(), [(["HP:0001250"], [])]), ranker.scores(hpo(), [(["HP:0001250"], [])])
    )
    (tmp_path / "w.npz").write_bytes(b"no")
    with pytest.raises(BadData, match="train it again"):
        load(tmp_path / "w.npz")


def test_wrong_arguments_are_refused() -> None:
    ranker = train(number=20)
    with pytest.raises(BadInput, match="k=0"):
        ranker.candidates(hpo(), ["HP:0001250"], k=0)
    with pytest.raises(BadInput, match="none of"):
        ranker.candidates(hpo(), ["HP:9999999"])
    with pytest.raises(BadInput, match="number=0"):
        train(number=0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--patients", "0"), "number=0"),
        (("--held-out", "0"), "--held-out 0: measure on at least one patient"),
        (("--out", "weights"), "--out weights: weights are a file that ends in .npz"),
        (("--out", "/nowhere/w.npz"), "--out /nowhere/w.npz: no folder /nowhere; make it first"),
    ],
)
def test_the_recipe_refuses_in_one_line_before_it_trains(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    assert main(["--patients", "10", *arguments]) == 1
    out, err = capsys.readouterr()
    assert (out, [line for line in err.splitlines() if says in line]) == ("", [err.splitlines()[-1]])


def test_the_recipe_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--patients", "100", "--held-out", "50", "--out", str(tmp_path / "w.npz")]) == 0
    assert "top-5 recall on 50 held-out simulated patients: 1.000" in capsys.readouterr().out
    assert (tmp_path / "w.json").exists()
