"""What the scoring of diagnoses shares: the right disease."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Truth:
    """The right disease: its codes in any catalogue, and its name."""

    codes: tuple[str, ...]
    name: str
