"""A certificate for this machine that nobody but us trusts."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def certificate(folder: Path) -> Path:
    """`cert.pem` and `key.pem` in the folder, good for a day."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl program to make a certificate with")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1"
    names = "-subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    files = f"-keyout {folder}/key.pem -out {folder}/cert.pem"
    subprocess.run(f"{command} {names} {files}".split(), check=True, capture_output=True)
    return folder
