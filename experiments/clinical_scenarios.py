"""Clinical scenarios without a model: an oracle that is right, and three agents that each make one kind of fault.

    python experiments/clinical_scenarios.py            all 64, through the pipeline `tool_loop`
    python experiments/clinical_scenarios.py --mcp      the oracle over MCP: `preceptor serve mcp --record FILE`

The oracle knows which kind a question is of (by its wording) and where the kind's values stand; it reads them with
SQL of its own through the tools, calls the calculator, and repeats the result. It shares nothing with the task's own
answers but the declaration of the kinds. The others choose another calculator, take the first value where the latest
is asked (or another patient's), or mis-state the result.
"""

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import yaml

from preceptor import catalog
from preceptor.components import Task
from preceptor.datasets.synthetic_record import packed
from preceptor.models.scripted import model_from
from preceptor.records import Answer, Call, Case, Json, Message, Reply, Score

KINDS = yaml.safe_load(
    (catalog.path("tasks", "clinical_scenarios").parent / "kinds.yaml").read_text(encoding="utf-8")
)
STAY = "(SELECT stay_id FROM stays WHERE patient_id = '{p}' ORDER BY admitted_at DESC LIMIT 1)"
ADMITTED = "(SELECT max(admitted_at) FROM stays WHERE patient_id = '{p}')"
ORDER = {"first": "taken_at", "latest": "taken_at DESC", "highest": "value DESC", "lowest": "value"}
AGENTS = ("oracle", "wrong_calculator", "wrong_data", "wrong_arithmetic")
OTHER = {
    "qtc_fridericia": "qtc_bazett",
    "qtc_bazett": "qtc_fridericia",
    "meld_na": "meld_3_0",
    "meld_3_0": "meld_na",
    "body_mass_index": "body_surface_area",
}


def understood(question: str) -> tuple[Mapping[str, Json], str]:
    """Return the kind whose wording a question has, and the patient."""
    for kind in KINDS:
        for wording in kind["questions"]:
            if match := re.fullmatch(re.escape(wording).replace(r"\{patient\}", r"(P\d+)"), question):
                return kind, match[1]
    raise LookupError(question)


def statement(need: str, patient: str, agent: str) -> str:
    """Return the SQL that reads one need; the agent of wrong data takes the wrong end."""
    word, _, rest = need.partition(" ")
    if need == "sex":
        return f"SELECT sex FROM patients WHERE patient_id = '{patient}'"
    if need == "age":
        born = f"(SELECT birth_date FROM patients WHERE patient_id = '{patient}')"
        later = 25 if agent == "wrong_data" else 0
        return f"SELECT (strftime('%Y%m%d', {ADMITTED.format(p=patient)}) - strftime('%Y%m%d', {born})) / 10000 + {later}"
    if word == "condition":
        names = " OR ".join(f"name = '{name}'" for name in rest.split(" or "))
        status = "" if agent == "wrong_data" else " AND status = 'active'"
        return f"SELECT count(*) > 0 FROM conditions WHERE patient_id = '{patient}'{status} AND ({names})"
    name, _, pick = rest.rpartition(" ")
    taken = {"latest": "first", "first": "latest", "highest": "lowest", "lowest": "highest"}[pick]
    order = ORDER[taken if agent == "wrong_data" else pick]
    stay = STAY.format(p=patient)
    return (
        f"SELECT value, unit FROM {word}s WHERE stay_id = {stay} AND name = '{name}' ORDER BY {order} LIMIT 1"
    )


def as_input(need: str, rows: list[list[Json]]) -> Json:
    """Return one row as an input of the calculator."""
    row = rows[0]
    if need.startswith("condition"):
        return bool(row[0])
    return {"value": row[0], "unit": row[1]} if len(row) == 2 else row[0]


def agent(name: str):
    """Make a model that answers scenarios as the named agent does."""

    def reply(
        messages: Sequence[Message],
        *,
        temperature: float | None,
        max_tokens: int | None,
        schema: Mapping[str, Json] | None,
        tools: Sequence[object],
        logprobs: Sequence[str],
        seed: int | None,
    ) -> Reply:
        question = next(message.text for message in messages if message.role == "user").splitlines()[0]
        kind, patient = understood(question)
        needs = cast("Mapping[str, str]", kind["needs"])
        told = [message.text for message in messages if message.role == "tool"]
        if not told:
            reads = [
                Call(id=key, name="query_record", arguments={"sql": statement(need, patient, name)})
                for key, need in needs.items()
            ]
            return Reply(calls=tuple(reads), finish="tools")
        if len(told) == len(needs):
            return Reply(calls=(_calculation(kind, needs, told, name),), finish="tools")
        value = json.loads(told[-1])["value"]
        return Reply(text=f"Answer: {value * 1.3 + 1 if name == 'wrong_arithmetic' else value}")

    return model_from(reply, f"scripted/{name}")


def _calculation(kind: Mapping[str, Json], needs: Mapping[str, str], told: list[str], name: str) -> Call:
    inputs = {
        key: as_input(need, json.loads(text)["rows"])
        for (key, need), text in zip(needs.items(), told, strict=True)
    }
    calculator = str(kind["calculator"])
    if name == "wrong_calculator":
        calculator = OTHER.get(calculator, "body_mass_index")
        if calculator in ("body_mass_index", "body_surface_area"):
            inputs = {"weight": 70, "height": 170}
        elif calculator == "meld_na":
            inputs = {key: value for key, value in inputs.items() if key not in ("sex", "albumin")}
        elif calculator == "meld_3_0":
            inputs = {**inputs, "sex": "male", "albumin": 3.5}
    return Call(id="calculation", name="calculate", arguments={"calculator": calculator, "inputs": inputs})


def answered(case: Case, task: Task, name: str) -> Score:
    """Answer one scenario through `tool_loop` and score it."""
    assert task.tools is not None
    pipeline = catalog.load("pipelines", "tool_loop")
    answer = pipeline.answer(case, task.tools(case), agent(name))  # type: ignore[union-attr, misc]
    return task.score(case, answer, None)


async def over_mcp(cases: Sequence[Case], task: Task, record: Path) -> list[Score]:
    """Answer scenarios as the oracle over a real MCP client and server."""
    from mcp import Client, StdioServerParameters

    server = StdioServerParameters(command="preceptor", args=["serve", "mcp", "--record", str(record)])
    scores = []
    async with Client(server) as client:
        for case in cases:
            kind, patient = understood(case.prompt)
            inputs = {}
            for key, need in cast("Mapping[str, str]", kind["needs"]).items():
                read = await client.call_tool("query_record", {"sql": statement(need, patient, "oracle")})
                inputs[key] = as_input(need, read.structured_content["rows"])  # type: ignore[index]
            arguments: dict[str, Json] = {"calculator": kind["calculator"], "inputs": inputs}
            result = await client.call_tool("calculate", arguments)
            value = result.structured_content["value"]  # type: ignore[index]
            call = Call(id="1", name="calculate", arguments=arguments, result=value)
            scores.append(
                task.score(case, Answer(text=f"Answer: {value}", value=float(value), calls=(call,)), None)
            )
    return scores


def main() -> None:
    """Print what each agent scores and which faults are found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mcp", action="store_true")
    parser.add_argument("--seed", type=int, default=11)
    arguments = parser.parse_args()
    task = cast(Task, catalog.load("tasks", f"clinical_scenarios(seed={arguments.seed})"))
    cases = list(task.cases("test"))
    if arguments.mcp:
        import anyio

        with tempfile.TemporaryDirectory() as folder:
            record = Path(folder) / "record.sqlite"
            record.write_bytes(packed(arguments.seed, 40))
            scores = anyio.run(over_mcp, cases, task, record)
        print(f"oracle over MCP: {sum(score.value or 0 for score in scores):.0f} of {len(cases)} right")
        return
    for name in AGENTS:
        scores = [answered(case, task, name) for case in cases]
        flags = Counter(flag for score in scores for flag, on in score.flags.items() if on)
        print(f"{name}: {sum(score.value or 0 for score in scores):.0f} of {len(cases)} right; {dict(flags)}")


if __name__ == "__main__":
    main()
