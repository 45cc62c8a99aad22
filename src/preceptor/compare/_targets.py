"""Whether two rows expect the same answer: options move, so letters are read as the texts they stand for."""

from collections.abc import Mapping
from dataclasses import dataclass

from preceptor.records import Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What a case expects, and the options as they were shown."""

    expected: Json
    choices: Mapping[str, str]
    perturbation: str

    def contents(self) -> Json:
        """Return the expected answer with option letters replaced by their texts.

        "A,C" asks for both letters, "A|C" takes either; the order of neither matters.
        """
        if not self.choices or not isinstance(self.expected, str):
            return self.expected
        shown = {letter: " ".join(text.split()) for letter, text in self.choices.items()}
        ways = [sorted(shown.get(one, one) for one in way.split(",")) for way in self.expected.split("|")]
        return [list[Json](way) for way in sorted(ways)]


def _letters(target: Target) -> set[str]:
    return set(target.expected.replace("|", ",").split(",")) if isinstance(target.expected, str) else set()


def _moved(one: Target, other: Target) -> bool:
    """Tell whether the text of a right option of `one` stands at a letter of `other` that is not right."""
    right = {one.choices[letter] for letter in _letters(one) if letter in one.choices}
    return any(text in right for letter, text in other.choices.items() if letter not in _letters(other))


def same_target(one: Target, other: Target) -> bool:
    """Tell whether two rows of a case expect the same answer.

    The right options' texts decide. Where a perturbation reworded the options in their places, no text is
    found again, and the letters decide.
    """
    if one.contents() == other.contents():
        return True
    reworded = one.perturbation != other.perturbation and one.expected == other.expected
    return reworded and not _moved(one, other) and not _moved(other, one)
