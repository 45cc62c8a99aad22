"""The rating pages in headless Chromium: two raters and an arbiter by keyboard, then the judge's corrected report."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
import rating_runs
from rating_study import Study, serving
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from preceptor.calibration import read_in_run
from preceptor.scoring.rubric import read_rubric
from preceptor.serve.rate import Desk, new_study

pytestmark = pytest.mark.browser
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1280,800",
]  # fmt: skip
YES, NO = "1", "2"


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield browser
    browser.quit()


def _wait(driver: webdriver.Chrome, condition: str, limit_s: float = 60.0) -> None:
    end = time.monotonic() + limit_s
    while not driver.execute_script(f"return {condition}"):
        assert time.monotonic() < end, condition
        time.sleep(0.02)


def _open(driver: webdriver.Chrome, link: str) -> None:
    driver.get("about:blank")
    driver.get(link)
    _wait(driver, "document.documentElement.dataset.ready !== undefined")


def _press(driver: webdriver.Chrome, *keys: str) -> None:
    ActionChains(driver).send_keys(*keys).perform()


def _item(driver: webdriver.Chrome) -> str:
    return driver.execute_script("return document.getElementById('item').dataset.item || ''")


def _shown(driver: webdriver.Chrome) -> tuple[str, list[str]]:
    """Return the answer that is shown and the statements that are asked."""
    texts = driver.execute_script(
        "return [document.querySelector('.answer .text').textContent,"
        " [...document.querySelectorAll('#criteria legend')].map((l) => l.lastChild.textContent)]"
    )
    return texts[0], texts[1]


def _rate_all(driver: webdriver.Chrome, key: Callable[[str, str], str]) -> int:
    """Rate item after item by keyboard; `key` gives the key for an answer and a statement. Returns how many."""
    number = 0
    while item := _item(driver):
        answer, statements = _shown(driver)
        _press(driver, *(key(answer, statement) for statement in statements), Keys.ENTER)
        _wait(driver, f"(document.getElementById('item').dataset.item || '') !== {item!r}")
        number += 1
    return number


def _truly(answer: str, statement: str) -> str:
    criterion = next(str(one["id"]) for one in rating_runs.CRITERIA if one["text"] == statement)
    return YES if rating_runs.truth(answer, criterion) else NO


def _logs(driver: webdriver.Chrome) -> list[dict]:
    return driver.get_log("browser")


def test_two_raters_an_arbiter_and_the_corrected_report(
    driver: webdriver.Chrome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRECEPTOR_JUDGES", str(tmp_path / "judges.jsonl"))
    run = rating_runs.judged_run(tmp_path / "run", 80)
    tokens = new_study(tmp_path / "s", [run], None, raters=["r1", "r2"], arbiter="a1", sample=20)
    with serving(tmp_path / "s", tokens) as study:
        _open(driver, study.links["r1"])
        assert _rate_all(driver, _truly) == 20
        assert "All items are rated" in driver.find_element("id", "finished").text
        turned = []

        def hasty(answer: str, statement: str) -> str:
            """Err on every tenth finding."""
            turned.append(statement)
            return (
                _truly(answer, statement)
                if len(turned) % 10
                else {YES: NO, NO: YES}[_truly(answer, statement)]
            )

        _open(driver, study.links["r2"])
        assert _rate_all(driver, hasty) == 20
        _open(driver, study.links["coordinator"])
        assert "6 leave a doubt, 0 of these are settled" in driver.find_element("id", "progress").text
        assert "Krippendorff" in driver.find_element("id", "progress").text
        assert "wombat" not in driver.page_source
        assert "zebra" not in driver.page_source, "systems are named when all is settled"
        _open(driver, study.links["a1"])
        assert driver.find_element("css selector", ".given").text.count("rating:") == 2
        assert _rate_all(driver, _truly) == 6
        assert "Nothing to settle now" in driver.find_element("id", "finished").text
        _open(driver, study.links["coordinator"])
        agreed = driver.find_element("css selector", "tr.all").text.replace("\n", " ")
        assert "60 90 %" in agreed, "54 of 60 findings alike"
        driver.find_element("id", "calibrate").click()
        _wait(driver, "document.querySelector('#reports a')")
        told = driver.find_element("id", "progress").text
        found = read_in_run(run)
        assert found is not None
        line = found["corrected"][0]
        assert f"{100 * line['value']:.0f} %\n{100 * line['low']:.0f} % to {100 * line['high']:.0f} %" in told
        assert line["low"] < rating_runs.true_score(80) < line["high"]
        driver.get(driver.find_element("css selector", "#reports a").get_attribute("href"))
        _wait(driver, "document.documentElement.dataset.ready !== undefined")
        assert driver.title == "Preceptor report: run"
        assert driver.find_element("id", "scores").is_displayed()
        assert f"{100 * line['value']:.1f}" in driver.find_element("css selector", "main").text
    assert _logs(driver) == []


@pytest.fixture
def served(tmp_path: Path, runs: tuple[Path, Path]) -> Iterator[Study]:
    """All 24 answers, hostile ones among them, on eleven criteria."""
    tokens = new_study(
        tmp_path / "s", runs[:1], read_rubric("patient_advice"), raters=["r1", "r2"], arbiter="a1"
    )
    with serving(tmp_path / "s", tokens) as study:
        yield study


def _findings(driver: webdriver.Chrome) -> dict[str, str]:
    pairs = driver.execute_script(
        "return [...document.querySelectorAll('#criteria input:checked')].map((i) => [i.name, i.value])"
    )
    return dict(pairs)


def test_reload_and_a_killed_server_lose_nothing(
    driver: webdriver.Chrome, tmp_path: Path, runs: tuple[Path, Path]
) -> None:
    tokens = new_study(tmp_path / "s", runs[:1], read_rubric("patient_advice"), raters=["r1"], sample=3)
    command = [sys.executable, "-m", "preceptor.cli", "rate", str(tmp_path / "s"), "--port"]

    def start(port: str) -> tuple[subprocess.Popen, int]:
        process = subprocess.Popen([*command, port], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        said = next(line for line in process.stdout if line.startswith("serving"))
        process.stdout.close()
        return process, int(said.split(":")[2].split("/")[0])

    process, port = start("0")
    _open(driver, f"http://127.0.0.1:{port}/#{tokens['r1']}")
    item = _item(driver)
    _press(driver, YES, NO, "x")
    _wait(driver, "document.getElementById('status').textContent === 'Saved'")
    driver.refresh()
    _wait(driver, "document.documentElement.dataset.ready !== undefined")
    before = {"answers": "met", "reasons": "not_met", "next_steps.1": "cannot_judge"}
    assert (_item(driver), _findings(driver)) == (item, before)
    process.kill()
    process.wait()
    _press(driver, YES)
    _wait(driver, "document.getElementById('alert').textContent.includes('Trying again')")
    process, _ = start(str(port))
    _wait(driver, "document.getElementById('alert').hidden")
    driver.refresh()
    _wait(driver, "document.documentElement.dataset.ready !== undefined")
    assert _findings(driver) == {**before, "next_steps.2": "met"}
    process.kill()
    process.wait()
    refused = [entry for entry in _logs(driver) if "ERR_CONNECTION_REFUSED" not in entry["message"]]
    assert refused == []


def test_keys(driver: webdriver.Chrome, served: Study) -> None:
    _open(driver, served.links["r1"])
    first = _item(driver)

    def focused() -> str:
        return driver.execute_script("return document.activeElement.name || document.activeElement.id")

    assert focused() == "answers"
    _press(driver, Keys.ARROW_DOWN)
    assert focused() == "reasons"
    _press(driver, Keys.ARROW_UP, Keys.ARROW_RIGHT)
    assert (_findings(driver), focused()) == ({"answers": "met"}, "answers")
    _press(driver, Keys.ARROW_RIGHT)
    assert _findings(driver) == {"answers": "not_met"}
    _press(driver, "u")
    assert _findings(driver) == {"answers": "met"}
    _press(driver, "u")
    assert _findings(driver) == {}
    _press(driver, Keys.ENTER)
    assert driver.find_element("id", "status").text == "11 criteria are still open"
    _press(driver, "w", "1 dose is 2 high", Keys.ESCAPE)
    assert (_findings(driver), focused()) == ({}, "answers"), "what is written is no finding"
    _press(driver, *"12121212121")
    assert focused() == "next"
    _press(driver, Keys.ENTER)
    _wait(driver, f"document.getElementById('item').dataset.item !== {first!r}")
    assert Desk(served.path).ratings.of("r1", first).words == {"answers": "1 dose is 2 high"}
    _press(driver, "u")
    _wait(driver, f"document.getElementById('item').dataset.item === {first!r}")
    assert len(_findings(driver)) == 11
    _press(driver, Keys.ENTER)
    _wait(driver, f"document.getElementById('item').dataset.item !== {first!r}")
    _press(driver, "o")
    assert driver.find_element("id", "overview").is_displayed()
    assert driver.find_element("css selector", "#places .finished").text == "1"
    _press(driver, Keys.ESCAPE, "?")
    assert "cannot judge" in driver.find_element("id", "key-list").text
    _press(driver, Keys.ESCAPE)
    assert _logs(driver) == []


def test_a_second_window_is_shown_what_the_first_saved(driver: webdriver.Chrome, served: Study) -> None:
    _open(driver, served.links["r1"])
    item = _item(driver)
    body = {"revision": 0, "done": False, "findings": {"answers": "not_met"}, "words": {}, "seconds": 1.0}
    assert served.ask("r1", f"/api/items/{item}", body)[0] == 200
    _press(driver, YES)
    _wait(driver, "document.getElementById('alert').textContent.includes('another window')")
    assert _findings(driver) == {"answers": "not_met"}
    _press(driver, Keys.ARROW_DOWN, YES)
    _wait(driver, "document.getElementById('alert').hidden")
    assert Desk(served.path).ratings.of("r1", item).findings["answers"] == "not_met"
    _logs(driver)


def test_hostile_answers_do_not_act_and_nothing_is_asked_elsewhere(
    driver: webdriver.Chrome, served: Study
) -> None:
    _open(driver, served.links["r1"])
    title = driver.title
    seen = set()
    for _ in range(24):
        seen.add(_shown(driver)[0])
        assert driver.find_elements("css selector", "#case img, #case script, #case b, iframe") == []
        item = _item(driver)
        _press(driver, *"12121212121", Keys.ENTER)
        _wait(driver, f"(document.getElementById('item').dataset.item || '') !== {item!r}")
    assert len(seen) == 24
    assert any("<img src=x" in text for text in seen)
    assert any("[U+202E]" in text for text in seen)
    assert driver.title == title
    asked = driver.execute_script("return performance.getEntriesByType('resource').map((e) => e.name)")
    assert asked
    assert all(name.startswith((f"http://127.0.0.1:{served.port}/", "data:")) for name in asked)
    for secret in (*rating_runs.SECRET, "run-"):
        assert secret not in driver.page_source
    assert _logs(driver) == []
    rows = [orjson.loads(line) for line in (served.path / "ratings.jsonl").read_bytes().splitlines()]
    assert all(0 < row["seconds"] < 60 for row in rows if row["done"])


def test_a_wrong_link_says_so(driver: webdriver.Chrome, served: Study) -> None:
    for link, said in (
        (served.links["r1"][:-3], "This link is not valid"),
        (served.links["r1"].split("#")[0], "Open the whole link"),
    ):
        driver.get("about:blank")
        driver.get(link)
        _wait(driver, "!document.getElementById('gate').hidden")
        assert said in driver.find_element("id", "gate").text
    _logs(driver)


CONTRAST = """
const light = (text) => { const c = text.match(/[\\d.]+/g).slice(0, 3).map((v) => { v /= 255;
  return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
const ground = (node) => { for (; node; node = node.parentElement) { const c = getComputedStyle(node).backgroundColor;
  if (!/, 0\\)$/.test(c) && c !== 'transparent') return c; } return getComputedStyle(document.documentElement).colorScheme; };
let worst = [99, ''];
for (const node of document.querySelectorAll('body *')) {
  const own = [...node.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim());
  if (!own || !node.offsetParent || node.disabled || getComputedStyle(node).visibility === 'hidden') continue;
  const a = light(getComputedStyle(node).color), b = light(ground(node));
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < worst[0]) worst = [ratio, node.outerHTML.slice(0, 120)];
}
return worst;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_and_labels(driver: webdriver.Chrome, served: Study, scheme: str) -> None:
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    for who in ("r1", "coordinator"):
        _open(driver, served.links[who])
        if who == "r1":
            _press(driver, YES, NO)
        ratio, where = driver.execute_script(CONTRAST)
        assert ratio >= 4.5, where
    _open(driver, served.links["r1"])
    nameless = driver.execute_script(
        "return [...document.querySelectorAll('button, input, textarea, fieldset, dialog, [role]')].filter((n) =>"
        " n.tagName === 'FIELDSET' ? !n.querySelector('legend') :"
        " !(n.labels?.length || n.textContent.trim() || n.ariaLabel || n.getAttribute('aria-labelledby') || n.matches('[role=status], [role=alert]')))"
        ".map((n) => n.outerHTML.slice(0, 100))"
    )
    assert nameless == []
    assert _logs(driver) == []


@pytest.mark.parametrize(("width", "height"), [(820, 1180), (1024, 768), (390, 844)])
@pytest.mark.parametrize("pairwise", [False, True])
def test_nothing_sticks_out(
    driver: webdriver.Chrome, tmp_path: Path, runs: tuple[Path, Path], width: int, height: int, pairwise: bool
) -> None:
    rubric = read_rubric("medpalm2_pairwise" if pairwise else "clinical_note_quality")
    tokens = new_study(tmp_path / "s", runs if pairwise else runs[:1], rubric, raters=["r1", "r2"], sample=2)
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
    with serving(tmp_path / "s", tokens) as study:
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        try:
            for who in ("r1", "coordinator"):
                _open(driver, study.links[who])
                assert driver.execute_script("return document.documentElement.scrollWidth") <= width
            _open(driver, study.links["r1"])
            small = driver.execute_script(
                "return [...document.querySelectorAll('.choice, .actions button')].map((n) => n.getBoundingClientRect())"
                ".filter((r) => r.height < 40 || r.width < 30).length"
            )
            assert small == 0, "fingers find every choice"
        finally:
            driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
