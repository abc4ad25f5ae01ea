import { describe, expect, it } from "vitest";
import { isFlat, readObject, sameJson, showJson } from "./json";

describe("JSON values", () => {
  it("are equal by what they hold, not by the order of their keys", () => {
    expect(sameJson({ a: [1, { b: 2 }], c: null }, { c: null, a: [1, { b: 2 }] })).toBe(true);
    expect(sameJson({ a: 1, b: undefined }, { a: 1, c: undefined })).toBe(false);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
    expect(sameJson([], {})).toBe(false);
  });

  it("are read as an object or not at all", () => {
    expect(readObject('{"a": 1}')).toEqual({ value: { a: 1 } });
    expect(readObject("  ")).toEqual({ value: {} });
    expect(readObject("[1]")).toEqual({ error: "It must be a JSON object: { ... }" });
    expect(readObject('{"a"')).toHaveProperty("error");
  });

  it("fit a form, or not", () => {
    expect(isFlat({ a: "x", b: 1, c: null, d: false })).toBe(true);
    expect(isFlat({ a: {} })).toBe(false);
  });

  it("are shown in one line", () => {
    expect(showJson({ a: 1 })).toBe('{"a":1}');
    expect(showJson("plain")).toBe("plain");
    expect(showJson(undefined)).toBe("");
  });
});
