"""An operator at a browser, as far as their microphone goes: `/calls/{id}/speak`, in real time."""

from __future__ import annotations

import base64
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.product import Product
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

FRAME_S = 0.02
SILENT = b"\xff" * 160


class Microphone:
    """Sends a frame every 20 ms, as an open microphone does: what is to be said, or silence."""

    def __init__(self) -> None:
        self._said = bytearray()
        self._free = threading.Event()
        self._free.set()
        self.closed = threading.Event()

    def say(self, sound: bytes) -> None:
        """Say this, to its end."""
        self._free.clear()
        self._said += sound
        assert self._free.wait(60)

    def next_frame(self) -> bytes:
        frame = bytes(self._said[:160]).ljust(160, b"\xff")
        del self._said[:160]
        if not self._said:
            self._free.set()
        return frame


@contextmanager
def speaking(product: Product, call_id: str) -> Iterator[Microphone]:
    """A microphone at a live call for the length of the block."""
    microphone = Microphone()
    url = product.url.replace("http", "ws") + f"/calls/{call_id}/speak"
    with connect(url, max_size=None) as socket:

        def send() -> None:
            began, count = time.monotonic(), 0
            with contextlib.suppress(ConnectionClosed):
                while not microphone.closed.is_set():
                    payload = base64.b64encode(microphone.next_frame()).decode()
                    socket.send(json.dumps({"event": "media", "media": {"payload": payload}}))
                    count += 1
                    time.sleep(max(0.0, began + count * FRAME_S - time.monotonic()))

        def listen() -> None:
            with contextlib.suppress(ConnectionClosed):
                for _ in socket:
                    pass

        threads = [threading.Thread(target=work, daemon=True) for work in (send, listen)]
        for thread in threads:
            thread.start()
        try:
            yield microphone
        finally:
            microphone.closed.set()
            threads[0].join(5)
    threads[1].join(5)
