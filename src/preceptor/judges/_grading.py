"""An answer graded by a judge: what it is shown, and the score its findings make."""

from collections.abc import Sequence
from dataclasses import replace

from preceptor.components import Model
from preceptor.errors import BadInput
from preceptor.judges._asking import Asking, judged
from preceptor.judges._rules import split
from preceptor.judges._wording import Material
from preceptor.prompts import question_text
from preceptor.records import Answer, Case, Message, Score
from preceptor.scoring.rubric import Rubric, rubric_score, unanswered

SPEAKERS = {"user": "User", "assistant": "Answering", "system": "Instruction", "tool": "Tool"}


def shown_question(case: Case, answer: Answer | None = None) -> str:
    """Return what the answer answers: the opening conversation, the question, and what was said since."""
    said: Sequence[Message] = (*case.messages, *case.turns, *(answer.messages if answer else ()))
    question = question_text(case, instruction="")
    if not said:
        return question
    opening = [_line(message) for message in case.messages if message.text]
    later = [_line(message) for message in said[len(case.messages) :] if message.text]
    return "\n\n".join([*opening, *([question] if question else []), *later])


def _line(message: Message) -> str:
    return f"{SPEAKERS[message.role]}: {message.text}"


def graded(
    rubric: Rubric,
    case: Case,
    answer: Answer,
    judge: Model | None,
    *,
    reference: str = "",
    asking: Asking | None = None,
) -> Score:
    """Have an answer judged on every unit of a rubric and score it.

    An empty answer is not judged: it meets nothing. Findings that are missing leave bounds (`rubric_score`).

    Args:
        reference: shown to the judge beside the question, such as a right answer or a report.

    Raises:
        BadInput: no judge, or a rubric for pairs.
        ProviderError: the judge's service failed for everything that was asked.
    """
    if rubric.form == "pairwise":
        raise BadInput(
            f"rubric {rubric.name} compares two answers; `compared` uses it, one answer cannot be graded"
        )
    if not answer.text.strip():
        return unanswered(rubric)
    if judge is None:
        raise BadInput(f"rubric {rubric.name} needs a judge: give --judge MODEL")
    material = Material(question=shown_question(case, answer), answer=answer.text, reference=reference)
    score = rubric_score(rubric, judged(rubric.units(), material, judge, asking))
    if any(split(verdict) for verdict in score.verdicts):
        score = replace(score, flags={**score.flags, "panel_split": True})
    return score
