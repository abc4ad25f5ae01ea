import { describe, expect, it } from "vitest";
import { isWithin, join, lookUp, named, plain, put, without } from "./dotted";

describe("dotted keys", () => {
  it("lead to a value, and prefer a key that has the dot in it", () => {
    expect(lookUp({ a: { b: 1 } }, "a.b")).toBe(1);
    expect(lookUp({ "a.b": 2, a: { b: 1 } }, "a.b")).toBe(2);
    expect(lookUp({ a: 1 }, "a.b")).toBeUndefined();
    expect(lookUp({}, "constructor")).toBeUndefined();
  });

  it("put a value where it belongs and leave the rest, and the original, alone", () => {
    const data = { a: { b: 1, c: 2 }, d: 3 };
    expect(put(data, "a.b", 5)).toEqual({ a: { b: 5, c: 2 }, d: 3 });
    expect(put(data, "x.y.z", 5)).toEqual({ ...data, x: { y: { z: 5 } } });
    expect(put(data, "d.e", 5)).toEqual({ a: { b: 1, c: 2 }, d: { e: 5 } });
    expect(put({ "a.b": 1 }, "a.b", 5)).toEqual({ "a.b": 5 });
    expect(data).toEqual({ a: { b: 1, c: 2 }, d: 3 });
  });

  it("take a value away, if it is there", () => {
    expect(without({ a: { b: 1, c: 2 } }, "a.b")).toEqual({ a: { c: 2 } });
    expect(without({ "a.b": 1, a: { b: 2 } }, "a.b")).toEqual({ a: { b: 2 } });
    expect(without({ a: 1 }, "a.b.c")).toEqual({ a: 1 });
    expect(without({ a: 1 }, "b.c")).toEqual({ a: 1 });
  });

  it("lead into an object whose own key has a dot", () => {
    const data = { "a.b": { c: 1, d: { e: 2 } }, a: { z: 3 } };
    expect(lookUp(data, "a.b.d.e")).toBe(2);
    expect(put(data, "a.b.c", 5)).toEqual({ ...data, "a.b": { c: 5, d: { e: 2 } } });
    expect(put(data, "a.b.x", 5)).toEqual({ ...data, "a.b": { c: 1, d: { e: 2 }, x: 5 } });
    expect(without(data, "a.b.d.e")).toEqual({ ...data, "a.b": { c: 1, d: {} } });
    expect(put(data, "a.z", 4)).toEqual({ ...data, a: { z: 4 } });
  });

  it("know what they can name", () => {
    expect(join("models", "gpt-realtime", "audio_in")).toBe("models.gpt-realtime.audio_in");
    expect([named("a.b"), plain("a\\.b.c")]).toEqual(["a\\.b", "a.b.c"]);
    expect(isWithin("a.b", "a")).toBe(true);
    expect(isWithin("a", "a")).toBe(true);
    expect(isWithin("ab", "a")).toBe(false);
  });
});
