"""ROUGE and BLEU against values worked out by hand and a plain table of the longest common subsequence."""

import math
import random

import pytest

from preceptor.scoring.word_overlap import bleu, rouge_l, rouge_n, subsequence_length, words


def plain_lcs(one: list[str], other: list[str]) -> int:
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


def test_the_subsequence_equals_the_plain_table() -> None:
    draw = random.Random(4)
    for _ in range(300):
        one, other = ([draw.choice("abcd") for _ in range(draw.randint(0, 90))] for _ in range(2))
        assert subsequence_length(one, other) == plain_lcs(one, other)


def test_rouge_by_hand() -> None:
    """Lin 2004: "police kill the gunman" against "police killed the gunman": ROUGE-L 3 of 4 words."""
    assert rouge_l("police killed the gunman", "police kill the gunman").f1 == 3 / 4
    assert rouge_l("police killed the gunman", "the gunman kill police").f1 == 2 / 4
    found = rouge_n("no fever no cough", "no cough", 2)
    assert (found.precision, found.recall, found.f1) == (1.0, 1 / 3, 0.5)
    assert rouge_n("no fever", "no no no").precision == pytest.approx(1 / 3), (
        "a word counts as often as it stands in both"
    )
    assert rouge_l("", "x").f1 == rouge_l("x", "").f1 == 0.0
    assert words("Ödem, 5 mg") == ["ödem", "5", "mg"]


def test_bleu_by_hand() -> None:
    """3 of 3 words, 1 + 1 of 2 + 1 pairs, 0 + 1 of 1 + 1 triples, 0 + 1 of 0 + 1; 4 words wanted, 3 made."""
    expected = math.exp(1 - 4 / 3) * (3 / 3 * 2 / 3 * 1 / 2 * 1) ** 0.25
    assert bleu("rest and drink water", "and rest drink") == pytest.approx(
        math.exp(1 - 4 / 3) * (3 / 3 * 1 / 3 * 1 / 2 * 1) ** 0.25
    )
    assert bleu("rest and drink water", "drink water rest") == pytest.approx(expected)
    assert bleu("rest", "run") == bleu("", "run") == bleu("rest", "") == 0.0
