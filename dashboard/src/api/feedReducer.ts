/** What feed messages do to the cached lists: pure, newest wins, unchanged rows keep their identity. */

import type { Agent, Call, Command, Edit, PhoneNumber, Turn } from "./types";

export type FeedMessage =
  | {
      type: "snapshot";
      cursor?: string;
      calls?: Call[];
      turns?: Record<string, Turn[]>;
      edits?: Edit[];
      commands?: Command[];
    }
  | { type: "call"; cursor?: string; call: Call }
  | { type: "turn"; cursor?: string; turn: Turn }
  | { type: "edit"; cursor?: string; edit: Edit }
  | { type: "command"; cursor?: string; command: Command }
  | { type: "levels"; levels: Record<string, [number, number]> }
  | { type: "agent"; cursor?: string; agent: Partial<Agent> & { id: string } }
  | { type: "number"; cursor?: string; number: Partial<PhoneNumber> & { id: string } }
  | { type: "ping"; cursor?: string }
  | { type: "resync"; cursor?: string };

/** How long a call that ended stays on the board, so that an operator sees how it ended. */
export const LINGER_MS = 12_000;

const FINAL: ReadonlySet<string> = new Set([
  "completed",
  "busy",
  "no_answer",
  "canceled",
  "failed",
]);

export const isFinal = (call: Pick<Call, "status">): boolean => FINAL.has(call.status);

/** The newer of two states of one call; the feed leaves the big `agent` snapshot out. */
export function newerCall(old: Call | undefined, next: Call): Call {
  if (!old) return next;
  if (next.version < old.version) return old;
  if (isFinal(old) && !isFinal(next)) return old;
  return { ...old, ...next, agent: next.agent ?? old.agent ?? null };
}

/** The board after some calls changed; calls that ended long ago leave it. */
export function mergeBoard(
  board: readonly Call[],
  updates: ReadonlyMap<string, Call>,
  now: number,
): Call[] {
  const rest = new Map(updates);
  const merged: Call[] = [];
  for (const call of board) {
    const update = rest.get(call.id);
    rest.delete(call.id);
    merged.push(update ? newerCall(call, update) : call);
  }
  for (const call of rest.values()) if (!isFinal(call)) merged.push(call);
  return merged.filter((call) => !ended(call, now));
}

/** The board of a snapshot; calls that ended a moment ago may linger. */
export function boardOfSnapshot(
  board: readonly Call[],
  calls: readonly Call[],
  now: number,
): Call[] {
  const old = new Map(board.map((call) => [call.id, call]));
  const live = calls.filter((call) => !isFinal(call)).map((c) => newerCall(old.get(c.id), c));
  const known = new Set(live.map((call) => call.id));
  const lingering = board.filter((c) => isFinal(c) && !known.has(c.id) && !ended(c, now));
  return [...live, ...lingering];
}

function ended(call: Call, now: number): boolean {
  if (!isFinal(call)) return false;
  return now - (call.ended_at ? new Date(call.ended_at).getTime() : 0) > LINGER_MS;
}

/** The transcript after some turns grew. */
export function mergeTurns(turns: readonly Turn[], updates: ReadonlyMap<string, Turn>): Turn[] {
  if (updates.size === 0) return turns as Turn[];
  const rest = new Map(updates);
  const merged = turns.map((turn) => {
    const update = rest.get(turn.id);
    rest.delete(turn.id);
    // A late copy from before the end must not reopen a turn.
    return update && !(turn.final && !update.final) ? update : turn;
  });
  merged.push(...rest.values());
  return merged.sort((a, b) => a.index - b.index || a.started_ms - b.started_ms);
}

const EDIT_RANK: Record<string, number> = {
  draft: 0,
  pending: 1,
  sent: 2,
  confirmed: 3,
  refused: 3,
  expired: 3,
  undone: 4,
};
const COMMAND_RANK: Record<string, number> = {
  pending: 0,
  running: 1,
  done: 2,
  refused: 2,
  failed: 2,
};

interface Stateful {
  id: string;
  state: string;
  created_at: string;
}

function mergeStates<T extends Stateful>(
  items: readonly T[],
  updates: ReadonlyMap<string, T>,
  rank: Record<string, number>,
): T[] {
  if (updates.size === 0) return items as T[];
  const rest = new Map(updates);
  const merged = items.map((item) => {
    const update = rest.get(item.id);
    rest.delete(item.id);
    return update && (rank[update.state] ?? 0) >= (rank[item.state] ?? 0) ? update : item;
  });
  merged.push(...rest.values());
  return merged.sort((a, b) => a.created_at.localeCompare(b.created_at));
}

/** Edits and commands only ever move forward. */
export const mergeEdits = (items: readonly Edit[], updates: ReadonlyMap<string, Edit>): Edit[] =>
  mergeStates(items, updates, EDIT_RANK);
export const mergeCommands = (
  items: readonly Command[],
  updates: ReadonlyMap<string, Command>,
): Command[] => mergeStates(items, updates, COMMAND_RANK);
