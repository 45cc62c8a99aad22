"""No origin reaches a rater; two answers stand in an order of each rater's own; text stays text."""

import json
from collections import Counter

import pytest
import rating_runs
from rating_runs import HOSTILE, PIPELINES, SECRET
from rating_study import Study

WORDS = (
    *SECRET,
    *PIPELINES,
    "run-",
    "localhost:8000",
    "case-0",
    "patient-",
    "/v1/",
    '"origin"',
    "digest",
    "sha256",
    '"weight"',
)


def everything_told(study: Study, who: str) -> str:
    """Return every byte that a person's pages can receive."""
    token = {"Authorization": f"Bearer {study.tokens[who]}"}
    paths = [
        "/",
        "/page.css",
        "/desk.js",
        "/rating.js",
        "/progress.js",
        "/api/desk",
        "/api/last",
        "/api/mine",
        "/api/progress",
    ]
    paths += [f"/api/items/{item}" for item in study.desk.items]
    replies = [study.raw("GET", path, token) for path in paths]
    return "\n".join(text + json.dumps(headers) for _, text, headers in replies)


def findings(item: dict, criterion: dict) -> object:
    return criterion["options"][0]["value"]


def polite(item: dict) -> str:
    """Return the side of the answer that thanks, which is always the second system's."""
    return "a" if "Thank you" in item["answers"][0]["text"] else "b"


def blunt(item: dict) -> str:
    return "b" if polite(item) == "a" else "a"


@pytest.mark.parametrize("kind", ["rubric_study", "pair_study"])
def test_no_origin_in_anything_that_is_told(kind: str, request: pytest.FixtureRequest) -> None:
    study: Study = request.getfixturevalue(kind)
    study.rate("r1", findings)
    study.rate("r2", lambda item, one: one["options"][1]["value"])
    study.rate("a1", findings, limit=1)
    for who in ("r1", "a1"):
        told = everything_told(study, who)
        pages = [
            study.raw("GET", path, {})[1] for path in ("/page.css", "/desk.js", "/rating.js", "/progress.js")
        ]
        own_code = Counter({word: sum(page.count(word) for page in pages) for word in WORDS})
        assert len(told) > 20_000
        for word in WORDS:
            assert told.count(word) == own_code[word], (who, word)
        for name in ("r1", "r2") if who == "a1" else ("r2", "a1"):
            assert f'"{name}"' not in told


def test_errors_name_no_path_and_no_system(rubric_study: Study) -> None:
    for path, body in (
        ("/api/items/none", None),
        ("/api/items/i0001", {"revision": "x"}),
        ("/api/items/%2e%2e", None),
    ):
        _, told = rubric_study.ask("r1", path, body)
        assert "error" in told or "detail" in told
        assert not any(word in json.dumps(told) for word in (*WORDS, str(rubric_study.path)))


def test_a_full_disk_keeps_what_was_given_and_names_no_path(
    rubric_study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    rubric_study.rate("r1", findings, limit=1)
    before = (rubric_study.path / "ratings.jsonl").read_bytes()

    def full(handle: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("preceptor.serve.rate._ratings.os.write", full)
    _, desk = rubric_study.ask("r1", "/api/desk")
    _, item = rubric_study.ask("r1", f"/api/items/{desk['current']}")
    body = {"revision": 0, "done": False, "findings": {"answers": "met"}, "words": {}, "seconds": 1.0}
    status, told = rubric_study.ask("r1", f"/api/items/{item['id']}", body)
    assert (status, told) == (
        422,
        {"error": "the rating cannot be written (No space left on device); all earlier ones are kept"},
    )
    assert (rubric_study.path / "ratings.jsonl").read_bytes() == before
    monkeypatch.undo()
    assert rubric_study.ask("r1", f"/api/items/{item['id']}", body)[0] == 200


def test_orders_and_sides_are_of_each_rater(pair_study: Study) -> None:
    orders = {
        who: [one["id"] for one in pair_study.ask(who, "/api/desk")[1]["places"]] for who in ("r1", "r2")
    }
    assert orders["r1"] != orders["r2"]
    assert sorted(orders["r1"]) == sorted(orders["r2"])
    first = {}
    for who in ("r1", "r2"):
        for item in orders[who]:
            shown = pair_study.ask(who, f"/api/items/{item}")[1]["answers"][0]["text"]
            first[who, item] = "Thank you" in shown
    sides = [first[who, item] for who in ("r1", "r2") for item in orders[who]]
    assert len(set(sides)) == 2, "both orders occur"
    assert any(first["r1", item] != first["r2", item] for item in orders["r1"])


def test_preferences_are_kept_by_answer_not_by_side(pair_study: Study) -> None:
    """Whoever always prefers the polite answer prefers one system, wherever it stood."""
    pair_study.rate("r1", lambda item, one: polite(item))
    pair_study.rate("r2", lambda item, one: polite(item))
    assert pair_study.ask("a1", "/api/desk")[1]["total"] == 0
    _, found = pair_study.ask("coordinator", "/api/progress")
    assert found["agreement"][0]["coefficients"]["percent agreement"][0] == 1.0
    for line in found["outcome"]["preferences"]:
        assert "quokka" in line["systems"][0]
        assert (line["first"][0], line["second"][0], line["n"]) == (1.0, 0.0, 6)


def test_the_arbiter_sees_both_ratings_in_their_own_order_of_sides(pair_study: Study) -> None:
    pair_study.rate("r1", lambda item, one: polite(item) if one["id"] == "harm_extent" else "tie")
    pair_study.rate("r2", lambda item, one: blunt(item) if one["id"] == "harm_extent" else "tie")
    _, desk = pair_study.ask("a1", "/api/desk")
    assert desk["total"] == 6
    _, item = pair_study.ask("a1", f"/api/items/{desk['current']}")
    assert [one["id"] for one in item["criteria"]] == ["harm_extent"], "only what is disputed"
    assert sorted(one["finding"] for one in item["criteria"][0]["given"]) == ["A", "B"]
    pair_study.rate("a1", lambda item, one: polite(item))
    _, found = pair_study.ask("coordinator", "/api/progress")
    line = next(one for one in found["outcome"]["preferences"] if one["criterion"] == "harm_extent")
    assert line["first"][0] == 1.0


def test_hostile_text_arrives_as_text(rubric_study: Study, runs: tuple, tmp_path) -> None:
    """The interface sends JSON; what would reorder or hide text is shown by its code point."""
    shown = [rubric_study.ask("r1", f"/api/items/{item}")[1] for item in rubric_study.desk.items]
    origins = [rubric_study.desk.items[one["id"]].case for one in shown]
    for view, case in zip(shown, origins, strict=True):
        number = int(case.removeprefix("case-"))
        if number == 2:
            assert "[U+202E]" in view["answers"][0]["text"]
        if number < 2:
            assert HOSTILE[number] in view["answers"][0]["text"]
    assert rating_runs.digest(0) != rating_runs.digest(1)
