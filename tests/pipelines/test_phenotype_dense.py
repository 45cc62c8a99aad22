"""The reader's `dense`: refused in one line where it cannot work, and what an embedding adds (extra `dense`)."""

import sys
from pathlib import Path

import numpy as np
import pytest

from preceptor.components import Toolbox
from preceptor.errors import BadInput
from preceptor.knowledge.hpo import hpo
from preceptor.pipelines.phenotype_reader import PIPELINE, _dense
from preceptor.records import Case

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / "phenotype_reader"))
    monkeypatch.setenv("PRECEPTOR_CACHE", str(tmp_path / "cache"))


def codes(text: str, dense: str) -> list[tuple[str | None, str | None]]:
    read = PIPELINE(dense=dense, likeness=0.9).answer
    assert read is not None
    spans = read(Case(id="x", prompt=text, language="en"), Toolbox(), None).spans
    return [(span.code, span.assertion) for span in spans]


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "model2vec", None)
    with pytest.raises(BadInput, match=r"pip install 'preceptor\[dense\]'"):
        codes("Odd quux blah.", str(tmp_path / "extra missing"))


@pytest.mark.parametrize("likeness", [0.0, 1.5])
def test_a_likeness_that_is_no_cosine_is_refused(likeness: float) -> None:
    with pytest.raises(BadInput, match="likeness"):
        PIPELINE(dense="folder", likeness=likeness)


@pytest.mark.dense
def test_a_folder_without_an_embedding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"model\.safetensors"):
        codes("Odd quux blah.", str(tmp_path))


@pytest.mark.dense
def test_an_embedding_proposes_findings_only_where_nothing_was_found(tmp_path: Path) -> None:
    from model2vec import StaticModel
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.normalizers import Lowercase
    from tokenizers.pre_tokenizers import Whitespace

    words = {"[UNK]": 0, "scoliosis": 1, "quux": 2, "zork": 3}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))  # pyright: ignore[reportCallIssue]
    tokenizer.normalizer = Lowercase()  # pyright: ignore[reportAttributeAccessIssue]
    tokenizer.pre_tokenizer = Whitespace()  # pyright: ignore[reportAttributeAccessIssue]
    vectors = np.array([[0, 0, 1], [1, 0, 0], [1, 0.05, 0], [0, 1, 0]], dtype=np.float32)
    StaticModel(vectors, tokenizer, config={"normalize": False}).save_pretrained(tmp_path / "made")
    text = "He had seizures. No quux quux. Zork zork."
    assert codes(text, "") == [("HP:0001250", "present")]
    assert codes(text, str(tmp_path / "made")) == [("HP:0001250", "present"), ("HP:0002650", "absent")]


def test_a_loose_match_gives_way_only_to_a_clearly_nearer_term(monkeypatch: pytest.MonkeyPatch) -> None:
    class Letters:
        """A phrase is its counts of a, b and c."""

        def encode(self, phrases: list[str], **_: bool) -> np.ndarray:
            return np.array([[phrase.count(letter) for letter in "abc"] for phrase in phrases], float)

    rows = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    index = _dense._Index(Letters(), rows, ("HP:1", "HP:2"))
    monkeypatch.setattr(_dense, "_index", lambda release, folder: index)
    text = "bbb ab abb"
    found = [(0, 3, "HP:1"), (4, 6, "HP:1"), (7, 10, "HP:1"), (0, 3, "HP:2")]
    # bbb is HP:2's; ab is as near to both; abb is nearer to HP:2 (0.89 against 0.45), but not from 0.95 on
    assert _dense.reranked(hpo(), text, found, "any", 0.8) == ["HP:2", "HP:1", "HP:2", "HP:2"]
    assert _dense.reranked(hpo(), text, found, "any", 0.95) == ["HP:2", "HP:1", "HP:1", "HP:2"]
    assert _dense.reranked(hpo(), text, [], "any", 0.8) == []
