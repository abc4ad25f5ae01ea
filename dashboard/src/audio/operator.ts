/** An operator's ears, and after a take-over mouth: both sides of a live call. */

import { Store } from "../api/feed";
import { decode, encode, fromBase64, toBase64 } from "../lib/mulaw";
import { type AudioLine, openLine, openSpeaker, type Player } from "./devices";
import { newSid, StreamWriter } from "./streamMessages";

interface OperatorState {
  mode: "off" | "opening" | "listening" | "speaking";
  error: string | null;
}

const OFF: OperatorState = { mode: "off", error: null };

type Heard =
  | { event: "open"; speaks: boolean }
  | { event: "audio"; side: "caller" | "agent"; at_ms: number; payload: string }
  | { event: "clear"; at_ms: number }
  | { event: "ended" };

export class Operator {
  readonly state = new Store<OperatorState>(OFF);
  /** Frames played since the start: tells that sound arrives. */
  readonly frames = new Store(0);

  private line: AudioLine | null = null;
  private caller: Player | null = null;
  private agent: Player | null = null;
  private socket: WebSocket | null = null;
  private writer: StreamWriter | null = null;

  constructor(private readonly callId: string) {}

  /** Hear both sides: the caller a little to the left, the agent to the right. */
  listen(): Promise<void> {
    return this.open("listen", () => openSpeaker());
  }

  /** Speak in the agent's place; the take-over command is sent by the caller of this. */
  speak(): Promise<void> {
    return this.open("speak", () => openLine((samples) => this.send(samples)));
  }

  stop(error: string | null = null): void {
    if (this.socket) {
      this.socket.onclose = null;
      this.socket.close(1000);
    }
    this.socket = null;
    this.writer = null;
    this.line?.close();
    this.line = null;
    this.caller = null;
    this.agent = null;
    this.state.set({ mode: "off", error });
  }

  private async open(what: "listen" | "speak", openAudio: () => Promise<AudioLine>): Promise<void> {
    this.stop();
    this.frames.set(0);
    this.state.set({ mode: "opening", error: null });
    try {
      const line = await openAudio();
      this.line = line;
      this.caller = await line.player(-0.35);
      this.agent = await line.player(0.35);
      const scheme = location.protocol === "https:" ? "wss" : "ws";
      const socket = new WebSocket(`${scheme}://${location.host}/calls/${this.callId}/${what}`);
      this.socket = socket;
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error("No connection to the call in time.")),
          8000,
        );
        socket.onopen = () => {
          clearTimeout(late);
          resolve();
        };
        socket.onerror = () => {
          clearTimeout(late);
          reject(new Error("The call cannot be heard: it may be over."));
        };
      });
      socket.onmessage = (event: MessageEvent<string>) => this.receive(event.data);
      socket.onclose = () => this.stop();
      if (what === "speak") this.writer = new StreamWriter(newSid("MZ"), newSid("CA"));
      this.state.set({ mode: what === "speak" ? "speaking" : "listening", error: null });
    } catch (error) {
      this.stop(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  private receive(text: string): void {
    const message = JSON.parse(text) as Heard;
    if (message.event === "audio") {
      const player = message.side === "caller" ? this.caller : this.agent;
      player?.push(decode(fromBase64(message.payload)));
      this.frames.set(this.frames.get() + 1);
    } else if (message.event === "clear") this.agent?.clear();
    else if (message.event === "ended") this.stop();
  }

  private send(samples: Float32Array): void {
    if (!this.writer || this.socket?.readyState !== WebSocket.OPEN) return;
    this.socket.send(this.writer.media(toBase64(encode(samples))));
  }
}
