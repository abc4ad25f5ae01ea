/** A telephone in this browser that rings when an agent calls its (sandbox) number. */

import { Store } from "../api/feed";
import { decode, encode, fromBase64, loudness, toBase64 } from "../lib/mulaw";
import { type AudioLine, openLine, type Player } from "./devices";

interface SoftphoneState {
  /** `away`: switched off; `lost`: the line is down and comes back by itself. */
  phase: "away" | "connecting" | "ready" | "lost" | "ringing" | "answering" | "talking";
  from: string | null;
  since: string | null;
  note: string | null;
}

type Heard =
  | { event: "ring"; from: string; to: string }
  | { event: "answered" }
  | { event: "media"; payload: string }
  | { event: "ended"; reason?: string };

const NUMBER_KEY = "phony-softphone-number";
const ON_KEY = "phony-softphone-on";
const DEFAULT_NUMBER = "+15551234567";

class Softphone {
  readonly state = new Store<SoftphoneState>({
    phase: "away",
    from: null,
    since: null,
    note: null,
  });
  readonly levels = new Store<readonly [number, number]>([-96, -96]);

  private socket: WebSocket | null = null;
  private line: AudioLine | null = null;
  private player: Player | null = null;
  private wanted = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private ringer: { stop: () => void } | null = null;

  get number(): string {
    return localStorage.getItem(NUMBER_KEY) ?? DEFAULT_NUMBER;
  }

  set number(value: string) {
    localStorage.setItem(NUMBER_KEY, value);
  }

  /** Was it on when the page was last open? */
  get remembered(): boolean {
    return sessionStorage.getItem(ON_KEY) === "1";
  }

  switchOn(): void {
    this.wanted = true;
    sessionStorage.setItem(ON_KEY, "1");
    this.connect();
  }

  switchOff(): void {
    this.wanted = false;
    sessionStorage.removeItem(ON_KEY);
    clearTimeout(this.retry);
    this.endSound();
    if (this.socket) this.socket.onclose = null;
    this.socket?.close(1000);
    this.socket = null;
    this.show({ phase: "away", from: null, note: null });
  }

  async answer(): Promise<void> {
    this.ringer?.stop();
    this.show({ phase: "answering" });
    try {
      this.line = await openLine((samples) => this.speak(samples));
      this.player = await this.line.player();
      this.player.onReport = ({ level }) => this.levels.set([this.levels.get()[0], level]);
      this.send({ event: "answer" });
    } catch (error) {
      this.endSound();
      this.send({ event: "reject" });
      this.show({
        phase: "ready",
        from: null,
        note: error instanceof Error ? error.message : String(error),
      });
    }
  }

  reject(): void {
    this.ringer?.stop();
    this.send({ event: "reject" });
  }

  hangUp(): void {
    this.send({ event: "hangup" });
  }

  press(digit: string): void {
    this.send({ event: "dtmf", digit });
  }

  private connect(): void {
    if (this.socket) return;
    this.show({ phase: "connecting", note: null });
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const number = encodeURIComponent(this.number);
    const socket = new WebSocket(`${scheme}://${location.host}/sandbox/softphone?number=${number}`);
    this.socket = socket;
    socket.onopen = () => this.show({ phase: "ready" });
    socket.onmessage = (event: MessageEvent<string>) =>
      this.receive(JSON.parse(event.data) as Heard);
    socket.onclose = (event) => {
      this.socket = null;
      this.endSound();
      if (!this.wanted) return;
      if (event.code === 4409) {
        this.show({ phase: "away", from: null, note: event.reason });
        this.wanted = false;
        return;
      }
      this.show({ phase: "lost", from: null });
      this.retry = setTimeout(() => this.connect(), 2000);
    };
  }

  private receive(message: Heard): void {
    switch (message.event) {
      case "ring":
        this.show({ phase: "ringing", from: message.from, note: null });
        this.ring();
        break;
      case "answered":
        this.show({ phase: "talking", since: new Date().toISOString() });
        break;
      case "media":
        this.player?.push(decode(fromBase64(message.payload)));
        break;
      case "ended":
        this.endSound();
        this.show({ phase: "ready", from: null, since: null, note: "The call is over." });
        break;
    }
  }

  private speak(samples: Float32Array): void {
    if (this.state.get().phase !== "talking") return;
    const bytes = encode(samples);
    this.levels.set([loudness(bytes), this.levels.get()[1]]);
    this.send({ event: "media", payload: toBase64(bytes) });
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** Two tones, two seconds on, four off. Silent where the browser wants a click first. */
  private ring(): void {
    this.ringer?.stop();
    let context: AudioContext;
    try {
      context = new AudioContext();
    } catch {
      return;
    }
    const gain = new GainNode(context, { gain: 0 });
    gain.connect(context.destination);
    const tones = [440, 480].map((frequency) => new OscillatorNode(context, { frequency }));
    for (const tone of tones) {
      tone.connect(gain);
      tone.start();
    }
    for (let i = 0; i < 20; i++) {
      gain.gain.setValueAtTime(0.05, context.currentTime + i * 6);
      gain.gain.setValueAtTime(0, context.currentTime + i * 6 + 2);
    }
    this.ringer = {
      stop: () => {
        void context.close();
        this.ringer = null;
      },
    };
  }

  private endSound(): void {
    this.ringer?.stop();
    this.line?.close();
    this.line = null;
    this.player = null;
    this.levels.set([-96, -96]);
  }

  private show(change: Partial<SoftphoneState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}

/** The one telephone of this page. */
export const softphone = new Softphone();
