/** Media Streams messages as the carrier's end writes and reads them. Numbers are strings. */

type OutboundMessage =
  { event: "media"; payload: string } | { event: "mark"; name: string } | { event: "clear" };

/** The carrier's half of one stream: counts what it sends. */
export class StreamWriter {
  private sequence = 0;
  private chunk = 0;
  private mediaMs = 0;

  constructor(
    readonly streamSid: string,
    private readonly callSid: string,
  ) {}

  connected(): string {
    return JSON.stringify({ event: "connected", protocol: "Call", version: "1.0.0" });
  }

  start(parameters: Record<string, string>): string {
    return this.write("start", {
      start: {
        accountSid: `AC${"0".repeat(32)}`,
        streamSid: this.streamSid,
        callSid: this.callSid,
        tracks: ["inbound"],
        mediaFormat: { encoding: "audio/x-mulaw", sampleRate: 8000, channels: 1 },
        customParameters: parameters,
      },
    });
  }

  media(payload: string, ms = 20): string {
    this.chunk++;
    const media = {
      track: "inbound",
      chunk: String(this.chunk),
      timestamp: String(this.mediaMs),
      payload,
    };
    this.mediaMs += ms;
    return this.write("media", { media });
  }

  mark(name: string): string {
    return this.write("mark", { mark: { name } });
  }

  dtmf(digit: string): string {
    return this.write("dtmf", { dtmf: { track: "inbound_track", digit } });
  }

  stop(): string {
    return this.write("stop", {
      stop: { accountSid: `AC${"0".repeat(32)}`, callSid: this.callSid },
    });
  }

  private write(event: string, body: object): string {
    this.sequence++;
    return JSON.stringify({
      event,
      sequenceNumber: String(this.sequence),
      streamSid: this.streamSid,
      ...body,
    });
  }
}

/** What the product wants of us, or null for what we do not know. */
export function readOutbound(text: string): OutboundMessage | null {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof message !== "object" || message === null || !("event" in message)) return null;
  const { event } = message;
  if (event === "clear") return { event };
  if (event === "media" && "media" in message) {
    const { payload } = message.media as { payload?: unknown };
    return typeof payload === "string" ? { event, payload } : null;
  }
  if (event === "mark" && "mark" in message) {
    const { name } = message.mark as { name?: unknown };
    return typeof name === "string" ? { event, name } : null;
  }
  return null;
}

/** A carrier's id made here: a prefix and 32 hexadecimal digits. */
export function newSid(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return prefix + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
