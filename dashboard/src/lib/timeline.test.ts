import { describe, expect, it } from "vitest";
import type { Command, Edit, Turn } from "../api/types";
import { timeline, turnAt } from "./timeline";

const START = "2026-01-01T00:00:00Z";
const turn = (id: string, index: number, started_ms: number) => ({ id, index, started_ms }) as Turn;

describe("timeline", () => {
  it("puts turns, edits and commands on one clock", () => {
    const entries = timeline(
      [turn("b", 1, 4000), turn("a", 0, 1000)],
      [{ id: "e", at_ms: 2000, created_at: START } as Edit],
      [{ id: "c", at_ms: null, created_at: "2026-01-01T00:00:03Z" } as Command],
      START,
    );
    expect(entries.map((entry) => entry.id)).toEqual(["a", "e", "c", "b"]);
    expect(entries.map((entry) => entry.at)).toEqual([1000, 2000, 3000, 4000]);
  });

  it("keeps the turns' order where their clocks overlap, whatever stands between", () => {
    const entries = timeline(
      [turn("a", 0, 5000), turn("b", 1, 4000), turn("c", 2, 6000)],
      [{ id: "e", at_ms: 4500, created_at: START } as Edit],
      [],
      START,
    );
    expect(entries.map((entry) => entry.id)).toEqual(["e", "a", "b", "c"]);
  });

  it("says of an edit once that it was made, and later that its time was over", () => {
    const line = (id: string, index: number, edit_id: string) =>
      ({
        id,
        index,
        started_ms: index * 1000,
        kind: "event",
        data: { edit_id },
      }) as unknown as Turn;
    const entries = timeline(
      [line("changed", 0, "e"), line("taken back", 1, "e"), line("not listed", 2, "x")],
      [{ id: "e", at_ms: 0, created_at: START } as Edit],
      [],
      START,
    );
    expect(entries.map((entry) => entry.id)).toEqual(["e", "taken back", "not listed"]);
  });

  it("finds the turn that plays", () => {
    const turns = [turn("a", 0, 1000), turn("b", 1, 4000)];
    expect(turnAt(turns, 500)).toBeUndefined();
    expect(turnAt(turns, 3999)?.id).toBe("a");
    expect(turnAt(turns, 9000)?.id).toBe("b");
  });
});
