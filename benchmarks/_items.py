"""Made-up four-option questions of about 120 words, the same from a seed on every machine.

The organs, agents and findings do not exist; only the length and the form are those of an exam.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import orjson

SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "la",
    "me",
    "ni",
    "po",
    "ru",
    "sa",
    "te",
    "vi",
    "xo",
    "zu",
    "kra",
    "bre",
    "tli",
    "mno",
    "sva",
]
FRAME = (
    "A {age}-year-old {who} comes to the clinic of {place} because of {finding} that began {days} days ago and "
    "has become worse since the {meal}. There is a history of {disease}, treated with {drug} {dose} mg twice a "
    "day until last {month}, and of an operation on the left {organ} in childhood. Temperature is {temperature} "
    "degrees, pulse {pulse} per minute and blood pressure {systolic} over {diastolic}. On examination the {organ} "
    "is firm and does not move with breathing; there is {sign} over its lower border and none elsewhere. The "
    "serum {substance} is {value} units, with a reference range of 10 to 40, and a smear shows {cells} with "
    "pale granules. Which of the following is the most likely cause of these findings?"
)
LETTERS = "ABCD"


def word(chance: random.Random, ending: str = "") -> str:
    """Return a made-up word."""
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))) + ending


def items(count: int, seed: int = 0) -> Iterator[dict]:
    """Make questions one at a time: id, question, options by letter, letter of the answer."""
    chance = random.Random(seed)
    for number in range(count):
        words = {
            "who": chance.choice(("woman", "man", "teacher", "farmer", "sailor")),
            "place": word(chance).title(),
            "finding": word(chance, "algia"),
            "meal": chance.choice(("morning", "evening", "last meal", "weekend")),
            "disease": word(chance, "osis"),
            "drug": word(chance, "ine"),
            "month": chance.choice(("spring", "summer", "autumn", "winter")),
            "organ": word(chance, "ar gland"),
            "sign": word(chance, " fremitus"),
            "substance": word(chance, "in"),
            "cells": word(chance, "cytes"),
        }
        numbers = {
            "age": chance.randint(18, 90),
            "days": chance.randint(2, 20),
            "dose": chance.randint(1, 40) * 5,
            "temperature": chance.randint(360, 400) / 10,
            "pulse": chance.randint(55, 130),
            "systolic": chance.randint(90, 180),
            "diastolic": chance.randint(50, 100),
            "value": chance.randint(1, 90),
        }
        options = {letter: f"{word(chance, 'itis').title()} of the {word(chance)}" for letter in LETTERS}
        yield {
            "id": f"q{number:06d}",
            "question": FRAME.format(**words, **numbers),
            "options": options,
            "answer": chance.choice(LETTERS),
        }


def write_items(path: Path, count: int, seed: int = 0) -> Path:
    """Write questions as JSON lines, each with the rendered prompt that the peers ask as it stands."""
    with path.open("wb") as out:
        for item in items(count, seed):
            lines = [f"{letter}. {text}" for letter, text in item["options"].items()]
            ending = "Answer with the letter of one option."
            prompt = "\n\n".join((item["question"], "\n".join(lines), ending))
            out.write(orjson.dumps(item | {"prompt": prompt}) + b"\n")
    return path
