/** Everything of a call on its one clock: turns, edits and commands in the order they happened. */

import type { Command, Edit, Turn } from "../api/types";

type Entry =
  | { kind: "turn"; at: number; id: string; turn: Turn }
  | { kind: "edit"; at: number; id: string; edit: Edit }
  | { kind: "command"; at: number; id: string; command: Command };

/** Where something without a place on the clock (not sent yet) stands: at its making. */
const clockOf = (created: string, start: string): number =>
  Math.max(0, new Date(created).getTime() - new Date(start).getTime());

export function timeline(
  turns: readonly Turn[],
  edits: readonly Edit[],
  commands: readonly Command[],
  callStart: string,
): Entry[] {
  const doubled = confirmations(turns, edits);
  // Turns keep the order of the conversation even when their clocks overlap.
  const places = new Map<string, number>();
  let latest = 0;
  const inOrder = [...turns].sort((a, b) => a.index - b.index);
  for (const turn of inOrder) {
    latest = Math.max(latest, turn.started_ms);
    places.set(turn.id, latest);
  }
  const place = (entry: Entry): number => places.get(entry.id) ?? entry.at;
  const entries: Entry[] = [
    ...inOrder
      .filter((turn) => !doubled.has(turn.id))
      .map((turn): Entry => ({ kind: "turn", at: turn.started_ms, id: turn.id, turn })),
    ...edits.map((edit): Entry => ({
      kind: "edit",
      at: edit.at_ms ?? clockOf(edit.created_at, callStart),
      id: edit.id,
      edit,
    })),
    ...commands.map((command): Entry => ({
      kind: "command",
      at: command.at_ms ?? clockOf(command.created_at, callStart),
      id: command.id,
      command,
    })),
  ];
  return entries.sort((a, b) => place(a) - place(b));
}

/**
 * The lines "Changed: ..." of edits that are shown themselves. A later line of the same edit says
 * that its time was over, which the edit's own place does not tell.
 */
function confirmations(turns: readonly Turn[], edits: readonly Edit[]): Set<string> {
  const first = new Map<string, Turn>();
  for (const turn of turns) {
    const edit = turn.kind === "event" ? turn.data.edit_id : undefined;
    if (typeof edit !== "string") continue;
    const known = first.get(edit);
    if (!known || turn.index < known.index) first.set(edit, turn);
  }
  return new Set(edits.flatMap((edit) => first.get(edit.id)?.id ?? []));
}

/** The turn that is being heard at a place on the clock. */
export function turnAt(turns: readonly Turn[], ms: number): Turn | undefined {
  let found: Turn | undefined;
  for (const turn of turns) if (turn.started_ms <= ms) found = turn;
  return found;
}
