/** A call from this browser: the carrier's end of a media stream, played and spoken here. */

import { startBrowserCall } from "../api/calls";
import { Store } from "../api/feed";
import { decode, encode, fromBase64, loudness, SILENCE, toBase64 } from "../lib/mulaw";
import { type AudioLine, openLine, type Player } from "./devices";
import { newSid, readOutbound, StreamWriter } from "./streamMessages";

type BrowserCallState =
  | { phase: "idle" }
  | { phase: "starting" }
  | { phase: "live"; callId: string }
  | { phase: "ended"; callId: string | null; reason: string | null };

const SILENT_FRAME = new Uint8Array(160).fill(SILENCE);

export class BrowserCall {
  readonly state = new Store<BrowserCallState>({ phase: "idle" });
  readonly muted = new Store(false);
  /** Loudness in dBFS: microphone, agent. */
  readonly levels = new Store<readonly [number, number]>([-96, -96]);

  private line: AudioLine | null = null;
  private player: Player | null = null;
  private socket: WebSocket | null = null;
  private writer: StreamWriter | null = null;
  private callId: string | null = null;

  /** Must be called by a click: browsers start sound only then. */
  async start(agentId: string): Promise<void> {
    const { phase } = this.state.get();
    if (phase === "starting" || phase === "live") return;
    this.state.set({ phase: "starting" });
    this.callId = null;
    try {
      const line = await openLine((samples) => this.send(samples));
      if (this.left()) {
        line.close();
        return;
      }
      this.line = line;
      this.player = await line.player();
      this.player.onMark = (name) => this.write((writer) => writer.mark(name));
      this.player.onReport = ({ level }) => this.levels.set([this.levels.get()[0], level]);
      const { call_id, media_url, token } = await startBrowserCall(agentId);
      if (this.left()) return; // nobody connects: the server ends the call by itself
      this.callId = call_id;
      await this.connect(media_url, token);
    } catch (error) {
      this.finish(error instanceof Error ? error.message : String(error));
    }
  }

  hangUp(): void {
    this.write((writer) => writer.stop());
    this.finish(null);
  }

  press(digit: string): void {
    this.write((writer) => writer.dtmf(digit));
  }

  toggleMute(): void {
    this.muted.set(!this.muted.get());
  }

  private async connect(mediaUrl: string, token: string): Promise<void> {
    // The address of this page, not the server's own name for itself: both lead to the same place.
    const { pathname } = new URL(mediaUrl);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${pathname}`);
    this.socket = socket;
    const writer = new StreamWriter(newSid("MZ"), newSid("CA"));
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error("The call was not connected in time.")),
        8000,
      );
      socket.onopen = () => {
        clearTimeout(timer);
        resolve();
      };
      socket.onerror = () => {
        clearTimeout(timer);
        reject(new Error("The call could not be connected. Try again."));
      };
    });
    socket.onmessage = (event: MessageEvent<string>) => this.receive(event.data);
    socket.onclose = (event) =>
      this.finish(event.code === 1000 || event.code === 1005 ? null : event.reason || null);
    if (this.left()) {
      socket.close(1000);
      return;
    }
    socket.send(writer.connected());
    socket.send(writer.start({ token }));
    this.writer = writer;
    if (this.callId) this.state.set({ phase: "live", callId: this.callId });
  }

  private receive(text: string): void {
    const message = readOutbound(text);
    if (message?.event === "media") this.player?.push(decode(fromBase64(message.payload)));
    else if (message?.event === "mark") this.player?.mark(message.name);
    else if (message?.event === "clear") this.player?.clear();
  }

  private send(samples: Float32Array): void {
    if (!this.writer) return;
    const bytes = this.muted.get() ? SILENT_FRAME : encode(samples);
    this.levels.set([loudness(bytes), this.levels.get()[1]]);
    this.write((writer) => writer.media(toBase64(bytes)));
  }

  private write(text: (writer: StreamWriter) => string): void {
    if (this.writer && this.socket?.readyState === WebSocket.OPEN)
      this.socket.send(text(this.writer));
  }

  /** The person went away while the call was being set up. */
  private left(): boolean {
    return this.state.get().phase !== "starting";
  }

  private finish(reason: string | null): void {
    const { phase } = this.state.get();
    if (phase === "ended" || phase === "idle") return;
    this.writer = null;
    if (this.socket) this.socket.onclose = null;
    this.socket?.close(1000);
    this.socket = null;
    this.line?.close();
    this.line = null;
    this.player = null;
    this.levels.set([-96, -96]);
    this.state.set({ phase: "ended", callId: this.callId, reason });
  }
}
