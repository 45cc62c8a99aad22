"""What flows through a run and is stored: plain frozen records, no behaviour.

Every record is keyword-only and immutable; fields left at their default are not stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
AnswerKind = Literal["choice", "text", "value", "ranking", "spans", "data", "action"]
Finish = Literal["stop", "length", "filtered", "tools"]
Role = Literal["system", "user", "assistant", "tool"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Data:
    """One file of a data set: where it lies below a data folder and where it comes from.

    Attributes:
        path: relative to a folder of PRECEPTOR_DATA or to the user's cache.
        url: the official download, None where there is no direct one.
        sha256: of the official file; None is shown as "unpinned" and recorded at first download.
    """

    path: str
    url: str | None = None
    sha256: str | None = None
    size_bytes: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A picture inside a message."""

    data: bytes
    media_type: str = "image/png"


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One use of a tool: what was asked and what came back; `error` when the tool refused."""

    id: str
    name: str
    arguments: Mapping[str, Json] = field(default_factory=dict)
    result: Json = None
    error: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One turn of a conversation; `call_id` says which call a tool message answers."""

    role: Role
    text: str = ""
    images: tuple[Image, ...] = ()
    calls: tuple[Call, ...] = ()
    call_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """What one or several model calls cost; price None where the model's price is not known."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0
    seconds: float = 0.0
    price_usd: float | None = None
    cached: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What a model sent back.

    Attributes:
        text: the answer; reasoning that the endpoint sent apart stands in `reasoning`.
        calls: tools that the model wants used.
        data: the parsed JSON, when a schema was asked for and the text fits it.
        finish: "length" is a truncated reply, "filtered" one withheld by the provider.
        logprobs: natural-log probability of each option or first token, where given.
        model: the name that the service says it served.
        fingerprint: the service's own version mark.
        request: hash of the request, the key under which it can be replayed.
    """

    text: str = ""
    reasoning: str = ""
    calls: tuple[Call, ...] = ()
    data: Json = None
    finish: Finish = "stop"
    logprobs: Mapping[str, float] | None = None
    usage: Usage = Usage()
    model: str = ""
    fingerprint: str = ""
    request: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A stretch of a text, `text[start:end]`, and what it was read as."""

    start: int
    end: int
    text: str = ""
    code: str | None = None
    assertion: str | None = None
    value: float | None = None
    unit: str | None = None
    time: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """One entry of a ranking, best first; `reasons` say what speaks for and against it."""

    id: str
    name: str = ""
    score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A stretch of a citable source with a stable id."""

    id: str
    text: str
    title: str = ""
    source: str = ""
    language: str = "en"
    score: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One question or encounter to be answered.

    Attributes:
        prompt: the question in the task's words, without the options.
        messages: an opening conversation instead of, or before, the prompt.
        turns: what has been said with the partner since the question, put there by the run.
        choices: letter -> text; empty for open questions.
        instruction: how to answer, in the task's words ("Answer with the letter ...").
        answer_kind: which field of the answer the task scores.
        target: what is right, in the form that the task's scorer reads; of a choice the letter, several
            that belong together as "A,C", answers of which one is enough as "A|D".
        context: passages that belong to the question and are shown.
        facts: hidden; for tools and simulated partners only, never rendered into a prompt.
        schema: JSON schema of `Answer.data`, for answer_kind "data".
        group: the patient or source document, the unit of resampling; the id when empty.
        tags: strata for the report, such as specialty, difficulty or date.
    """

    id: str
    prompt: str = ""
    messages: tuple[Message, ...] = ()
    turns: tuple[Message, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    instruction: str = ""
    answer_kind: AnswerKind = "choice"
    target: Json = None
    context: tuple[Passage, ...] = ()
    facts: Mapping[str, Json] = field(default_factory=dict)
    images: tuple[Image, ...] = ()
    schema: Mapping[str, Json] | None = None
    language: str = "en"
    group: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a pipeline returns for a case: the raw text, and whatever it settled on.

    Attributes:
        choice: a letter, or several sorted and joined by commas ("A,C").
        ranking: candidates, best first.
        question: to the partner, instead of a final answer.
        confidence: probability in [0, 1] that the answer is right.
        calls: tools used, in order.
        state: what the tools' world looked like at the end, put there by the run.
        passages: sources shown to the model.
        messages: the conversation with the partner, put there by the run.
        finish: "length" or "filtered" answers are counted, never scored as wrong.
        usage: put there by the run from the model calls it saw.
    """

    text: str = ""
    choice: str | None = None
    ranking: tuple[Candidate, ...] = ()
    value: float | None = None
    spans: tuple[Span, ...] = ()
    data: Json = None
    question: str | None = None
    confidence: float | None = None
    calls: tuple[Call, ...] = ()
    state: Json = None
    passages: tuple[Passage, ...] = ()
    messages: tuple[Message, ...] = ()
    finish: Finish = "stop"
    usage: Usage = Usage()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """A judge's finding on one criterion, with the words that support it.

    Attributes:
        quote: the words of the answer that the finding rests on.
        quote_found: False where the quote does not stand in the answer.
        words: the judge's own reasons, or what went wrong.
        value: where the criterion has a scale: "met" with the point that was given.
        judge: model and mark of the prompt, `openai/gpt-5#1f0c2a9b`.
        attempts: how often the judge was asked.
        votes: of a panel, the findings of its members.
    """

    criterion: str
    finding: Literal["met", "not_met", "cannot_judge", "failed"]
    weight: float = 1.0
    quote: str = ""
    words: str = ""
    value: float | None = None
    quote_found: bool = True
    judge: str = ""
    attempts: int = 1
    votes: "tuple[Verdict, ...]" = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """How right an answer is.

    Attributes:
        value: in [0, 1]; None when it could not be scored.
        low: the score if everything missing were wrong; equals `value` when nothing is missing.
        high: the score if everything missing were right.
        parts: named numbers behind the value, also the columns of set-level metrics.
        flags: high_risk, contradiction, refused, unparsed, truncated, filtered ...
        why: one line for people: what was read and what was expected.
    """

    value: float | None
    low: float
    high: float
    parts: Mapping[str, float] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()
    why: str = ""
