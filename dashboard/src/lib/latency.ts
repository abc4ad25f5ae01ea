/** The silence before a reply, in the parts the caller waits through. */

export interface Latency {
  decide: number;
  think: number;
  play: number;
  total: number;
}

type LatencyPart = "decide" | "think" | "play";

export const LATENCY_PARTS: readonly { key: LatencyPart; label: string; help: string }[] = [
  { key: "decide", label: "Decide", help: "caller's last sound until the turn counts as over" },
  { key: "think", label: "Think", help: "until the model's first audio arrives" },
  { key: "play", label: "Play", help: "until it begins to play at the caller's end" },
];

interface LatencyBar {
  key: LatencyPart;
  label: string;
  ms: number;
  /** Where the part begins and how wide it is, as a share of `scaleMs`. */
  left: number;
  width: number;
}

/** The bar's segments on a scale that all bars of a call share; their widths sum to the total. */
export function latencyBars(latency: Latency, scaleMs: number): LatencyBar[] {
  const scale = Math.max(scaleMs, latency.total, 1);
  let at = 0;
  return LATENCY_PARTS.map(({ key, label }) => {
    const ms = Math.max(0, latency[key]);
    const bar = { key, label, ms, left: at / scale, width: ms / scale };
    at += ms;
    return bar;
  }).filter((bar) => bar.ms > 0);
}

/** The nearest-rank percentile; null of nothing. */
export function percentile(values: readonly number[], p: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil((p / 100) * sorted.length)));
  return sorted[rank - 1] ?? null;
}

/** How a reply feels on a phone line. */
export function latencyTone(ms: number): "good" | "slow" | "bad" {
  if (ms <= 1000) return "good";
  return ms <= 2000 ? "slow" : "bad";
}
