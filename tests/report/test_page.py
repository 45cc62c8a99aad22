import base64
import hashlib
import re
import zlib
from html.parser import HTMLParser

import orjson
import pytest

from preceptor.report import _archive as archive
from preceptor.report import html_of, report_text
from preceptor.rows import read_rows

NO_CLOSE = {"meta", "br", "input", "circle", "rect", "path", "line", "polyline", "img"}


@pytest.fixture(scope="module")
def page(run_folder):
    return html_of([run_folder])


class Outline(HTMLParser):
    """Collects elements with attributes and checks that tags close in order."""

    def __init__(self):
        super().__init__()
        self.found, self.open, self.scripts, self.wbr = [], [], [], 0

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in NO_CLOSE | {"wbr"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        while self.open and self.open[-1] != tag and self.open[-1] in ("p", "li", "option"):
            self.open.pop()
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)


@pytest.fixture(scope="module")
def outline(page):
    parser = Outline()
    parser.feed(page)
    assert parser.open == []
    return parser


def _unpack(page):
    packed = re.findall(
        r'<script type="application/octet-stream" (id="index"|class="chunk")>([^<]*)</script>', page
    )
    texts = [zlib.decompress(base64.b64decode(content)) for _, content in packed]
    return orjson.loads(texts[0]), [[orjson.loads(line) for line in text.split(b"\n")] for text in texts[1:]]


def test_every_case_is_in_the_page_whole(page, run_folder):
    index, chunks = _unpack(page)
    rows = {
        (row["task"], row["pipeline"], row["perturbation"], row["epoch"], row["id"]): row
        for row in read_rows(run_folder)
    }
    assert len(index["id"]) == len(rows)
    for number, name in enumerate(index["id"]):
        arm = index["arms"][index["arm"][number]]
        row = rows[arm[1], arm[2], arm[4], index["epoch"][number], name]
        found = chunks[index["chunk"][number]][index["place"][number]]
        assert found == {key: content for key, content in row.items() if key not in archive.KEY_FIELDS}


def test_nothing_is_loaded_from_elsewhere(outline):
    for tag, attributes in outline.found:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base")
        assert "src" not in attributes
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "#").startswith("#")


def test_policy_allows_only_the_page_s_own_script_and_style(page, outline):
    policy = next(
        a["content"] for tag, a in outline.found if a.get("http-equiv") == "Content-Security-Policy"
    )
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(script) == 1
    for content in (style, script[0]):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_hostile_texts_are_only_text(page, outline):
    assert "</script><script>document" not in page
    assert "<img src=x" not in page
    assert "&lt;/script&gt;" in page
    assert "\u202e" not in page
    assert "49" not in re.findall(r"<td[^>]*>\{\{[^<]*", page)
    assert sum(tag == "script" for tag, _ in outline.found) == len(outline.scripts)


def test_marks_for_readers_by_ear(outline):
    tags = [tag for tag, _ in outline.found]
    for landmark in ("header", "main", "nav", "footer", "h1"):
        assert landmark in tags
    assert tags.count("table") == tags.count("caption")
    identities = [a["id"] for _, a in outline.found if "id" in a]
    assert len(identities) == len(set(identities))
    for _, attributes in outline.found:
        assert attributes.get("aria-labelledby", identities[0]) in identities
    labelled = {a["for"] for tag, a in outline.found if tag == "label"}
    fields = {a["id"] for tag, a in outline.found if tag in ("select", "input")}
    assert fields <= labelled
    assert any(a.get("aria-live") == "polite" for _, a in outline.found)


def test_same_folder_same_page(page, run_folder):
    assert html_of([run_folder]) == page


def _sizes(page):
    return sum(len(content) for content in re.findall(r'class="chunk">([^<]*)<', page))


def test_long_texts_are_cut_and_told_where_the_page_would_grow_too_large(long_folder):
    page = html_of([long_folder])
    assert "more characters in cases.jsonl" not in page
    budget = _sizes(page) // 3
    cut = html_of([long_folder], budget=budget)
    assert "This page cuts texts after 4,000 characters" in cut
    assert "more are in the figures but not in this page" not in cut
    _, chunks = _unpack(cut)
    assert any("more characters in cases.jsonl]" in str(row) for chunk in chunks for row in chunk)


def test_cases_beyond_the_limit_are_left_out_and_told(run_folder):
    page = html_of([run_folder], budget=20_000)
    index, chunks = _unpack(page)
    shown = sum(map(len, chunks))
    assert len(index["id"]) == shown
    total = sum(1 for _ in read_rows(run_folder))
    assert f"holds the first {shown:,}; {total - shown:,} more are in the figures" in page


@pytest.mark.parametrize("form", ["html", "json", "md", "csv"])
def test_an_empty_run_can_be_written_in_every_form(tmp_path, form):
    (tmp_path / "run.json").write_bytes(
        orjson.dumps({"format": 1, "arguments": {}, "data": {}, "started": "2026-01-05T08:00:00Z"})
    )
    assert report_text([tmp_path], form)
