import { describe, expect, it } from "vitest";
import {
  decode,
  decodeSample,
  encode,
  encodeSample,
  fromBase64,
  loudness,
  toBase64,
} from "./mulaw";

describe("mu-law", () => {
  it("knows the standard's corner codes", () => {
    expect(encodeSample(0)).toBe(0xff);
    expect(encodeSample(32767)).toBe(0x80);
    expect(encodeSample(-32768)).toBe(0x00);
    expect(decodeSample(0xff)).toBe(0);
    expect(decodeSample(0x80)).toBe(32124);
    expect(decodeSample(0x00)).toBe(-32124);
  });

  it("gives every code back (0x7f is the second zero)", () => {
    for (let code = 0; code < 256; code++) {
      const expected = code === 0x7f ? 0xff : code;
      expect(encodeSample(decodeSample(code))).toBe(expected);
    }
  });

  it("keeps a tone within the codec's error", () => {
    const tone = Float32Array.from({ length: 800 }, (_, i) => 0.5 * Math.sin((i * Math.PI) / 20));
    const back = decode(encode(tone));
    const worst = Math.max(...back.map((value, i) => Math.abs(value - (tone[i] ?? 0))));
    expect(worst).toBeLessThan(0.02);
  });

  it("clips instead of wrapping", () => {
    expect([...encode(Float32Array.of(3, -3))]).toEqual([0x80, 0x00]);
  });

  it("crosses base64 unchanged", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  });

  it("measures loudness", () => {
    expect(loudness(new Uint8Array(160).fill(0xff))).toBe(-96);
    expect(loudness(new Uint8Array(160).fill(0x80))).toBeCloseTo(-0.17, 1);
    expect(loudness(new Uint8Array())).toBe(-96);
  });
});
