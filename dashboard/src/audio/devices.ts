/** Microphone and loudspeaker at 8 kHz: frames in, frames out. */

import { RATE_HZ } from "../lib/mulaw";

const captureUrl = new URL("./capture.worklet.js", import.meta.url);
const playerUrl = new URL("./player.worklet.js", import.meta.url);

/** Why there is no sound, in words for a person. */
class AudioProblem extends Error {}

function explainMicrophone(error: unknown): AudioProblem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError")
    return new AudioProblem(
      "The browser was not allowed to use the microphone. Allow it for this page (the icon in the address bar), then try again.",
    );
  if (name === "NotFoundError")
    return new AudioProblem("There is no microphone. Connect one, then try again.");
  if (name === "NotReadableError")
    return new AudioProblem("Another program holds the microphone. Close it, then try again.");
  return new AudioProblem(
    `The microphone does not work: ${error instanceof Error ? error.message : String(error)}`,
  );
}

async function openContext(): Promise<AudioContext> {
  let context: AudioContext;
  try {
    context = new AudioContext({ sampleRate: RATE_HZ, latencyHint: "interactive" });
  } catch {
    context = new AudioContext({ latencyHint: "interactive" });
  }
  await context.resume();
  return context;
}

interface PlayerReport {
  level: number;
  queuedMs: number;
  underruns: number;
}

/** A loudspeaker with a jitter buffer. */
export class Player {
  onMark: (name: string) => void = () => undefined;
  onReport: (report: PlayerReport) => void = () => undefined;

  private constructor(private readonly node: AudioWorkletNode) {
    node.port.onmessage = ({ data }: MessageEvent<{ mark?: string } & Partial<PlayerReport>>) => {
      if (data.mark !== undefined) this.onMark(data.mark);
      else if (data.level !== undefined) this.onReport(data as PlayerReport);
    };
  }

  static async open(context: AudioContext, pan = 0): Promise<Player> {
    await context.audioWorklet.addModule(playerUrl);
    const node = new AudioWorkletNode(context, "phony-player", {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    const panner = new StereoPannerNode(context, { pan });
    node.connect(panner).connect(context.destination);
    return new Player(node);
  }

  push(samples: Float32Array<ArrayBuffer>): void {
    this.node.port.postMessage({ push: samples }, [samples.buffer]);
  }

  mark(name: string): void {
    this.node.port.postMessage({ mark: name });
  }

  clear(): void {
    this.node.port.postMessage({ clear: true });
  }
}

export interface AudioLine {
  context: AudioContext;
  /** Makes another loudspeaker in the same context. */
  player: (pan?: number) => Promise<Player>;
  close: () => void;
}

/** Only a loudspeaker. Call it in a click handler, or the browser keeps it silent. */
export async function openSpeaker(): Promise<AudioLine> {
  const context = await openContext();
  return {
    context,
    player: (pan) => Player.open(context, pan),
    close: () => void context.close(),
  };
}

/** Microphone and loudspeaker; `onFrame` gets 20 ms of samples at a time. */
export async function openLine(onFrame: (samples: Float32Array) => void): Promise<AudioLine> {
  // Without https (or localhost) browsers do not have `mediaDevices` at all.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices)
    throw new AudioProblem(
      "Browsers allow the microphone only on https or localhost. Open the dashboard there.",
    );
  let stream: MediaStream;
  try {
    stream = await devices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  } catch (error) {
    throw explainMicrophone(error);
  }
  let context = await openContext();
  let source: MediaStreamAudioSourceNode;
  try {
    source = context.createMediaStreamSource(stream);
  } catch {
    // Firefox refuses a microphone in a context of another rate: use its own, the worklet decimates.
    void context.close();
    context = new AudioContext({ latencyHint: "interactive" });
    await context.resume();
    source = context.createMediaStreamSource(stream);
  }
  await context.audioWorklet.addModule(captureUrl);
  const node = new AudioWorkletNode(context, "phony-capture", { numberOfOutputs: 0 });
  node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => onFrame(data);
  source.connect(node);
  return {
    context,
    player: (pan) => Player.open(context, pan),
    close: () => {
      for (const track of stream.getTracks()) track.stop();
      void context.close();
    },
  };
}
