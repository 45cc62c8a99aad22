"""Every test starts without a data folder, a key, or a cache of the user's."""

import os
from pathlib import Path

import pytest

DATA = os.environ.get("PRECEPTOR_DATA", "")
PRIVATE = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "PRECEPTOR_API_KEY",
    "PRECEPTOR_NETWORK",
    "PRECEPTOR_REQUEST_CACHE",
)


@pytest.fixture(autouse=True)
def clean_environment(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory
) -> None:
    """Take away what the user's environment holds; tests marked `data` keep the data folder."""
    for name in PRIVATE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PRECEPTOR_CACHE", str(tmp_path_factory.mktemp("cache")))
    if request.node.get_closest_marker("data"):
        if not DATA:
            pytest.fail("tests marked `data` need PRECEPTOR_DATA, the folder of the data sets")
        monkeypatch.setenv("PRECEPTOR_DATA", ":".join(str(Path(part).resolve()) for part in DATA.split(":")))
    else:
        monkeypatch.delenv("PRECEPTOR_DATA", raising=False)
