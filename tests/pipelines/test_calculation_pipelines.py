"""Calculators, code and extraction around a model: scripted models that do well, badly, refuse, and fail."""

import json

import pytest

from preceptor import catalog
from preceptor.components import Tool, Toolbox
from preceptor.errors import BadInput, ProviderError
from preceptor.pipelines.code_interpreter import WRAP_UP as NO_MORE_CODE
from preceptor.records import Call, Case, Passage, Reply

NOTE = Passage(
    id="note", text="A 60-year-old man. Creatinine 106 µmol/L. He weighs 154 lb and is 175 cm tall."
)
CASE = Case(
    id="egfr", prompt="What is the estimated GFR (CKD-EPI 2021 creatinine equation)?", context=(NOTE,),
    instruction='End with a line that begins with "Answer:".', answer_kind="value", target=69.3,
)  # fmt: skip
INPUTS = {"age": 60, "sex": "male", "creatinine": {"value": 106, "unit": "µmol/L"}}


def load(name: str):
    return catalog.load("pipelines", name).answer  # type: ignore[union-attr]


# --- calculator_tools


def test_calculator_tools_finds_fills_and_runs(scripted) -> None:
    calls = [
        Call(id="1", name="search_calculators", arguments={"query": "glomerular filtration creatinine 2021"}),
        Call(id="2", name="describe_calculator", arguments={"calculator": "ckd_epi_2021"}),
        Call(id="3", name="convert_unit", arguments={"value": 106, "unit": "µmol/L", "to": "mg/dL", "analyte": "creatinine"}),
        Call(id="4", name="calculate", arguments={"calculator": "ckd_epi_2021", "inputs": {"age": 60}}),
        Call(id="5", name="calculate", arguments={"calculator": "ckd_epi_2021", "inputs": INPUTS}),
    ]  # fmt: skip
    model = scripted([*(Reply(calls=(call,), finish="tools") for call in calls), "Answer: 69.3"])
    answer = load("calculator_tools")(CASE, Toolbox(), model)
    assert answer.value == 69.3
    found = {call.id: call for call in answer.calls}
    assert "ckd_epi_2021" in {hit["calculator"] for hit in found["1"].result}
    assert "creatinine" in found["2"].result["inputs"]["required"]
    assert found["3"].result["value"] == pytest.approx(1.199, abs=0.001)
    assert "needs creatinine" in found["4"].error
    assert found["5"].result["value"] == pytest.approx(69.3, abs=0.01)
    assert "Do no arithmetic of your own" in model.asked[0].last


def test_calculator_tools_calls_nest() -> None:
    from preceptor.tools import run_calculator

    nested = {
        "qt_interval": 400,
        "heart_rate": {
            "calculator": "mean_arterial_pressure",
            "inputs": {"systolic_bp": 90, "diastolic_bp": 75},
        },
    }
    with pytest.raises(BadInput, match="heart_rate"):  # a pressure is no rate
        run_calculator("qtc_bazett", nested)
    mass = {"calculator": "body_mass_index", "inputs": {"weight": "154 lb", "height": "175 cm"}}
    with pytest.raises(BadInput, match="different things"):
        run_calculator("body_surface_area", {"weight": mass, "height": "175 cm"})
    deep: object = 70
    for _ in range(7):
        deep = {
            "calculator": "adjusted_body_weight",
            "inputs": {"weight": deep, "height": 175, "sex": "male"},
        }
    with pytest.raises(BadInput, match="5 deep"):
        run_calculator("body_surface_area", {"weight": deep, "height": 175})
    once = {"calculator": "adjusted_body_weight", "inputs": {"weight": 110, "height": 175, "sex": "male"}}
    result = run_calculator("body_surface_area", {"weight": once, "height": 175})
    assert result["inputs"]["weight"]["value"] < 110  # type: ignore[index, call-overload, operator]


def test_calculator_tools_a_cases_own_tool_wins(scripted) -> None:
    own = Tool(name="calculate", description="own", parameters={"type": "object"}, function=lambda **_: 42)
    model = scripted([Reply(calls=(Call(id="1", name="calculate"),), finish="tools"), "Answer: 42"])
    answer = load("calculator_tools")(CASE, Toolbox(tools=(own,)), model)
    assert answer.calls[0].result == 42
    assert model.asked[0].tools.count("calculate") == 1


# --- code_interpreter


def test_code_interpreter_runs_mends_and_answers(scripted) -> None:
    model = scripted(
        [
            "```python\nprint(undefined)\n```",
            "Mended:\n```python\nimport math\nprint(round(math.sqrt(2), 3))\n```",
            "Answer: 1.414",
        ]
    )
    answer = load("code_interpreter")(CASE, Toolbox(), model)
    assert answer.value == 1.414
    first, second = answer.calls
    assert "NameError" in first.error
    assert second.result == "1.414\n"
    assert "NameError" in model.asked[1].last
    assert "Output:\n1.414" in model.asked[2].last


def test_code_interpreter_is_held_and_ends(scripted) -> None:
    model = scripted(
        lambda asked: "Answer: 3" if asked.last == NO_MORE_CODE else "```python\nopen('/etc/passwd')\n```"
    )
    answer = load("code_interpreter(rounds=2)")(CASE, Toolbox(), model)
    assert answer.value == 3
    assert [("not allowed" in call.error) for call in answer.calls] == [True, True]
    assert len(model.asked) == 3
    endless = scripted(["```py\nwhile True: pass\n```", "Answer: 1"])
    answer = load("code_interpreter(time_s=0.3)")(CASE, Toolbox(), endless)
    assert "stopped after 0.3 s" in answer.calls[0].error
    with pytest.raises(BadInput, match="rounds=0"):
        load("code_interpreter(rounds=0)")


# --- extract_then_calculate


def test_extract_then_calculate_computes_what_was_read(scripted) -> None:
    model = scripted(
        [json.dumps({"calculator": "ckd_epi_2021"}), f"Here it is: {json.dumps({**INPUTS, 'x': None})}"]
    )
    answer = load("extract_then_calculate")(CASE, Toolbox(), model)
    assert answer.value == pytest.approx(69.3, abs=0.01)
    assert answer.data == {"calculator": "ckd_epi_2021", "inputs": INPUTS, "assumed_absent": []}
    assert "ckd_epi_2021" in model.asked[0].schema["properties"]["calculator"]["enum"]
    assert model.asked[1].schema["properties"]["creatinine"]
    assert "0.9938" in answer.text


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"age": 60, "sex": "male"}, "needs creatinine"),
        ({**INPUTS, "creatinine": "106 mg/dL"}, "outside"),
        ({**INPUTS, "creatinine": "1.2 mmHg"}, "different things"),
        ({**INPUTS, "haste": 1}, "no input 'haste'"),
        ({**INPUTS, "creatinine": ["a", "b"]}, "not readable"),
    ],
)
def test_extract_then_calculate_does_not_guess(inputs: dict, said: str, scripted) -> None:
    model = scripted([json.dumps({"calculator": "ckd_epi_2021"}), json.dumps(inputs)])
    answer = load("extract_then_calculate")(CASE, Toolbox(), model)
    assert answer.value is None
    assert said in answer.text
    assert answer.text.endswith("Answer: cannot be computed")


def test_extract_then_calculate_says_what_it_took_as_absent(scripted) -> None:
    case = Case(id="af", prompt="CHA2DS2-VASc score?", context=(NOTE,), answer_kind="value", target=1)
    said = [
        json.dumps({"calculator": "cha2ds2_vasc"}),
        json.dumps({"age": 77, "sex": "female", "hypertension": True}),
    ]
    absent = load("extract_then_calculate")(case, Toolbox(), scripted(said))
    assert absent.value == 4
    assert "taken as absent: heart_failure, diabetes" in absent.text
    assert "stroke" in absent.data["assumed_absent"]
    unknown = load("extract_then_calculate(unmentioned=unknown)")(case, Toolbox(), scripted(said))
    assert unknown.value is None
    assert "between 4" in unknown.text
    assert unknown.text.endswith("Answer: cannot be computed")
    with pytest.raises(BadInput, match="absent or unknown"):
        load("extract_then_calculate(unmentioned=perhaps)")


def test_extract_then_calculate_without_a_calculator_answers_alone(scripted) -> None:
    for said in ('{"calculator": "none"}', "rubbish", "", '{"calculator": "no_such_thing"}', "{" * 400):
        model = scripted([said, "Answer: 5"])
        answer = load("extract_then_calculate")(CASE, Toolbox(), model)
        assert (answer.value, answer.data) == (5.0, None)


def test_extract_then_calculate_a_choice_is_asked_with_the_result(scripted) -> None:
    choice = Case(id="c", prompt=CASE.prompt, context=(NOTE,), choices={"A": "69", "B": "96"}, target="A")
    model = scripted([json.dumps({"calculator": "ckd_epi_2021"}), json.dumps(INPUTS), "A"])
    assert load("extract_then_calculate")(choice, Toolbox(), model).text == "A"
    assert "69.29" in model.asked[2].messages[0].text


@pytest.mark.parametrize("name", ["calculator_tools", "code_interpreter", "extract_then_calculate"])
def test_a_reply_that_is_cut_off_and_a_service_that_fails(name: str, scripted) -> None:
    cut = scripted(
        [json.dumps({"calculator": "ckd_epi_2021"}), Reply(text="```python\nprint(1", finish="length")]
    )
    if name != "extract_then_calculate":
        cut = scripted(lambda asked: Reply(text="```python\nprint(1", finish="length"))
    assert load(name)(CASE, Toolbox(), cut).finish == "length"

    def down(asked):
        raise ProviderError("the service is down", status=503)

    with pytest.raises(ProviderError):
        load(name)(CASE, Toolbox(), scripted(down))


# --- series_reader


def test_series_reader_answers_nothing_else() -> None:
    reader = load("series_reader")
    for prompt in (
        "Which gland makes insulin?",
        "",
        "What was the pulse at 12:00?",
        "time | pulse\n1 | 2 | 3",
    ):
        assert reader(Case(id="x", prompt=prompt, answer_kind="text"), Toolbox(), None).text == ""
