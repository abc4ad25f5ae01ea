// Microphone to 8 kHz frames of 160 samples (20 ms), whatever rate the context runs at.

const TARGET_HZ = 8000;
const FRAME = 160;
const TAPS = 63;

/** A low-pass that keeps what 8 kHz can carry: windowed sinc, cut at 3.6 kHz. */
function lowPass(rateHz) {
  const taps = new Float32Array(TAPS);
  const cut = 3600 / rateHz;
  const middle = (TAPS - 1) / 2;
  let sum = 0;
  for (let i = 0; i < TAPS; i++) {
    const x = i - middle;
    const sinc = x === 0 ? 2 * cut : Math.sin(2 * Math.PI * cut * x) / (Math.PI * x);
    taps[i] = sinc * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (TAPS - 1)));
    sum += taps[i];
  }
  return taps.map((tap) => tap / sum);
}

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.frame = new Float32Array(FRAME);
    this.filled = 0;
    this.step = sampleRate / TARGET_HZ;
    this.taps = this.step === 1 ? null : lowPass(sampleRate);
    this.history = new Float32Array(TAPS);
    this.place = 0;
    this.due = 0;
  }

  push(sample) {
    this.frame[this.filled++] = sample;
    if (this.filled < FRAME) return;
    this.port.postMessage(this.frame, [this.frame.buffer]);
    this.frame = new Float32Array(FRAME);
    this.filled = 0;
  }

  process(inputs) {
    const input = inputs[0]?.[0];
    if (!input) return true;
    if (!this.taps) {
      for (const sample of input) this.push(sample);
      return true;
    }
    for (const sample of input) {
      this.history[this.place] = sample;
      this.place = (this.place + 1) % TAPS;
      this.due -= 1;
      if (this.due > 0) continue;
      this.due += this.step;
      let sum = 0;
      for (let i = 0; i < TAPS; i++)
        sum += this.taps[i] * this.history[(this.place + TAPS - 1 - i) % TAPS];
      this.push(sum);
    }
    return true;
  }
}

registerProcessor("phony-capture", Capture);
