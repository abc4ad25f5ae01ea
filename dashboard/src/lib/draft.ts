/** A draft over a base that moves: what was typed here, on top of what the server held then. */

import { sameJson } from "./json";

/** What the server holds, and the version that a change of it names. */
export interface Held<T> {
  value: T;
  version: number;
}

export interface Draft<T> {
  base: Held<T>;
  value: T;
  /** Fields whose text cannot be read as it stands, such as broken JSON: not in the value yet. */
  unread: readonly string[];
}

export type Same<T> = (one: T, other: T) => boolean;

export const fresh = <T>(held: Held<T>): Draft<T> => ({
  base: held,
  value: held.value,
  unread: [],
});

export const isDirty = <T>({ base, value }: Draft<T>, same: Same<T> = sameJson): boolean =>
  !same(value, base.value);

/** Whether the server holds something else than the draft began with. */
export const hasMoved = <T>(draft: Draft<T>, held: Held<T>, same: Same<T> = sameJson): boolean =>
  held.version !== draft.base.version || !same(held.value, draft.base.value);

/** The draft once the server was heard: it follows where nothing that was typed would be lost. */
export function follow<T>(draft: Draft<T>, held: Held<T>, same: Same<T> = sameJson): Draft<T> {
  if (!hasMoved(draft, held, same)) return draft;
  if (isDirty(draft, same) && !same(draft.value, held.value)) return draft;
  return { ...draft, base: held, value: held.value };
}

/** The draft once `sent` was saved as `held`; what was typed while it was under way stays. */
export function settle<T>(
  draft: Draft<T>,
  held: Held<T>,
  sent: T,
  same: Same<T> = sameJson,
): Draft<T> {
  return { ...draft, base: held, value: same(draft.value, sent) ? held.value : draft.value };
}

/** What was typed, on top of what the server holds by now. */
export function rebase<T>(
  draft: Draft<T>,
  held: Held<T>,
  merge: (base: T, mine: T, theirs: T) => T,
): Draft<T> {
  return { ...draft, base: held, value: merge(draft.base.value, draft.value, held.value) };
}

/** The draft when a field's text can be read, or not. */
export function report<T>(draft: Draft<T>, field: string, readable: boolean): Draft<T> {
  if (draft.unread.includes(field) === !readable) return draft;
  const others = draft.unread.filter((name) => name !== field);
  return { ...draft, unread: readable ? others : [...others, field] };
}
