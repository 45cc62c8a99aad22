"""The page in headless Chromium: it opens from disk, filters, finds, opens cases, and nothing in it acts."""

import time

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from preceptor.report import diagnosis_page, html_of

pytestmark = pytest.mark.browser
HOSTILE = '</script><script>document.title="owned"</script><img src=x> \u202e'
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
]


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield browser
    browser.quit()


@pytest.fixture(scope="module")
def page(run_folder):
    path = run_folder.parent / "page.html"
    path.write_text(html_of([run_folder]))
    return path


def _wait(driver, condition, limit_s=60.0):
    end = time.monotonic() + limit_s
    while not driver.execute_script(f"return {condition}"):
        assert time.monotonic() < end, condition
        time.sleep(0.02)


def _open(driver, path):
    driver.get(path.as_uri())
    _wait(driver, "document.documentElement.dataset.ready !== undefined")


def _choose(driver, field, value):
    driver.execute_script(
        "const f = document.getElementById(arguments[0]); f.value = arguments[1];"
        "f.dispatchEvent(new Event('change', {bubbles: true}))", field, value,
    )  # fmt: skip


def _found(driver):
    return driver.find_element("id", "found").text


def _count(driver):
    return int(_found(driver).split(" of ")[0].split(" cases")[0].replace(",", ""))


def _logs(driver):
    return [entry for entry in driver.get_log("browser") if "favicon" not in entry["message"]]


def test_filters_and_opens_a_case(driver, page):
    _open(driver, page)
    every = _count(driver)
    driver.find_element("id", "wrong-only").click()
    assert 0 < _count(driver) < every
    assert driver.find_element("id", "wrong-only").get_attribute("aria-pressed") == "true"
    scores = [cell.text for cell in driver.find_elements("css selector", "#list td.num")]
    assert set(scores) == {"0"}
    driver.find_element("css selector", "#list .open").click()
    _wait(driver, "document.getElementById('case').open")
    body = driver.find_element("id", "case-body").text
    assert "Wrong" in body
    assert "expected" in body
    first = driver.find_element("id", "case-title").text
    driver.find_element("id", "after").click()
    _wait(driver, f"document.getElementById('case-title').textContent !== {first!r}")
    driver.find_element("id", "close").click()
    assert driver.switch_to.active_element.get_attribute("class") == "open"
    assert _logs(driver) == []


def test_every_filter_narrows_and_clear_undoes(driver, page):
    _open(driver, page)
    every = _count(driver)
    for field, value in (
        ("by-task", "wards"), ("by-pipeline", "direct"), ("by-perturbation", "typos"), ("by-outcome", "failed"),
        ("by-flag", "unparsed"), ("by-flag", "+"), ("by-tag", "specialty=neurology"),
    ):  # fmt: skip
        _choose(driver, field, value)
        assert 0 < _count(driver) < every, field
        driver.find_element("css selector", "button[type=reset]").click()
        _wait(driver, f"document.getElementById('found').textContent === '{every:,} cases.'")


def test_finds_text_inside_cases(driver, page):
    _open(driver, page)
    driver.find_element("id", "by-text").send_keys("血圧が高い")
    _wait(driver, "document.getElementById('found').textContent.includes(' match')")
    assert 0 < _count(driver) < 60
    driver.find_element("id", "by-text").send_keys(" not there")
    _wait(driver, "document.getElementById('found').textContent.startsWith('None of')")


def test_numbers_of_the_table_lead_to_their_cases(driver, page):
    _open(driver, page)
    link = driver.find_element("css selector", ".scores a[data-outcome=failed]")
    number = int(link.text)
    driver.execute_script("arguments[0].click()", link)
    _wait(driver, "document.getElementById('found').textContent.includes(' match')")
    assert _count(driver) == number


def test_pages_turn(driver, page):
    _open(driver, page)
    before = driver.find_element("css selector", "#list .open").text
    driver.execute_script("document.getElementById('later').click()")
    driver.execute_script("document.getElementById('later').click()")
    assert "Page 3" in driver.find_element("id", "page").text
    assert driver.find_element("css selector", "#list .open").text != before


def test_hostile_texts_do_not_act(driver, page):
    _open(driver, page)
    title = driver.title
    for number in range(12):
        driver.execute_script("document.querySelectorAll('#list .open')[arguments[0]].click()", number)
        _wait(driver, "document.getElementById('case').open")
        driver.execute_script("document.querySelectorAll('#case details').forEach((d) => { d.open = true; })")
        driver.execute_script("document.getElementById('close').click()")
    assert driver.title == title
    assert driver.find_elements("css selector", "img, iframe") == []
    assert _logs(driver) == []


def test_nothing_sticks_out_on_a_phone(driver, page):
    metrics = {"width": 360, "height": 780, "deviceScaleFactor": 2, "mobile": True}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        _open(driver, page)
        assert driver.execute_script("return document.documentElement.scrollWidth") <= 360
        driver.execute_script("document.querySelector('#list .open').click()")
        _wait(driver, "document.getElementById('case').open")
        assert driver.execute_script("return document.getElementById('case-body').scrollWidth") <= 360
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


CONTRAST = """
const light = (text) => { const c = text.match(/[\\d.]+/g).slice(0, 3).map((v) => { v /= 255;
  return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
const ground = (node) => { for (; node; node = node.parentElement) { const c = getComputedStyle(node).backgroundColor;
  if (!/, 0\\)$/.test(c) && c !== 'transparent') return c; } return 'rgb(255, 255, 255)'; };
let worst = [99, ''];
for (const node of document.querySelectorAll('body *')) {
  const own = [...node.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim());
  if (!own || !node.offsetParent || node.disabled || node.tagName === 'SCRIPT') continue;
  const a = light(getComputedStyle(node).color), b = light(ground(node));
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < worst[0]) worst = [ratio, node.outerHTML.slice(0, 120)];
}
return worst;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(driver, page, scheme):
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    _open(driver, page)
    ratio, where = driver.execute_script(CONTRAST)
    assert ratio >= 4.5, where


def test_ten_thousand_cases_open(driver, big_folder):
    path = big_folder / "page.html"
    path.write_text(html_of([big_folder]))
    assert path.stat().st_size < 25_000_000
    driver.get("about:blank")
    _open(driver, path)
    assert "cases" in _found(driver)
    driver.find_element("id", "by-text").send_keys("nowhere to be found")
    _wait(driver, "document.getElementById('found').textContent.startsWith('None of')", 30)
    assert _logs(driver) == []


@pytest.fixture(scope="module")
def ranked_page(ranked_folder):
    path = ranked_folder.parent / "ranked.html"
    path.write_text(html_of([ranked_folder]))
    return path


def _open_case(driver, path, number):
    _open(driver, path)
    driver.execute_script("document.querySelectorAll('#list .open')[arguments[0]].click()", number)
    _wait(driver, "document.getElementById('case').open")


def _labels(driver, selector):
    return driver.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map((c) => c.ariaLabel)", selector
    )


def test_a_ranked_case_shows_findings_against_diseases(driver, ranked_page):
    _open_case(driver, ranked_page, 0)
    rows = [one.text for one in driver.find_elements("css selector", ".findings tbody th")]
    assert rows[0] == "Observed"
    assert [rows.index(one) for one in ("Looked for and not found", "Expected and not mentioned")] == [3, 5]
    assert _labels(driver, ".findings .expected") == [
        "2. Second disease of the family, 20 %, the expected diagnosis"
    ]
    cells = [label.partition(": ")[2] for label in _labels(driver, ".findings td")]
    assert cells[0] == "supports: 100 times likelier than on average (6.6 bits); in 80 % of its patients"
    assert cells[2] == "unexplained: 9.8 times rarer than on average (3.3 bits); in 2.0 % of its patients"
    assert cells[3] == "says little: about as often as on average; in 50 % of its patients"
    assert cells[6:8] == ["nothing said", "contradicts: in 70 % of its patients, excluded here"]
    assert cells[9] == "missing: in 90 % of its patients, not mentioned here"
    shapes = {kind: driver.find_elements("css selector", f".findings .{kind}") for kind in ("supports", "against", "little", "missing", "contradicts")}  # fmt: skip
    assert {kind: len(marks) for kind, marks in shapes.items()} == {
        "supports": 3, "against": 1, "little": 2, "missing": 1, "contradicts": 1,
    }  # fmt: skip
    tags = {driver.execute_script("return arguments[0].firstChild.outerHTML.slice(0, 9)", marks[0]) for marks in shapes.values()}  # fmt: skip
    assert len(tags) == 5 - 2  # circles of two sizes, two paths, a square: no kind is told by colour alone
    assert "Quiet sign" in driver.find_element("css selector", ".differential .quiet").text
    assert driver.find_element("css selector", ".ranking .is-target b").text == "Second disease of the family"
    assert "19 more" in driver.find_element("css selector", ".ranking").text
    assert _logs(driver) == []


def test_the_matrix_is_walked_by_keys_and_the_case_stays(driver, ranked_page):
    _open_case(driver, ranked_page, 0)
    told = driver.find_element("css selector", ".told")
    driver.execute_script("document.querySelector('.findings td[tabindex=\"0\"]').focus()")
    assert told.text.startswith("Sideways gait (HP:1) · ")
    for key, says in (("\ue014", "Second disease"), ("\ue015", "Blue nails (HP:2) · Second"), ("\ue010", "Blue nails (HP:2) · Third"),
                      ("\ue014", "Blue nails (HP:2) · Third"), ("\ue013", "Sideways gait (HP:1) · Third")):  # fmt: skip
        driver.switch_to.active_element.send_keys(key)
        assert says in told.text
    assert driver.find_element("id", "case-title").text == "rare-00"
    assert len(driver.find_elements("css selector", '.findings td[tabindex="0"]')) == 1
    driver.execute_script("document.getElementById('case-body').focus()")
    driver.switch_to.active_element.send_keys("\ue014")
    _wait(driver, "document.getElementById('case-title').textContent === 'rare-01'")


def test_data_of_another_shape_is_shown_as_it_is(driver, ranked_page):
    for number, shown in ((1, '"rows": 3'), (2, "[")):
        _open_case(driver, ranked_page, number)
        assert driver.find_elements("css selector", ".findings") == []
        assert shown in driver.find_element("id", "case-body").text
    assert _logs(driver) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_a_ranked_case_is_readable_everywhere(driver, ranked_page, scheme, width):
    metrics = {"width": width, "height": 780, "deviceScaleFactor": 1, "mobile": width < 500}
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        _open_case(driver, ranked_page, 0)
        assert driver.execute_script("return document.getElementById('case-body').scrollWidth") <= width
        ratio, where = driver.execute_script(CONTRAST)
        assert ratio >= 4.5, where
        marks = driver.execute_script(MARKS_CONTRAST)
        assert min(marks.values()) >= 3, marks  # what is drawn, WCAG 1.4.11
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


MARKS_CONTRAST = """
const light = (text) => { const c = text.match(/[\\d.]+/g).slice(0, 3).map((v) => { v /= 255;
  return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
const paper = light(getComputedStyle(document.getElementById('case')).backgroundColor), found = {};
for (const mark of document.querySelectorAll('.findings .mark')) {
  const style = getComputedStyle(mark.firstChild), a = light(style.fill === 'none' ? style.stroke : style.fill);
  found[mark.classList[1]] = (Math.max(a, paper) + 0.05) / (Math.min(a, paper) + 0.05);
}
return found;
"""


def test_the_page_of_one_differential(driver, tmp_path):
    findings = [{"code": "HP:1", "name": "Sideways gait", "assertion": said, "start": 0, "end": 6, "text": "<b>walk", "past": False}
                for said in ("present", "family")]  # fmt: skip
    disease = {"id": "MONDO:1", "name": HOSTILE, "codes": ["OMIM:1"], "probability": 0.6, "in_90_set": True, "reasons": [HOSTILE]}  # fmt: skip
    found = {
        "patient": {"text": f"<b>walk {HOSTILE}", "findings": findings, "sex": "female", "onset_years": None, "age_years": 3.0},
        "used": {"observed": [{"id": "HP:1", "name": "Sideways gait", "words": ""}], "excluded": []},
        "diseases": [disease], "set_90": 1, "none_of_these_note": "who knows", "notes": [HOSTILE], "releases": "HPO 1",
        "next_questions": [{"term": "HP:2", "name": HOSTILE, "bits": 0.5, "yes": 0.4, "after_yes": "A", "after_no": "B"}],
    }  # fmt: skip
    matrix = {"diseases": [["MONDO:1", HOSTILE, 0.6, []]], "findings": [["HP:1", HOSTILE, "observed"]], "cells": [[[0.5, 2.0]]]}  # fmt: skip
    path = tmp_path / "one.html"
    path.write_text(diagnosis_page(found, matrix))
    _open(driver, path)
    assert driver.title.startswith("Preceptor: </script>")
    assert driver.find_elements("css selector", "img, iframe, script[src]") == []
    assert (
        len(driver.find_elements("css selector", "mark.said-present, .findings td svg")) == 3
    )  # one in the legend
    assert _labels(driver, ".findings td")[0].endswith("4.0 times likelier than on average (2.0 bits); in 50 % of its patients")  # fmt: skip
    assert driver.execute_script(CONTRAST)[0] >= 4.5
    assert _logs(driver) == []
