"""Certificates for this machine's own address, made with the command openssl."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from phony.domain.errors import Unavailable

_DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Certificate:
    """Two PEM files; whoever is to trust it is told `path` (`SSL_CERT_FILE` and the like)."""

    path: Path
    key: Path

    def server(self) -> ssl.SSLContext:
        """What a server shows it with."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.path, self.key)
        return context


def kept(folder: Path, *, days: int) -> Certificate:
    """The certificate in the folder, unless it ends within a day; a new one then.

    Raises:
        Unavailable: there is no `openssl`.
    """
    found = _in(folder)
    if found.key.exists() and found.path.exists():
        wanted = ("x509", "-checkend", str(_DAY_S), "-noout", "-in")
        if _openssl(*wanted, found.path, check=False).returncode == 0:
            return found
    folder.mkdir(parents=True, exist_ok=True)
    return make(folder, days=days)


def make(folder: Path, *, days: int) -> Certificate:
    """A fresh P-256 certificate for 127.0.0.1, ::1 and localhost, as light as the vendors' own.

    Raises:
        Unavailable: there is no `openssl`.
    """
    made = _in(folder)
    made.key.unlink(missing_ok=True)
    made.key.touch(0o600)  # before there is anything in it to read
    kind = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    names = "subjectAltName=IP:127.0.0.1,IP:::1,DNS:localhost"
    named = ("-subj", "/CN=phony on this machine", "-addext", names)
    _openssl("req", *kind, *named, "-days", str(days), "-keyout", made.key, "-out", made.path)
    return made


def _in(folder: Path) -> Certificate:
    return Certificate(folder / "certificate.pem", folder / "key.pem")


def _openssl(*arguments: str | Path, check: bool = True) -> subprocess.CompletedProcess[bytes]:
    if shutil.which("openssl") is None:
        raise Unavailable("TLS needs the command openssl.", cure="apt install openssl")
    return subprocess.run(["openssl", *arguments], check=check, capture_output=True)
