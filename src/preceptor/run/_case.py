"""One case from question to row: perturbed, answered (with a partner where there is one), scored."""

import os
import random
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from preceptor.components import AnswerFunction, Model, Task, Toolbox
from preceptor.errors import ComponentError, PreceptorError, Refused
from preceptor.prompts import question_text
from preceptor.records import Answer, Case, Json, Message, Score, Usage
from preceptor.run._plan import Arm, Plan
from preceptor.run._recorder import EPOCH_STRIDE, Recorder, added
from preceptor.run._row import plain

Row = dict[str, Json]
Emit = Callable[[Row], None]
ROUNDING = 1e-9
NOTHING_PAID = Usage()


@dataclass(frozen=True, kw_only=True)
class Roles:
    """The models of a run: under test, judging, playing the patient."""

    model: Model | None = None
    judge: Model | None = None
    patient: Model | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A case to be answered; of one that was begun, what was said, asked and paid before.

    Attributes:
        before: the row of a case that was answered, and whose grading failed.
    """

    case: Case
    index: int
    epoch: int = 0
    turns: tuple[Message, ...] = ()
    exchanges: tuple[Json, ...] = ()
    usage: Usage = NOTHING_PAID
    before: Mapping[str, Json] | None = None


def score_answer(task: Task, case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score an answer; one that was cut off or withheld is flagged and not scored, never wrong."""
    if answer.finish in ("length", "filtered"):
        flag = "truncated" if answer.finish == "length" else "filtered"
        return Score(value=None, low=0.0, high=1.0, flags={flag: True}, why=f"the reply was {flag}")
    return task.score(case, answer, judge)


def answered_row(arm: Arm, answer: AnswerFunction, roles: Roles, plan: Plan, item: Item, emit: Emit) -> Row:
    """Answer one case and return its row; whatever fails is in the row, by kind."""
    started = time.perf_counter()
    name, version, pipeline, model, change = arm.key
    row: Row = {
        "task": name, "version": version, "pipeline": pipeline, "model": model, "perturbation": change,
        "epoch": item.epoch, "id": item.case.id, "i": item.index, "status": "failed",
    }  # fmt: skip
    models = recorders(arm, roles, plan, item.epoch)
    try:
        case = perturbed(arm, item.case, plan.seed)
        if case is None:
            row["status"] = "inapplicable"
        else:
            _describe(row, case)
            _answer_and_score(row, arm, answer, case, models, item, emit)
    except (KeyboardInterrupt, Refused):
        raise
    except PreceptorError as error:
        row["error"] = {"kind": type(error).__name__, "message": str(error)}
    except Exception as error:
        row["error"] = {"kind": ComponentError.__name__, "message": where(error)}
    account(row, models, item)
    row["seconds"] = round(time.perf_counter() - started, 6)
    return row


def recorders(arm: Arm, roles: Roles, plan: Plan, epoch: int) -> dict[str, Recorder]:
    """Wrap every role's model for one case, or for one preparation."""
    found: dict[str, Recorder] = {}
    for role, model in (("model", roles.model), ("judge", roles.judge), ("patient", roles.patient)):
        if model is not None:
            under_test = role == "model"
            found[role] = Recorder(
                model,
                role=role,
                task=arm.task_name,
                access=arm.access,
                allowed=plan.allow_remote_credentialed,
                temperature=plan.temperature if under_test else None,
                max_tokens=plan.max_tokens if under_test else None,
                seed=plan.seed + epoch * EPOCH_STRIDE,
            )
    return found


def perturbed(arm: Arm, case: Case, seed: int) -> Case | None:
    """Return the case as the arm's perturbation leaves it, None where that does not apply."""
    if arm.perturbation is None:
        return case
    return arm.perturbation.apply(case, random.Random(f"{seed}/{case.id}"))


def _describe(row: Row, case: Case) -> None:
    row["group"] = case.group or case.id
    if case.tags:
        row["tags"] = dict(case.tags)
    if case.language != "en":
        row["language"] = case.language
    row["target"] = plain(case.target)
    opening = "\n\n".join(message.text for message in case.messages)
    prompt = question_text(replace(case, choices={}))
    row["prompt"] = "\n\n".join(filter(None, (opening, prompt)))
    if case.choices:
        row["choices"] = dict(case.choices)


def _answer_and_score(
    row: Row,
    arm: Arm,
    answer: AnswerFunction,
    case: Case,
    models: Mapping[str, Recorder],
    item: Item,
    emit: Emit,
) -> None:
    started = time.perf_counter()
    toolbox = arm.task.tools(case) if arm.task.tools else Toolbox()
    final, turns = _conversation(row, arm, answer, case, toolbox, models, item, emit)
    changes: dict[str, object] = {"messages": turns} if turns else {}
    if toolbox.state is not None:
        changes["state"] = toolbox.state()
    final = replace(final, **changes) if changes else final  # type: ignore[arg-type]
    if final.confidence is not None and not 0.0 <= final.confidence <= 1.0:
        raise ComponentError(f"{arm.pipeline_name} gave the confidence {final.confidence}; allowed: 0 to 1")
    row["answer"] = plain(final)
    if "judge" in models:
        row["answer_seconds"] = round(time.perf_counter() - started, 6)
    row |= scored(arm, case, final, models.get("judge"))


def scored(arm: Arm, case: Case, answer: Answer, judge: Model | None) -> Row:
    """Return the score of an answer and the status that it makes, as a row holds them."""
    score = sound(score_answer(arm.task, case, answer, judge))
    if answer.question is not None:
        score = replace(score, flags={**score.flags, "out_of_turns": True})
    stored = {"value": score.value, "low": score.low, "high": score.high, **cast(Row, plain(score))}
    return {"score": stored, "status": "scored" if score.value is not None else "unscored"}


def _conversation(
    row: Row,
    arm: Arm,
    answer: AnswerFunction,
    case: Case,
    toolbox: Toolbox,
    models: Mapping[str, Recorder],
    item: Item,
    emit: Emit,
) -> tuple[Answer, tuple[Message, ...]]:
    model, turns = models.get("model"), item.turns
    if arm.task.partner is None:
        return answer(case, toolbox, model), ()
    partner = arm.task.partner(case, models.get("patient"))
    final = Answer()
    for _ in range(len(turns) // 2, partner.max_turns + 1):
        final = answer(replace(case, turns=turns), toolbox, model)
        if final.question is None or len(turns) // 2 >= partner.max_turns:
            break
        asked = Message(role="assistant", text=final.question)
        heard = Message(role="user", text=partner.respond((*turns, asked)))
        turns = (*turns, asked, heard)
        turn: Row = {**row, "status": "turn", "turns": plain(turns)}
        account(turn, models, item)
        emit(turn)
    return final, turns


def sound(score: Score) -> Score:
    """Return a score in plain floats; one that is no number in its bounds is the task's fault.

    Raises:
        ComponentError: says what the task gave.
    """
    try:
        value = None if score.value is None else float(score.value)
        low, high = float(score.low), float(score.high)
        parts = {name: float(part) for name, part in score.parts.items()}
    except (TypeError, ValueError) as error:
        raise ComponentError(f"the task gave a score that is no number: {error}") from error
    if not 0.0 <= low <= high <= 1.0 or not (value is None or low - ROUNDING <= value <= high + ROUNDING):
        raise ComponentError(f"the task gave score {value} with bounds {low} to {high}; allowed: 0 to 1")
    flags = {name: bool(raised) for name, raised in score.flags.items()}
    return replace(score, value=value, low=low, high=high, parts=parts, flags=flags)


def account(row: Row, models: Mapping[str, Recorder], item: Item | None = None) -> None:
    """Put the exchanges and their usage into a row, those of an interrupted dialogue first."""
    exchanges: list[Json] = list(item.exchanges) if item else []
    usage = item.usage if item and item.usage.requests else None
    for recorder in models.values():
        exchanges += recorder.exchanges
        if recorder.usage.requests:
            usage = recorder.usage if usage is None else added(usage, recorder.usage)
    if exchanges:
        row["exchanges"] = exchanges
    if usage is None:  # a pipeline without a model may know what its answer cost whoever published it
        stored = cast(Row, row.get("answer") or {}).get("usage")
        if stored:
            row["usage"] = {"price_usd": None, **cast(Row, stored)}
    else:
        row["usage"] = {**cast(Row, plain(usage)), "price_usd": usage.price_usd}


def where(error: Exception) -> str:
    """Say what was raised and where: `ZeroDivisionError: ... (file.py:12)`."""
    frames: Sequence[traceback.FrameSummary] = traceback.extract_tb(error.__traceback__)
    place = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"
