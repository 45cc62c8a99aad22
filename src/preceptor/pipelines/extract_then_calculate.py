"""The model chooses a calculator and reads its inputs off the text; the library converts and computes.

In: any case whose question asks for a calculation. Two requests: which calculator (out of the `candidates` best
matches of the question), then its inputs by the calculator's own schema, each with its unit as written. Out: the
computed result as text and value, `data` with `calculator` and `inputs`, and the working. Where the library refuses
(a measured value is missing, cannot be, or is of the wrong dimension) the answer says that it cannot be computed and
why. A choice or other kind of question is asked a third time, with the result before it. When no calculator fits,
the model answers alone, and `data` is empty.

Options: `candidates` shown to the model. `unmentioned=absent` takes findings that the model does not give as absent
and other items of a score as adding nothing, and names them in the answer, as published benchmarks score; with
`unmentioned=unknown` they stay unknown, and where they matter the answer is the range, which cannot be computed to
one number.

Source: Preceptor; extraction to a schema with execution apart as in Jin et al. 2025, AgentMD, arXiv:2402.13225.
License: Apache-2.0 (own prompt)
"""

import json
from collections.abc import Mapping
from typing import Literal, cast, get_args

from preceptor.calculate import load
from preceptor.components import Model, Pipeline, Toolbox
from preceptor.errors import BadInput, PreceptorError
from preceptor.pipelines._asking import ask, messages_of, needed
from preceptor.pipelines._reading import finish
from preceptor.prompts import question_text
from preceptor.records import Answer, Case, Json, Message, Reply
from preceptor.tools import inputs_schema, known_calculator, run_calculator, search_calculators

CHOOSE = "Which of these calculators answers the question? Answer with its name as JSON, or none.\n\n{}"
EXTRACT = (
    "Read the inputs of the calculator {} off the text, for the time that the question means. Give each with its unit "
    'as written, for example {{"value": 1.2, "unit": "mg/dL"}}. Leave out what is not stated. Answer as JSON by this '
    "schema:\n\n{}"
)
LONGEST_QUERY = 1500
Unmentioned = Literal["absent", "unknown"]


def _json(reply: Reply) -> Mapping[str, Json]:
    """Return the reply's JSON object, from its text where the endpoint did not parse it."""
    if isinstance(reply.data, Mapping):
        return reply.data
    start, end = reply.text.find("{"), reply.text.rfind("}")
    try:
        found = json.loads(reply.text[start : end + 1]) if 0 <= start < end else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _chosen(case: Case, model: Model, candidates: int) -> str | None:
    """Return the calculator that the model chooses, None where it takes none of the catalogue's."""
    query = case.prompt.strip()[-LONGEST_QUERY:] or question_text(case)[-LONGEST_QUERY:]
    found = (
        [cast("Mapping[str, str]", hit) for hit in search_calculators(query, candidates)]
        if query.strip()
        else []
    )
    if not found:
        return None
    listed = "\n".join(f"{hit['calculator']}: {hit['title']}. {hit['summary']}" for hit in found)
    names: Json = [hit["calculator"] for hit in found] + ["none"]
    schema: dict[str, Json] = {
        "type": "object",
        "properties": {"calculator": {"type": "string", "enum": names}},
        "required": ["calculator"],
    }
    text = f"{question_text(case, instruction='')}\n\n{CHOOSE.format(listed)}"
    reply = model([Message(role="user", text=text)], schema=schema)
    try:
        return known_calculator(str(_json(reply).get("calculator") or ""))
    except PreceptorError:
        return None


def _extracted(case: Case, model: Model, name: str) -> tuple[Mapping[str, Json], Reply]:
    """Return the inputs that the model reads; nulls are what is not stated."""
    schema = {**inputs_schema(name), "required": []}
    asked = EXTRACT.format(name, json.dumps(schema, ensure_ascii=False))
    reply = model(
        [Message(role="user", text=f"{question_text(case, instruction='')}\n\n{asked}")], schema=schema
    )
    return {key: value for key, value in _json(reply).items() if value is not None}, reply


def _absent(name: str, inputs: Mapping[str, Json]) -> dict[str, Json]:
    """Return findings that are not given, as absent, and choices at their lowest level; sex and numbers never."""
    found: dict[str, Json] = {}
    for key, declared in load(name).inputs.items():
        if key == "sex" or not inputs.keys().isdisjoint((key, *declared.aliases)):
            continue
        if declared.kind == "yes_no":
            found[key] = False
        elif declared.kind == "choice":
            found[key] = min(declared.levels, key=lambda level: declared.levels[level])
    return found


def _computed(name: str, inputs: Mapping[str, Json], *, lowest: bool) -> tuple[str, float | None]:
    """Return the result in words, ending in an answer line, and as a number where it is one."""
    try:
        result = run_calculator(name, inputs)
    except PreceptorError as error:
        return f"{error}\nAnswer: cannot be computed", None
    steps = "\n".join(map(str, cast("list[str]", result["steps"])))
    value = result["low"] if lowest and result["value"] is None else result["value"]
    if value is None:
        return f"{steps}\nbetween {result['low']} and {result['high']}\nAnswer: cannot be computed", None
    return f"{steps}\nAnswer: {value}", value if isinstance(value, float) else None


def PIPELINE(*, candidates: int = 10, unmentioned: Unmentioned = "absent") -> Pipeline:
    """Choose among `candidates`, extract, compute."""
    if not 1 <= candidates <= 50 or unmentioned not in get_args(Unmentioned):
        raise BadInput(
            f"extract_then_calculate: candidates={candidates}, unmentioned={unmentioned}; "
            f"give 1 to 50 candidates, and absent or unknown"
        )

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        asked = needed(model)
        name = _chosen(case, asked, candidates)
        if name is None:
            return ask(case, tools, model, messages_of(case))
        inputs, reply = _extracted(case, asked, name)
        if finish(reply) != "stop":
            return Answer(text=reply.text, finish=finish(reply))
        assumed = _absent(name, inputs) if unmentioned == "absent" else {}
        text, value = _computed(name, {**inputs, **assumed}, lowest=unmentioned == "absent")
        if assumed:
            text = f"Not given and taken as absent: {', '.join(assumed)}.\n{text}"
        data: Json = {"calculator": name, "inputs": {**inputs, **assumed}, "assumed_absent": list(assumed)}
        if case.answer_kind in ("value", "text") and not case.choices:
            return Answer(text=text, value=value, data=data)
        told = Message(role="user", text=f"The calculator {name} gives:\n{text}")
        return ask(case, tools, model, (told, *messages_of(case)))

    return Pipeline(answer=answer, calls=3)
