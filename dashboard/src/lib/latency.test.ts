import { describe, expect, it } from "vitest";
import { latencyBars, latencyTone, percentile } from "./latency";

const latency = { decide: 500, think: 300, play: 100, total: 900 };

describe("latency", () => {
  it("lays the parts end to end and sums to the silence", () => {
    const bars = latencyBars(latency, 1800);
    expect(bars.map((bar) => bar.key)).toEqual(["decide", "think", "play"]);
    expect(bars.reduce((sum, bar) => sum + bar.ms, 0)).toBe(latency.total);
    expect(bars.reduce((sum, bar) => sum + bar.width, 0)).toBeCloseTo(0.5);
    for (let i = 1; i < bars.length; i++) {
      const before = bars[i - 1];
      expect(bars[i]?.left).toBeCloseTo((before?.left ?? 0) + (before?.width ?? 0));
    }
  });

  it("never draws past the end of its scale", () => {
    const last = latencyBars(latency, 100).at(-1);
    expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo(1);
  });

  it("leaves out parts that took no time", () => {
    expect(latencyBars({ ...latency, play: 0 }, 1000).map((bar) => bar.key)).not.toContain("play");
  });

  it("finds percentiles by nearest rank", () => {
    expect(percentile([], 50)).toBeNull();
    expect(percentile([5], 99)).toBe(5);
    expect(percentile([4, 1, 3, 2], 50)).toBe(2);
    expect(percentile([4, 1, 3, 2], 95)).toBe(4);
  });

  it("names the feeling", () => {
    expect([900, 1500, 2500].map(latencyTone)).toEqual(["good", "slow", "bad"]);
  });
});
