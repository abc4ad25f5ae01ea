import { describe, expect, it } from "vitest";
import { lineDiff, wordDiff } from "./textDiff";

describe("text diff", () => {
  it("marks changed words", () => {
    expect(wordDiff("open at nine today", "open at ten today")).toEqual([
      { text: "open at ", kind: "same" },
      { text: "nine", kind: "removed" },
      { text: "ten", kind: "added" },
      { text: " today", kind: "same" },
    ]);
  });

  it("marks changed lines", () => {
    expect(lineDiff("a\nb\nc", "a\nc\nd").map((p) => `${p.kind} ${p.text}`)).toEqual([
      "same a",
      "removed b",
      "same c",
      "added d",
    ]);
  });

  it("rebuilds both texts from its parts", () => {
    const before = "The quick  brown fox\njumps over";
    const after = "A quick brown cat\nleaps over it";
    const parts = wordDiff(before, after);
    const join = (skip: string) =>
      parts
        .filter((part) => part.kind !== skip)
        .map((part) => part.text)
        .join("");
    expect(join("added")).toBe(before);
    expect(join("removed")).toBe(after);
  });

  it("gives up gracefully on huge texts", () => {
    const big = Array.from({ length: 3000 }, (_, i) => `line ${i}`).join("\n");
    expect(lineDiff(big, "x")).toHaveLength(3001);
    expect(lineDiff(big, big.replace("line 5", "line five"))).toHaveLength(6000);
  });
});
