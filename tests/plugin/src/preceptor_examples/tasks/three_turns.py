"""A dialogue: the patient tells a fact a turn; whoever has heard all three knows the answer.

Source: Preceptor.
License: Apache-2.0
Data: 4 own-written items, synthetic.
"""

from collections.abc import Iterator, Sequence

from preceptor.components import Model, Partner, Task
from preceptor.records import Answer, Case, Message
from preceptor.scoring.choice import score_choice

FACTS = ("It began yesterday.", "The pain is on the right.", "I have a fever.")


def cases(split: str) -> Iterator[Case]:
    """Yield four consultations."""
    for number in range(4):
        yield Case(
            id=str(number),
            prompt=f"Patient {number} has belly pain. Ask one thing at a time, then choose.",
            choices={"A": "appendicitis", "B": "cystitis"},
            instruction="Begin a line with ASK: to ask, or answer with the letter.",
            target="A",
            facts={"facts": FACTS},
        )


def partner(case: Case, patient: Model | None) -> Partner:
    """Speak the next fact; with a patient model, in its words."""

    def respond(conversation: Sequence[Message]) -> str:
        heard = sum(message.role == "user" for message in conversation)
        fact = FACTS[heard] if heard < len(FACTS) else "There is nothing more."
        return patient([Message(role="user", text=f"Say: {fact}")]).text if patient else fact

    return Partner(respond=respond, max_turns=5)


TASK = Task(cases=cases, score=score_choice, gold=lambda case: Answer(text="A"), partner=partner)
