/** Differences of context data, key by key with dotted paths, as the API's edits name them. */

import { join, named, put, without } from "./dotted";
import { isObject, type JsonObject, sameJson } from "./json";

export interface KeyChange {
  key: string;
  kind: "added" | "removed" | "changed";
  before?: unknown;
  after?: unknown;
}

/** Every change from `before` to `after`; objects are entered, lists and scalars are values. */
export function contextDiff(before: JsonObject, after: JsonObject): KeyChange[] {
  const changes: KeyChange[] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const key = named(name);
    const old = before[name];
    const next = after[name];
    if (old === undefined) {
      if (next !== undefined) changes.push({ key, kind: "added", after: next });
    } else if (next === undefined) changes.push({ key, kind: "removed", before: old });
    else if (isObject(old) && isObject(next))
      for (const inner of contextDiff(old, next))
        changes.push({ ...inner, key: join(key, inner.key) });
    else if (!sameJson(old, next)) changes.push({ key, kind: "changed", before: old, after: next });
  }
  return changes;
}

/** The same changes on other data. */
export function reapply(data: JsonObject, changes: readonly KeyChange[]): JsonObject {
  return changes.reduce(
    (result, { key, kind, after }) =>
      kind === "removed" ? without(result, key) : put(result, key, after),
    data,
  );
}

/** The edit that turns `before` into `after`. */
export function toEdit(changes: readonly KeyChange[]): { set: JsonObject; unset: string[] } {
  const set: JsonObject = {};
  const unset: string[] = [];
  for (const change of changes) {
    if (change.kind === "removed") unset.push(change.key);
    else if (change.after !== undefined) set[change.key] = change.after;
  }
  return { set, unset };
}
