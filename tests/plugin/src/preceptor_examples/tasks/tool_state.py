"""A tool whose state is scored: the order must stand in the record, once, whatever the text says.

Source: Preceptor.
License: Apache-2.0
Data: 3 own-written items, synthetic.
"""

from collections.abc import Iterator

from preceptor.components import Model, Task, Tool, Toolbox
from preceptor.errors import BadInput
from preceptor.records import Answer, Case, Json, Score


def cases(split: str) -> Iterator[Case]:
    """Yield three orders."""
    for number, drug in enumerate(("alpha", "beta", "gamma")):
        yield Case(id=str(number), prompt=f"Order {drug}, use the tool.", answer_kind="action", target=[drug])


def tools(case: Case) -> Toolbox:
    """Return a fresh record with one tool that writes to it."""
    orders: list[Json] = []

    def order(drug: str) -> Json:
        if not drug:
            raise BadInput("drug='' is empty; give its name")
        orders.append(drug)
        return {"ordered": drug}

    schema = {"type": "object", "properties": {"drug": {"type": "string"}}, "required": ["drug"]}
    tool = Tool(name="order_drug", description="Write an order.", parameters=schema, function=order)
    return Toolbox(tools=(tool,), state=lambda: list(orders))


def score(case: Case, answer: Answer, judge: Model | None) -> Score:
    """Score 1 when the record holds exactly the order; a claim without an order is flagged."""
    right = answer.state == case.target
    claimed = not answer.state and "order" in answer.text.casefold()
    value = float(right)
    return Score(value=value, low=value, high=value, flags={"claimed_not_done": claimed} if claimed else {})


TASK = Task(cases=cases, score=score, gold=lambda case: Answer(state=case.target), tools=tools)
