import { describe, expect, it } from "vitest";
import { wordDiff } from "./textDiff";

describe("text diff", () => {
  it("marks changed words", () => {
    expect(wordDiff("open at nine today", "open at ten today")).toEqual([
      { text: "open at ", kind: "same" },
      { text: "nine", kind: "removed" },
      { text: "ten", kind: "added" },
      { text: " today", kind: "same" },
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
    const big = Array.from({ length: 1500 }, (_, i) => `word${i}`).join(" ");
    const other = big.replace("word5 ", "another ");
    expect(wordDiff(big, other)).toEqual([
      { text: big, kind: "removed" },
      { text: other, kind: "added" },
    ]);
  });
});
