"""With a public URL the first start makes a key, shows it once, and asks for it ever after."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from tests.cli.serving import ACCOUNTS, Serving

PUBLIC = {"PHONY_PUBLIC_URL": "https://phony.example.com"}


def test_the_first_key_is_shown_once_and_known_on_this_machine(tmp_path: Path) -> None:
    first = Serving(tmp_path, ACCOUNTS | PUBLIC)
    with first.running("--workers", "2"):
        url = first.about["url"]
        assert httpx.get(f"{url}/agents/").status_code == 401
        env = {"PHONY_DATA_DIR": str(tmp_path), "PHONY_PORT": url.rpartition(":")[2]}
        command = [sys.executable, "-m", "phony.cli", "keys", "list"]
        here = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert "No keys" in here.stdout, here.stderr
        first.end(signal.SIGTERM)
    keys = re.findall(r"phk_[A-Za-z0-9_-]{40,}", first.log)
    assert len(keys) == 1
    kept = tmp_path / "api_key"
    assert kept.read_text().strip() == keys[0]
    assert kept.stat().st_mode & 0o777 == 0o600
    again = Serving(tmp_path, ACCOUNTS | PUBLIC)
    with again.running():
        headers = {"Authorization": f"Bearer {keys[0]}"}
        assert httpx.get(f"{again.about['url']}/keys", headers=headers).status_code == 200
        assert httpx.get(f"{again.about['url']}/agents/").status_code == 401
        assert kept.read_text().strip() == keys[0]
        again.end(signal.SIGTERM)
    assert keys[0] not in again.log
