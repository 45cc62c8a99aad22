"""The program as its users meet it: what it prints, its exit codes, one clear line for each mistake."""

import json
from pathlib import Path

import pytest

from preceptor.cli import main

from loopback import Server

EXAM = "examples/one_choice"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]):
    """Run the program; returns (exit code, standard output, standard error)."""

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(str(stop.code))
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def test_help_names_every_command(said) -> None:
    code, out, _ = said("--help")
    assert code == 0
    assert "  examine " in out
    assert said() == (0, out, "")
    assert said("--version")[1].startswith("preceptor ")
    code, out, _ = said("examine", "--help")
    assert code == 0
    assert "--dry-run" in out


def test_list_and_show(said) -> None:
    code, out, _ = said("list", "pipelines")
    assert code == 0
    assert "direct  " in out
    code, out, _ = said("show", EXAM)
    assert code == 0
    for part in (
        "Source: Preceptor",
        "License: Apache-2.0",
        "option n=8",
        "splits: test, train",
        "expected 'A'",
    ):
        assert part in out
    assert (
        said("show", "self_consistancy")[2]
        == "error: no component 'self_consistancy'; near: self_consistency\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["exmine"], "error: no command 'exmine'; near: examine"),
        (["examine", EXAM, "--model", "scripted/echo"], "error: no run folder: give --out FOLDER"),
        (["examine", "--out", "run"], "error: no task given; `preceptor list tasks` shows them"),
        (["examine", EXAM, "--out", "run"], "error: pipeline direct asks a model: give --model"),
        (["examine", EXAM, "--out", "run", "--model", "scriptd/echo"], "near: scripted"),
        (
            ["examine", EXAM, "--out", "run", "--model", "openai/gpt-5"],
            "set the environment variable OPENAI_API_KEY",
        ),
        (["examine", "nope.yaml", "--out", "run", "--pipeline", "longest_option"], "nope.yaml"),
        (
            ["examine", EXAM, "--out", "run", "--epochs", "0", "--model", "scripted/echo"],
            "epochs=0 is not allowed",
        ),
        (["examine", EXAM, "--out", "run", "--model", "scripted/echo", "--split", "dev"], "no split 'dev'"),
        (
            ["examine", EXAM, "--out", "run", "--model", "scripted/echo", "--perturb", "shout"],
            "no perturbation 'shout'",
        ),
        (
            ["examine", EXAM, "--out", "run", "--model", "scripted/echo", "--model-option", "x"],
            "write KEY=VALUE",
        ),
        (
            ["examine", "examples/one_choice(n=0)", "--out", "run", "--model", "scripted/echo"],
            "has no cases in split",
        ),
        (["examine", "--suite", "exms", "--out", "run"], "no suite 'exms'"),
        (["examine", "--config", "nope.toml"], "cannot read nope.toml"),
        (["purge"], "nothing named; give run folders"),
        (["purge", "."], "is no run folder"),
        (["data", "fetch"], "name the tasks to fetch"),
        (["data", "fetch", "medqqa"], "no task or source 'medqqa'"),
        (["probe", "http://127.0.0.1:9/v1/none", "--timeout", "1", "--retries", "0"], None),
    ],
)
def test_each_mistake_is_one_line(
    said, arguments: list[str], message: str | None, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = said(*arguments)
    assert code in (1, 2)
    if message is None:
        assert "answers            no: no connection to" in out
    else:
        assert message in err.splitlines()[-1]
    assert not (tmp_path / "run").exists()


def test_examine_prints_its_plan_and_its_counts(said, tmp_path: Path) -> None:
    out_folder = str(tmp_path / "run")
    code, out, err = said("examine", EXAM, "--model", "scripted/first_option", "--out", out_folder)
    assert code == 0
    assert "pipelines:\n- direct" in err
    assert f"run folder {out_folder}" in err
    assert "score 0.2500 (95 % Wilson: 0.0715 to 0.5907, n 8); asked 8, failed 0, unparsed 0" in out
    assert (
        "8 cases were finished before"
        in said("examine", EXAM, "--model", "scripted/first_option", "--out", out_folder)[1]
    )
    code, _, err = said("examine", EXAM, "--model", "scripted/echo", "--out", out_folder)
    assert code == 1
    assert "holds another run: models was" in err


def test_failed_cases_have_an_exit_code_of_their_own(said, tmp_path: Path, server: Server) -> None:
    server.configure(faults={"500": 0.5}, seed=2)
    arguments = (
        "examine",
        EXAM,
        "--model",
        server.model,
        "--out",
        str(tmp_path / "run"),
        "--retries",
        "0",
        "--no-cache",
    )
    code, out, err = said(*arguments)
    assert code == 3
    assert "ProviderError" in out
    assert "the same command asks them again" in err
    server.configure(faults={})
    assert said(*arguments)[0] == 0


def test_a_changed_model_is_warned_of(said, tmp_path: Path, server: Server) -> None:
    server.reset()
    server.configure(fingerprint_after=3)
    code, _, err = said(
        "examine",
        EXAM,
        "--model",
        server.model,
        "--out",
        str(tmp_path / "run"),
        "--no-cache",
        "--concurrency",
        "1",
    )
    server.configure(fingerprint_after=0)
    assert code == 0
    assert "warning: the served model changed" in err


def test_a_file_gives_the_same_names_and_the_command_line_wins(said, tmp_path: Path) -> None:
    for name, text in (
        (
            "plan.yaml",
            f"tasks: [{EXAM}]\nmodels: scripted/first_option\nlimit: 3\nout: {tmp_path / 'yaml'}\n",
        ),
        (
            "plan.toml",
            f'tasks = ["{EXAM}"]\nmodels = ["scripted/first_option"]\nlimit = 3\nout = "{tmp_path / "toml"}"\n',
        ),
    ):
        (tmp_path / name).write_text(text)
        code, out, _ = said("examine", "--config", str(tmp_path / name), "--limit", "2")
        assert code == 0
        assert "asked 2" in out
    (tmp_path / "wrong.yaml").write_text("tsks: [x]\n")
    assert "unknown name 'tsks'" in said("examine", "--config", str(tmp_path / "wrong.yaml"))[2]


def test_limits_in_a_file_count_and_a_suite_gives_way(said, tmp_path: Path) -> None:
    (tmp_path / "suite.yaml").write_text(
        f"summary: two baselines\ntasks: [{EXAM}]\npipelines: [longest_option]\nlimit: 2\n"
    )
    (tmp_path / "plan.yaml").write_text(
        f"suite: {tmp_path / 'suite.yaml'}\nconcurrency: 3\nrequests_per_minute: 30000\nretries: 1\n"
        f"timeout_s: 7\nout: {tmp_path / 'one'}\n"
    )
    code, out, err = said("examine", "--config", str(tmp_path / "plan.yaml"))
    assert code == 0
    assert "longest_option" in out
    assert "asked 2" in out
    for line in ("concurrency: 3", "requests_per_minute: 30000", "retries: 1", "timeout_s: 7"):
        assert line in err
    code, out, _ = said(
        "examine", "--suite", str(tmp_path / "suite.yaml"), "--pipeline", "direct", "--limit", "0", "--model",
        "scripted/echo", "--out", str(tmp_path / "two"),
    )  # fmt: skip
    assert code == 0
    assert "direct" in out
    assert "asked 8" in out


def test_a_dry_run_asks_nothing(said, tmp_path: Path, server: Server) -> None:
    server.reset()
    prices = tmp_path / "prices.csv"
    prices.write_text("model,input_usd_per_million,output_usd_per_million\n*loopback,1000000,0\n")
    code, out, _ = said(
        "examine", f"{EXAM}(n=100)", "--model", server.model, "--dry-run", "--prices", str(prices),
        "--pipeline", "self_consistency(of=direct,k=5)",
    )  # fmt: skip
    assert code == 0
    assert server.stats()["requests"] == 0
    assert out.count("What is") == 3
    assert "about 500 calls" in out
    assert "USD" in out


def test_purge_removes_what_it_says(said, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    said("examine", EXAM, "--model", "scripted/echo", "--out", str(folder))
    assert "would remove" in said("purge", str(folder))[1]
    assert folder.exists()
    assert said("purge", str(folder), "--yes")[0] == 0
    assert not folder.exists()


def test_probe_says_what_it_saw(said, server: Server) -> None:
    code, out, _ = said("probe", server.model)
    assert code == 0
    for line in ("answers            yes", "tools              called pulse_rate", "schema             yes",
                 "log-probabilities  ", "images             accepted", "latency            "):  # fmt: skip
        assert line in out


def test_no_key_reaches_the_run_folder(
    said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    monkeypatch.setenv("PRECEPTOR_API_KEY", "sesame-open")
    code, _, _ = said(
        "examine", EXAM, "--model", server.model, "--out", str(tmp_path / "run"), "--model-option",
        "header_X-Ward=sesame-two",
    )  # fmt: skip
    assert code == 0
    for file in (tmp_path / "run").iterdir():
        assert "sesame" not in file.read_text()
    stored = json.loads((tmp_path / "run" / "run.json").read_text())
    assert stored["arguments"]["model_options"] == {"header_X-Ward": "(not stored)"}


def test_check_tells_a_kept_promise(said) -> None:
    code, out, _ = said("check", "tasks", EXAM)
    assert code == 0
    assert "kept   The gold answer scores 1" in out
    assert out.endswith("every promise is kept\n")
