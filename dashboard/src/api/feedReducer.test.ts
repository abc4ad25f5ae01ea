import { describe, expect, it } from "vitest";
import {
  boardOfSnapshot,
  LINGER_MS,
  mergeBoard,
  mergeCommands,
  mergeEdits,
  mergeTurns,
  newerCall,
} from "./feedReducer";
import type { Call, Command, Edit, Turn } from "./types";

const NOW = Date.parse("2026-01-01T12:00:00Z");
const call = (id: string, version: number, more: Partial<Call> = {}): Call =>
  ({ id, version, status: "in_progress", ended_at: null, ...more }) as Call;
const turn = (id: string, index: number, said: string, final = false): Turn =>
  ({ id, index, said, final, started_ms: index }) as Turn;
const edit = (id: string, state: Edit["state"], at = "2026-01-01"): Edit =>
  ({ id, state, created_at: at }) as Edit;
const byId = <T extends { id: string }>(...items: T[]): Map<string, T> =>
  new Map(items.map((item) => [item.id, item]));

describe("the board", () => {
  it("drops updates that arrive out of order", () => {
    const now = call("a", 5, { last_words: "new" });
    expect(newerCall(now, call("a", 4, { last_words: "old" }))).toBe(now);
  });

  it("keeps the agent's snapshot that the feed leaves out", () => {
    const old = call("a", 1, { agent: { id: "agent_1" } as Call["agent"] });
    expect(newerCall(old, call("a", 2)).agent).toEqual({ id: "agent_1" });
  });

  it("never brings a finished call back to life", () => {
    const done = call("a", 2, { status: "completed" });
    expect(newerCall(done, call("a", 3))).toBe(done);
  });

  it("changes only the rows that changed", () => {
    const board = [call("a", 1), call("b", 1)];
    const merged = mergeBoard(board, byId(call("b", 2), call("c", 1)), NOW);
    expect(merged.map((c) => c.id)).toEqual(["a", "b", "c"]);
    expect(merged[0]).toBe(board[0]);
  });

  it("lets ended calls linger, then drops them", () => {
    const done = call("a", 2, { status: "completed", ended_at: new Date(NOW).toISOString() });
    const board = mergeBoard([call("a", 1)], byId(done), NOW);
    expect(board).toHaveLength(1);
    expect(mergeBoard(board, new Map(), NOW + LINGER_MS + 1)).toHaveLength(0);
    expect(boardOfSnapshot(board, [call("b", 1)], NOW + 1).map((c) => c.id)).toEqual(["b", "a"]);
    expect(mergeBoard([], byId(done), NOW)).toEqual([]);
  });

  it("takes a snapshot as the truth about live calls", () => {
    expect(boardOfSnapshot([call("gone", 9), call("a", 3)], [call("a", 2)], NOW)).toEqual([
      call("a", 3),
    ]);
  });
});

describe("the transcript", () => {
  it("grows turns in place and keeps their order", () => {
    const merged = mergeTurns(
      [turn("a", 0, "Hello", true), turn("c", 2, "Fi")],
      byId(turn("c", 2, "Fine"), turn("b", 1, "Hi")),
    );
    expect(merged.map((t) => t.said)).toEqual(["Hello", "Hi", "Fine"]);
  });

  it("does not reopen a final turn", () => {
    const done = turn("a", 0, "Hello there", true);
    expect(mergeTurns([done], byId(turn("a", 0, "Hello")))[0]).toBe(done);
  });
});

describe("edits and commands", () => {
  it("only move forward", () => {
    expect(mergeEdits([edit("e", "confirmed")], byId(edit("e", "sent")))[0]?.state).toBe(
      "confirmed",
    );
    expect(mergeEdits([edit("e", "confirmed")], byId(edit("e", "undone")))[0]?.state).toBe(
      "undone",
    );
    const commands = mergeCommands(
      [{ id: "c", state: "pending", created_at: "1" } as Command],
      byId({ id: "c", state: "done", created_at: "1" } as Command),
    );
    expect(commands[0]?.state).toBe("done");
  });

  it("stand in order of their making", () => {
    const merged = mergeEdits([edit("b", "sent", "2")], byId(edit("a", "sent", "1")));
    expect(merged.map((e) => e.id)).toEqual(["a", "b"]);
  });
});
