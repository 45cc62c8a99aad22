"""Drawing, settling, agreement, and labels out and in."""

import csv
import io
from pathlib import Path

import orjson
import pytest
import rating_runs
from rating_study import Study, state

from preceptor.cli import main
from preceptor.errors import BadData, BadInput
from preceptor.labels import Label, read_labels, write_labels
from preceptor.scoring.rubric import read_rubric, rubric_of
from preceptor.serve.rate import Desk, Wanted, import_labels, labels_of, new_study, progress, progress_text

RUBRIC = {
    "criteria": [
        {"id": "right", "text": "It is right."},
        {"id": "harm", "text": "It harms.", "never_event": True, "weight": -1},
    ]
}
SCALE = {
    "scale": {"low": 1, "high": 5, "not_applicable": 0},
    "criteria": [{"id": "clear", "text": "It is clear.", "kind": "ordinal"}],
}


def rubric(content: dict = RUBRIC, name: str = "own"):
    return rubric_of(content, name=name, place="here")


def study_of(path: Path, runs, content: dict = RUBRIC, **options) -> Desk:
    new_study(path, runs, rubric(content), **{"raters": ["r1", "r2"], "arbiter": "a1", **options})
    return Desk(path, writing=True)


def label(number: int, criterion: str, rater: str, finding: str = "met", **more) -> Label:
    return Label(task="advice", case=f"case-{number:03d}", answer=rating_runs.digest(number), criterion=criterion, rater=rater,
                 finding=finding, **more)  # fmt: skip


def given(path: Path, desk: Desk, labels: list[Label]):
    write_labels(path, labels)
    return import_labels(desk, path)


# ---- drawing


def test_the_draw_is_random_seeded_and_recorded(tmp_path, runs) -> None:
    drawn = {}
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        desk = study_of(tmp_path / name, runs[:1], sample=6, seed=seed)
        drawn[name] = [item.case for item in desk.items.values()]
        assert (desk.setup.population, desk.setup.sampled, desk.setup.seed) == (24, 6, seed)
        desk.close()
    assert drawn["a"] == drawn["b"] != drawn["c"]
    assert drawn["a"] != sorted(drawn["a"])


def test_what_cannot_be_rated_is_left_out_and_counted(tmp_path) -> None:
    rows = [rating_runs.row(number, 0) for number in range(6)]
    rows[0] |= {"status": "failed", "answer": {}, "error": {"kind": "ProviderError", "message": "down"}}
    rows[1]["answer"] = {"text": "cut", "finish": "length"}
    rows[2]["answer"] = {}
    rows.append({**rating_runs.row(5, 0), "epoch": 1})
    folder = rating_runs.write_run(tmp_path / "run", rows)
    desk = study_of(tmp_path / "s", [folder])
    assert desk.setup.left_out == {
        "failed": 1,
        "cut off or withheld": 1,
        "without text": 1,
        "the same answer again": 1,
    }
    assert sorted(item.case for item in desk.items.values()) == ["case-003", "case-004", "case-005"]
    desk.close()


def test_answers_that_are_no_text_are_written_out(tmp_path) -> None:
    rows = [rating_runs.row(number, 0) for number in range(3)]
    rows[0] |= {"answer": {"choice": "B"}, "choices": {"A": "one", "B": "two"}}
    rows[1]["answer"] = {"ranking": [{"id": "x", "name": "gout"}, {"id": "y"}]}
    rows[2]["answer"] = {"data": {"dose_mg": 5}}
    desk = study_of(tmp_path / "s", [rating_runs.write_run(tmp_path / "run", rows)])
    texts = {item.case: item.answers[0].text for item in desk.items.values()}
    assert texts["case-000"] == "B. two"
    assert texts["case-001"] == "1. gout\n2. y"
    assert orjson.loads(texts["case-002"]) == {"dose_mg": 5}
    desk.close()


def test_a_model_that_says_its_name_is_noticed(tmp_path) -> None:
    rows = [rating_runs.row(number, 0) for number in range(2)]
    rows[0]["answer"] = {"text": "As Zebra I advise rest."}
    desk = study_of(tmp_path / "s", [rating_runs.write_run(tmp_path / "run", rows)])
    assert desk.self_naming() == 1
    desk.close()


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_table_of_ones_own(tmp_path, ending: str) -> None:
    rows = [
        {"id": "1", "prompt": 'Q, "one"', "answer": "Yes\nindeed", "system": "x"},
        {"id": "2", "prompt": "Q2", "answer": "No", "system": "y"},
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    path = tmp_path / f"answers.{ending}"
    path.write_bytes(
        out.getvalue().encode() if ending == "csv" else b"".join(orjson.dumps(row) + b"\n" for row in rows)
    )
    desk = study_of(tmp_path / "s", [path])
    assert {item.answers[0].text for item in desk.items.values()} == {"Yes\nindeed", "No"}
    desk.close()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,prompt\n1,x\n", "row 1: no 'answer'"),
        ("id,prompt,answer\n1,,x\n", "row 1: no 'prompt'"),
        ("id,prompt,answer\n", "has no rows"),
    ],
)
def test_a_table_without_what_is_needed(tmp_path, text: str, said: str) -> None:
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(BadData, match=said):
        new_study(tmp_path / "s", [tmp_path / "t.csv"], rubric(), raters=["r1"])
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"raters": []}, "--raters: name at least one"),
        ({"raters": ["r1", "r1"]}, "given twice"),
        ({"raters": ["Anna Meyer"]}, "use up to 32 of a-z"),
        ({"raters": ["r1"], "arbiter": "coordinator"}, "not 'coordinator'"),
        ({"raters": ["r1"], "sample": 25}, "there are 24 to draw from"),
        ({"raters": ["r1"], "sample": -1}, "there are 24 to draw from"),
        ({"raters": ["r1"], "wanted": Wanted(model="nobody")}, "no answer to rate"),
    ],
)
def test_a_study_that_cannot_be_is_refused_whole(tmp_path, runs, options: dict, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        new_study(tmp_path / "s", runs[:1], rubric(), **options)
    assert not (tmp_path / "s").exists()


def test_pairs_need_two_systems_on_the_same_cases(tmp_path, runs) -> None:
    pairwise = read_rubric("medpalm2_pairwise")
    with pytest.raises(BadInput, match="no case was answered by two different arms"):
        new_study(tmp_path / "s", runs[:1], pairwise, raters=["r1"])
    new_study(tmp_path / "s", runs, pairwise, raters=["r1"])
    desk = Desk(tmp_path / "s")
    assert len(desk.items) == 24
    assert all(len({one.digest for one in item.answers}) == 2 for item in desk.items.values())


# ---- settling and agreement


def test_two_raters_and_an_arbiter(tmp_path, runs) -> None:
    desk = study_of(tmp_path / "s", runs[:1])
    first = [
        label(n, c, "r1", "met" if c == "right" else "not_met", seconds=4.0)
        for n in range(24)
        for c in ("right", "harm")
    ]
    second = [
        label(n, c, "r2", "met" if c == "right" and n >= 6 else "not_met")
        for n in range(24)
        for c in ("right", "harm")
    ]
    told = given(tmp_path / "l.csv", desk, first + second)
    assert (told.labels, told.items, told.people) == (96, 24, ("r1", "r2"))
    assert sum(bool(desk.disputed(item)) for item in desk.items) == 6
    found = progress(desk)
    assert found["settling"] == {
        "finished": 24,
        "disputed": 6,
        "settled": 0,
        "arbiter": "a1",
        "complete": False,
    }
    assert found["outcome"] is None, "systems are told apart only when all is settled"
    right, harm, _ = found["agreement"]
    assert right["coefficients"]["percent agreement"][0] == 0.75
    assert right["coefficients"]["Cohen kappa"][0] == 0.0
    assert harm["coefficients"]["percent agreement"][0] == 1.0
    assert harm["coefficients"]["Cohen kappa"][0] is None, "kappa of one category is undefined, never 1 or 0"
    assert "paradox" in harm["paradox"]
    assert "kappa paradox" in progress_text(found)
    given(
        tmp_path / "a.csv",
        desk,
        [label(n, "right", "a1", "met" if n < 3 else "not_met", role="arbiter") for n in range(6)],
    )
    line = progress(desk)["outcome"]["systems"][0]
    assert (line["n"], line["score"][0]) == (24, 0.875)
    assert "score by people, direct · zebra-9b @ localhost:8000: 88 %" in progress_text(progress(desk))
    desk.close()
    assert main(["rate", "progress", str(tmp_path / "s"), "--out", str(tmp_path / "p.json")]) == 0
    assert orjson.loads((tmp_path / "p.json").read_bytes())["outcome"]["systems"][0]["n"] == 24


def test_three_raters_settle_by_majority_and_points_by_the_middle(tmp_path, runs) -> None:
    desk = study_of(tmp_path / "s", runs[:1], raters=["r1", "r2", "r3"], sample=0)
    votes = {
        0: ("met", "met", "not_met"),
        1: ("met", "not_met", "cannot_judge"),
        2: ("cannot_judge", "cannot_judge", "met"),
    }
    given(
        tmp_path / "l.csv",
        desk,
        [label(n, c, f"r{k + 1}", votes[n][k]) for n in votes for k in range(3) for c in ("right", "harm")],
    )
    disputed = {desk.items[item].case for item in desk.items if desk.disputed(item)}
    assert disputed == {"case-001"}
    assert "Fleiss kappa" in progress(desk)["agreement"][0]["coefficients"]
    desk.close()
    scale = study_of(tmp_path / "t", runs[:1], SCALE, raters=["r1", "r2", "r3"])
    given(tmp_path / "m.csv", scale, [label(0, "clear", f"r{k}", value=float(k + 1)) for k in (1, 2, 3)])
    assert not any(scale.disputed(item) for item in scale.items)
    scale.close()


def test_fleiss_kappa_of_a_table_worked_by_hand(tmp_path, runs) -> None:
    """Items agree by 1, 1/3, 1, 1/3, so 2/3 on average; half of the ratings are met, so chance gives 1/2: 1/3."""
    desk = study_of(tmp_path / "s", runs[:1], raters=["r1", "r2", "r3"], arbiter="")
    votes = ("yyy", "yyn", "nnn", "ynn")
    said = {"y": "met", "n": "not_met"}
    given(tmp_path / "l.csv", desk, [label(n, c, f"r{k + 1}", said[votes[n][k]]) for n in range(4) for k in range(3) for c in ("right", "harm")])  # fmt: skip
    found = progress(desk)["agreement"][0]["coefficients"]
    assert found["Fleiss kappa"][0] == pytest.approx(1 / 3, abs=1e-12)
    assert found["percent agreement"][0] == pytest.approx(2 / 3, abs=1e-12)
    assert not any(desk.disputed(item) for item in desk.items), "two of three settle"
    desk.close()


def test_points_get_weighted_coefficients_and_icc(tmp_path, runs) -> None:
    desk = study_of(tmp_path / "s", runs[:1], SCALE)
    labels = [label(n, "clear", "r1", value=float(1 + n % 5)) for n in range(24)]
    labels += [label(n, "clear", "r2", value=float(min(5, 2 + n % 5))) for n in range(23)]
    labels += [label(23, "clear", "r2", "cannot_judge", words="not applicable")]
    given(tmp_path / "l.jsonl", desk, labels)
    line = progress(desk)["agreement"][0]
    assert {"Cohen kappa, quadratic", "ICC(A,1)", "Krippendorff alpha, interval", "Gwet AC1"} <= set(
        line["coefficients"]
    )
    assert (line["n"], line["unsure"]) == (23, 1)
    assert len(desk.items) - sum(bool(desk.disputed(item)) for item in desk.items) == 4, "5 and 5 only"
    desk.close()


def test_raters_without_overlap_are_told_so(tmp_path, runs) -> None:
    desk = study_of(tmp_path / "s", runs[:1])
    given(
        tmp_path / "l.csv",
        desk,
        [label(n, c, "r1" if n < 12 else "r2") for n in range(24) for c in ("right", "harm")],
    )
    assert {line["told"] for line in progress(desk)["agreement"]} == {
        "no item has findings of two raters yet"
    }
    desk.close()


# ---- labels out and in


def test_labels_go_out_and_come_back_the_same(tmp_path, runs, capsys) -> None:
    desk = study_of(tmp_path / "s", runs[:1])
    labels = [label(n, c, who, words="why, \"so\"" if n == 1 else "", seconds=2.0, time="2026-01-05T08:00:00+00:00")
              for n in range(5) for who in ("r1", "r2") for c in ("right", "harm")]  # fmt: skip
    given(tmp_path / "in.csv", desk, labels)
    desk.close()
    for name in ("out.csv", "out.jsonl"):
        assert main(["rate", "export", str(tmp_path / "s"), "--out", str(tmp_path / name)]) == 0
        assert {(one.case, one.rater, one.criterion): one for one in read_labels(tmp_path / name)} == {
            (one.case, one.rater, one.criterion): one for one in labels
        }
        assert not any(
            word in (tmp_path / name).read_text() for word in (*rating_runs.SECRET, "run-", "direct")
        )
    assert "20 labels" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"case": "case-999"}, "case 'case-999' is none of the"),
        ({"answer": "0" * 16}, "another answer was rated"),
        ({"criterion": "rihgt"}, "no criterion 'rihgt' in the rubric; near: right"),
        (
            {"rater": "r9"},
            r"no rater 'r9' in this study; there are r1 \(rater\), r2 \(rater\), a1 \(arbiter\)",
        ),
        ({"role": "arbiter"}, "no arbiter 'r1'"),
        ({"value": 3.0}, "allowed: no value"),
        ({"finding": "a"}, "criterion 'right': 'a'; allowed: met, not_met, cannot_judge"),
        ({"task": "other"}, "is not of task 'other'"),
    ],
)
def test_wrong_labels_are_refused_whole(tmp_path, runs, changed: dict, said: str) -> None:
    desk = study_of(tmp_path / "s", runs[:1])
    wrong = label(1, "right", "r1")
    write_labels(
        tmp_path / "l.csv",
        [
            label(0, "right", "r1"),
            Label(**{**{n: getattr(wrong, n) for n in Label.__dataclass_fields__}, **changed}),
        ],
    )
    with pytest.raises(BadInput, match=said):
        import_labels(desk, tmp_path / "l.csv")
    assert not (tmp_path / "s" / "ratings.jsonl").read_bytes()
    desk.close()


def test_labels_of_another_rubric_are_refused(tmp_path, runs) -> None:
    desk = study_of(tmp_path / "s", runs[:1], SCALE)
    with pytest.raises(BadInput, match="no criterion 'right' in the rubric"):
        given(tmp_path / "l.csv", desk, [label(0, "right", "r1")])
    with pytest.raises(BadInput, match="allowed: 1 to 5"):
        given(tmp_path / "l.csv", desk, [label(0, "clear", "r1", value=6.0)])
    desk.close()


def test_what_was_rated_here_is_not_imported_again(tmp_path, runs) -> None:
    desk = study_of(tmp_path / "s", runs[:1])
    given(tmp_path / "l.csv", desk, [label(0, "right", "r1")])
    with pytest.raises(BadInput, match="r1 has rated case 'case-000' here already"):
        given(tmp_path / "l.csv", desk, [label(0, "right", "r1", "not_met"), label(1, "right", "r1")])
    assert len(labels_of(desk)) == 0, "an item is finished when every criterion is"
    assert (
        desk.ratings.of("r1", next(i for i, one in desk.items.items() if one.case == "case-001")).revision
        == 0
    )
    desk.close()


def test_a_raters_own_copy_cannot_act_in_a_spreadsheet(rubric_study: Study) -> None:
    _, item = rubric_study.ask("r1", f"/api/items/{rubric_study.ask('r1', '/api/desk')[1]['current']}")
    words = {"answers": "=HYPERLINK(1)"}
    rubric_study.ask(
        "r1", f"/api/items/{item['id']}", state(item, {"answers": "met"}, done=False, words=words)
    )
    _, told = rubric_study.ask("r1", "/api/mine")
    assert told["text"].splitlines()[1] == "1,answers,met,'=HYPERLINK(1),2.0,no" or told["text"].splitlines()[
        1
    ].startswith("1,answers,met,'=HYPERLINK(1),")


def test_a_pairs_note_says_when_its_sides_were_exchanged(pair_study: Study) -> None:
    _, desk = pair_study.ask("r1", "/api/desk")
    for place in desk["places"]:
        _, item = pair_study.ask("r1", f"/api/items/{place['id']}")
        findings = {one["id"]: "a" for one in item["criteria"]}
        pair_study.ask(
            "r1", f"/api/items/{item['id']}", state(item, findings, words={"harm_extent": "A is milder"})
        )
    for one in labels_of(pair_study.desk):
        item = next(i for i in pair_study.desk.items.values() if i.case == one.case)
        assert one.answer == f"{item.answers[0].digest}:{item.answers[1].digest}"
        turned = pair_study.desk.exchanged("r1", item.id)
        assert one.finding == ("b" if turned else "a")
        if one.criterion == "harm_extent":
            assert ("exchanged" in one.words) == turned


# ---- the command


@pytest.mark.parametrize(
    ("given_words", "said"),
    [
        (["{run}"], "a new study needs --out"),
        (["{run}", "--out", "{new}"], "brings no rubric with it; give one with --rubric"),
        (["{run}", "--rubric", "patient_advise", "--out", "{new}"], "no rubric 'patient_advise'"),
        (["{new}", "--rubric", "patient_advice", "--out", "{new}"], "does not exist"),
        (["{run}", "--rubric", "patient_advice", "--out", "{run}"], "is not empty"),
        (
            ["{run}", "--rubric", "patient_advice", "--out", "{new}", "--host", "0.0.0.0"],
            "add --open-to-network",
        ),
        (
            [
                "{run}",
                "--rubric",
                "patient_advice",
                "--out",
                "{new}",
                "--host",
                "0.0.0.0",
                "--open-to-network",
            ],
            "say how raters reach it",
        ),
        (["{run}", "--rubric", "patient_advice", "--out", "{new}", "--host", "clinic"], "is no IP address"),
        (
            ["{run}", "--rubric", "patient_advice", "--out", "{new}", "--certificate", "x.pem"],
            "belong together",
        ),
        (["export", "{run}", "--out", "{new}"], "is no rating study"),
        (["progress"], "name the study's folder"),
    ],
)
def test_wrong_use_is_one_line(tmp_path, runs, capsys, given_words: list[str], said: str) -> None:
    words = [word.format(run=runs[0], new=tmp_path / "new") for word in given_words]
    assert main(["rate", *words]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.startswith("error: ")
    assert error.count("\n") == 1
    assert not (tmp_path / "new").exists()


def test_links_progress_and_an_empty_export(tmp_path, runs, capsys) -> None:
    words = [
        "rate",
        str(runs[0]),
        "--rubric",
        "patient_advice",
        "--sample",
        "5",
        "--out",
        str(tmp_path / "s"),
        "--no-serve",
    ]
    assert main(words) == 0
    first = capsys.readouterr().out
    assert "5 of 24 answers, drawn with seed 0" in first
    assert first.count("http://127.0.0.1:8737/#") == 4
    assert main(["rate", "links", str(tmp_path / "s"), "r2"]) == 0
    assert capsys.readouterr().out.count("/#") == 1
    assert main(["rate", "links", str(tmp_path / "s"), "r9"]) == 1
    assert "nobody named 'r9'" in capsys.readouterr().err
    assert main(["rate", "progress", str(tmp_path / "s")]) == 0
    assert "r1           rater    0 of 5" in capsys.readouterr().out
    assert main(["rate", "export", str(tmp_path / "s"), "--out", str(tmp_path / "l.csv")]) == 1
    assert "nobody has finished an item yet" in capsys.readouterr().err
