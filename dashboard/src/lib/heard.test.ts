import { describe, expect, it } from "vitest";
import { heardLength, saidParts } from "./heard";

const turn = (said: string, heard: string, interrupted = false, final = true) => ({
  said,
  heard,
  interrupted,
  final,
});

describe("said and heard", () => {
  it("strikes what an interrupted turn never played", () => {
    expect(saidParts(turn("We open at nine and close at six.", "We open at nine", true))).toEqual([
      { text: "We open at nine", state: "heard" },
      { text: " and close at six.", state: "unheard" },
    ]);
  });

  it("shows a finished turn whole, whatever the last mark said", () => {
    expect(saidParts(turn("Hello there.", "Hello"))).toEqual([
      { text: "Hello there.", state: "heard" },
    ]);
  });

  it("lets words wait while the agent speaks", () => {
    expect(saidParts(turn("One two three", "One", false, false))).toEqual([
      { text: "One", state: "heard" },
      { text: " two three", state: "waiting" },
    ]);
  });

  it("strikes everything when nothing was heard", () => {
    expect(saidParts(turn("Never played", "", true))).toEqual([
      { text: "Never played", state: "unheard" },
    ]);
  });

  it("shows a caller's line that has only heard text", () => {
    expect(saidParts(turn("", "hi", false, true))).toEqual([{ text: "hi", state: "heard" }]);
    expect(saidParts(turn("", ""))).toEqual([]);
  });

  it("looks past punctuation, case and spaces", () => {
    const said = "Yes — of course, Mr. Smith: nine o'clock.";
    expect(said.slice(0, heardLength(said, "yes of  course mr smith"))).toBe(
      "Yes — of course, Mr. Smith:",
    );
  });

  it("cuts inside a word", () => {
    expect(heardLength("A wonderful day", "a wonder")).toBe("A wonder".length);
  });
});
