"""What building an engine loads, and what not."""

from __future__ import annotations

import subprocess
import sys


def test_scripted_speech_loads_no_model_and_no_vendor_code() -> None:
    code = (
        "import asyncio, sys, phony.sandbox.app\n"
        "from phony.sandbox.engine.build import build\n"
        "asyncio.run(build(speech=False).start())\n"
        "heavy = {'numpy', 'onnxruntime', 'ctranslate2', 'hibari', 'openai', 'pymongo'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
