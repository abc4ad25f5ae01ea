// Plays 8 kHz audio as it comes, with a jitter buffer in front, marks in it, and `clear`.
//
// In: {push: Float32Array}, {mark: name}, {clear: true}. Out: {mark: name}, and ten times a
// second {level: dBFS, queuedMs, underruns}.

const SOURCE_HZ = 8000;
const START_SAMPLES = 640; // 80 ms in the buffer before the first one plays
const REPORT_S = 0.1;

class Player extends AudioWorkletProcessor {
  constructor() {
    super();
    this.queue = []; // Float32Array, or the name of a mark
    this.at = 0; // place in the first array
    this.queued = 0;
    this.playing = false;
    this.underruns = 0;
    this.step = SOURCE_HZ / sampleRate;
    this.phase = 1;
    this.previous = 0;
    this.next = 0;
    this.sum = 0;
    this.counted = 0;
    this.port.onmessage = ({ data }) => this.take(data);
  }

  take(data) {
    if (data.push) {
      this.queue.push(data.push);
      this.queued += data.push.length;
    } else if (data.mark !== undefined) {
      if (this.queued === 0) this.port.postMessage({ mark: data.mark });
      else this.queue.push(data.mark);
    } else if (data.clear) {
      // As a carrier does: what was not played is dropped, its marks come back at once.
      for (const item of this.queue)
        if (typeof item === "string") this.port.postMessage({ mark: item });
      this.queue = [];
      this.at = 0;
      this.queued = 0;
      this.playing = false;
    }
  }

  sample() {
    while (this.queue.length > 0) {
      const first = this.queue[0];
      if (typeof first === "string") {
        this.port.postMessage({ mark: first });
        this.queue.shift();
      } else if (this.at < first.length) {
        this.queued--;
        return first[this.at++];
      } else {
        this.queue.shift();
        this.at = 0;
      }
    }
    return undefined;
  }

  process(_, outputs) {
    const output = outputs[0][0];
    if (!this.playing && this.queued >= START_SAMPLES) this.playing = true;
    // A short tail (less than the start buffer) that nothing follows is played, too.
    if (!this.playing && this.queued > 0) {
      this.waited = (this.waited ?? 0) + output.length;
      if (this.waited > sampleRate * 0.12) this.playing = true;
    } else this.waited = 0;
    for (let i = 0; i < output.length; i++) {
      if (this.playing) {
        while (this.phase >= 1) {
          this.previous = this.next;
          const sample = this.sample();
          if (sample === undefined) {
            this.playing = false;
            this.underruns++;
            this.next = 0;
          } else this.next = sample;
          this.phase -= 1;
        }
        output[i] = this.previous + (this.next - this.previous) * this.phase;
        this.phase += this.step;
      } else output[i] = 0;
      this.sum += output[i] * output[i];
    }
    this.counted += output.length;
    if (this.counted >= sampleRate * REPORT_S) {
      const rms = Math.sqrt(this.sum / this.counted);
      this.port.postMessage({
        level: rms > 1.6e-5 ? 20 * Math.log10(rms) : -96,
        queuedMs: this.queued / 8,
        underruns: this.underruns,
      });
      this.sum = 0;
      this.counted = 0;
    }
    return true;
  }
}

registerProcessor("phony-player", Player);
