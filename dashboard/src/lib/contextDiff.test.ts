import { describe, expect, it } from "vitest";
import { contextDiff, reapply, toEdit } from "./contextDiff";

describe("context diff", () => {
  it("names what was added, removed and changed", () => {
    expect(contextDiff({ a: 1, b: 2, c: 3 }, { a: 1, b: 5, d: 4 })).toEqual([
      { key: "b", kind: "changed", before: 2, after: 5 },
      { key: "c", kind: "removed", before: 3 },
      { key: "d", kind: "added", after: 4 },
    ]);
  });

  it("enters objects with dotted keys and takes lists whole", () => {
    expect(
      contextDiff({ o: { x: 1, y: { z: 1 } }, l: [1, 2] }, { o: { x: 1, y: { z: 2 } }, l: [1] }),
    ).toEqual([
      { key: "o.y.z", kind: "changed", before: 1, after: 2 },
      { key: "l", kind: "changed", before: [1, 2], after: [1] },
    ]);
  });

  it("writes a dot of a name's own with a backslash", () => {
    const mine = contextDiff({ o: { "a.b": 1 } }, { o: { "a.b": 2 }, "c.d": { e: 3 } });
    expect(mine.map(({ key }) => key)).toEqual(["o.a\\.b", "c\\.d"]);
    expect(reapply({}, mine)).toEqual({ o: { "a.b": 2 }, "c.d": { e: 3 } });
    expect(reapply({ "c.d": { e: 1 } }, contextDiff({ "c.d": {} }, {}))).toEqual({});
  });

  it("makes the edit that does it", () => {
    const changes = contextDiff({ gone: true, hours: "9-5" }, { hours: "9-6", vip: null });
    expect(toEdit(changes)).toEqual({ set: { hours: "9-6", vip: null }, unset: ["gone"] });
  });

  it("finds no change between equal values", () => {
    expect(contextDiff({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([]);
  });

  it("puts changes inside a key with a dot on top of others there", () => {
    const mine = contextDiff({ "o.p": { x: 1 } }, { "o.p": { x: 2 } });
    expect(reapply({ "o.p": { x: 1, y: 7 } }, mine)).toEqual({ "o.p": { x: 2, y: 7 } });
  });

  it("does the same to data that changed meanwhile", () => {
    const mine = contextDiff({ o: { x: 1, y: 2 }, a: 1 }, { o: { x: 5, y: 2 }, b: 3 });
    expect(reapply({ o: { x: 1, y: 7 }, a: 2, c: 4 }, mine)).toEqual({
      o: { x: 5, y: 7 },
      b: 3,
      c: 4,
    });
  });
});
