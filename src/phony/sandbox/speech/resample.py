"""Change of sample rate by a ratio of small integers: a polyphase FIR that keeps its state."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

_HALF_LENGTH = 12  # zero crossings of the sinc on each side: 1.5 ms at 8 kHz
_CUTOFF = 0.92  # of the lower rate's half: room for the slope
_KAISER = 7.0


class Resampler:
    """Streams any chunk sizes; whole and in pieces give the same samples.

    The output lags by `delay` output samples.
    """

    def __init__(self, up: int, down: int) -> None:
        """Output rate = input rate * up / down."""
        self._up, self._down = up, down
        wide = max(up, down)
        position = np.arange(-_HALF_LENGTH * wide, _HALF_LENGTH * wide + 1)
        taps = np.sinc(position * _CUTOFF / wide) * np.kaiser(position.size, _KAISER)
        taps *= up / taps.sum()
        self.delay = position.size // 2 // down
        # Phase p holds every up-th tap from p on: what output samples of that phase need.
        self._reach = -(-taps.size // up)
        padded = np.zeros(self._reach * up)
        padded[: taps.size] = taps
        self._phases = np.ascontiguousarray(
            padded.reshape(self._reach, up).T[:, ::-1], dtype=np.float32
        )
        self._past: Samples = np.zeros(self._reach - 1, np.float32)
        self._next = 0  # of the next output sample, on the grid of up * input rate

    def __call__(self, samples: Samples) -> Samples:
        """The output that this input completes."""
        line = np.concatenate([self._past, samples])
        grid = np.arange(self._next, samples.size * self._up, self._down)
        windows = np.lib.stride_tricks.sliding_window_view(line, self._reach)
        out = np.empty(grid.size, np.float32)
        source, phase = np.divmod(grid, self._up)
        for each in range(self._up):
            chosen = phase == each
            out[chosen] = windows[source[chosen]] @ self._phases[each]
        self._next += grid.size * self._down - samples.size * self._up
        self._past = line[line.size - self._reach + 1 :]
        return out


def resample(samples: Samples, up: int, down: int) -> Samples:
    """A whole clip at another rate, without the delay."""
    fir = Resampler(up, down)
    wanted = samples.size * up // down
    tail = np.zeros((fir.delay + 2) * down // up + 1, np.float32)
    return fir(np.concatenate([samples, tail]))[fir.delay : fir.delay + wanted]
