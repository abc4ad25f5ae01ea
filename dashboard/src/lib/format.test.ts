import { describe, expect, it } from "vitest";
import { ago, change, clock, count, duration, millis, phone, usd, words } from "./format";

describe("format", () => {
  it("shows durations", () => {
    expect(duration(75)).toBe("1:15");
    expect(duration(3600)).toBe("1:00:00");
    expect(duration(null)).toBe("–");
    expect(clock(61_500)).toBe("1:01");
  });

  it("shows cents where cents are all there is", () => {
    expect(usd(0.0123)).toContain("0.0123");
    expect(usd(12.3)).toContain("12.30");
    expect(usd(undefined)).toBe("–");
  });

  it("groups American numbers and leaves others alone", () => {
    expect(phone("+18578167225")).toBe("+1 857 816 7225");
    expect(phone("+441632960001")).toBe("+441632960001");
    expect(phone("")).toBe("–");
  });

  it("shows small things", () => {
    expect(count(1, "call")).toBe("1 call");
    expect(count(2, "call")).toBe("2 calls");
    expect(words("in_progress")).toBe("In progress");
    expect(change(112, 100)).toBe("+12 %");
    expect(change(1, 0)).toBeNull();
    expect(millis(812.4)).toBe("812 ms");
    expect(millis(12_345)).toBe("12.3 s");
    expect(ago(new Date(0).toISOString(), 120_000)).toMatch(/2/);
  });
});
