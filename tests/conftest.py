"""Every test starts without a data folder, a key, or a cache of the user's."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

DATA = os.environ.get("PRECEPTOR_DATA", "")
PRIVATE = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "PRECEPTOR_API_KEY",
    "PRECEPTOR_JUDGES",
    "PRECEPTOR_NETWORK",
    "PRECEPTOR_REQUEST_CACHE",
)


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new empty folder each time; `mktemp` would look through all earlier ones, half a minute in 5,000 tests."""
    root = tmp_path_factory.mktemp("caches")

    def made() -> Iterator[Path]:
        for number in count():
            (folder := root / str(number)).mkdir()
            yield folder

    return made()


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache in which the tests on the data, those of all workers, keep what they read from large files."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "read-once"


@pytest.fixture(autouse=True)
def clean_environment(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    folders: Iterator[Path],
    read_once: Path,
) -> None:
    """Take away what the user's environment holds; tests marked `data` keep the data folder."""
    for name in PRIVATE:
        monkeypatch.delenv(name, raising=False)
    own = next(folders)
    monkeypatch.setenv("PRECEPTOR_CACHE", str(own))
    if request.node.get_closest_marker("data"):
        if not DATA:
            pytest.fail("tests marked `data` need PRECEPTOR_DATA, the folder of the data sets")
        monkeypatch.setenv("PRECEPTOR_DATA", ":".join(str(Path(part).resolve()) for part in DATA.split(":")))
        monkeypatch.setenv("PRECEPTOR_CACHE", str(read_once))
        monkeypatch.setenv("PRECEPTOR_JUDGES", str(own / "judges.jsonl"))
        monkeypatch.setenv("PRECEPTOR_REQUEST_CACHE", str(own / "requests.sqlite"))
    else:
        monkeypatch.delenv("PRECEPTOR_DATA", raising=False)
