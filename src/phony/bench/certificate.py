"""A certificate for the far end of the benchmark, which whoever is measured trusts."""

from __future__ import annotations

import contextlib
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from phony.domain.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the far end shows, and the file that `SSL_CERT_FILE` must name to trust it."""

    server: ssl.SSLContext
    path: Path


@contextlib.contextmanager
def self_signed() -> Iterator[Certificate]:
    """A fresh P-256 certificate for 127.0.0.1, as light as the vendor's own.

    Raises:
        Unavailable: there is no `openssl` to make it.
    """
    if shutil.which("openssl") is None:
        raise Unavailable("TLS needs the command openssl.", cure="apt install openssl")
    with tempfile.TemporaryDirectory(prefix="phony-bench-tls-") as folder:
        key, path = Path(folder) / "key.pem", Path(folder) / "certificate.pem"
        kind = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        names = ("-subj", "/CN=phony bench", "-addext", "subjectAltName=IP:127.0.0.1")
        subprocess.run(
            ["openssl", "req", *kind, *names, "-days", "2", "-keyout", key, "-out", path],
            check=True,
            capture_output=True,
        )
        server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        server.load_cert_chain(path, key)
        yield Certificate(server, path)
