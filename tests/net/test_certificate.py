from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from phony.domain.errors import Unavailable
from phony.net.certificate import kept, make


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes it")
def test_a_certificate_is_kept_until_its_last_day(tmp_path: Path) -> None:
    folder = tmp_path / "tls"
    first = kept(folder, days=30)
    assert stat.S_IMODE(first.key.stat().st_mode) == 0o600
    made = first.path.read_bytes()
    assert kept(folder, days=30).path.read_bytes() == made
    make(folder, days=1)  # ends within a day
    old = first.path.read_bytes()
    assert kept(folder, days=30).path.read_bytes() not in (made, old)
    first.server()


def test_without_openssl_the_cure_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable) as error:
        make(tmp_path, days=1)
    assert "openssl" in str(error.value.cure)
