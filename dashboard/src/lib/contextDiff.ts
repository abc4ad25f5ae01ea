/** Differences of context data, key by key with dotted paths, as the API's edits name them. */

export type JsonObject = Record<string, unknown>;

export interface KeyChange {
  key: string;
  kind: "added" | "removed" | "changed";
  before?: unknown;
  after?: unknown;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, i) => sameJson(value, b[i]));
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
    );
  }
  return false;
}

/** Every change from `before` to `after`; objects are entered, lists and scalars are values. */
export function contextDiff(before: JsonObject, after: JsonObject, prefix = ""): KeyChange[] {
  const changes: KeyChange[] = [];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  for (const name of keys) {
    const key = prefix + name;
    const old = before[name];
    const next = after[name];
    if (old === undefined) {
      if (next !== undefined) changes.push({ key, kind: "added", after: next });
    } else if (next === undefined) changes.push({ key, kind: "removed", before: old });
    else if (isObject(old) && isObject(next)) {
      // A key with a dot in it cannot be named by a path: the whole object is one change then.
      const dotted = [...Object.keys(old), ...Object.keys(next)].some((inner) =>
        inner.includes("."),
      );
      if (!dotted) changes.push(...contextDiff(old, next, `${key}.`));
      else if (!sameJson(old, next))
        changes.push({ key, kind: "changed", before: old, after: next });
    } else if (!sameJson(old, next))
      changes.push({ key, kind: "changed", before: old, after: next });
  }
  return changes;
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

/** Whether a form of plain fields can show the data without losing anything. */
export function isFlat(data: JsonObject): boolean {
  return Object.values(data).every(
    (value) => value === null || ["string", "number", "boolean"].includes(typeof value),
  );
}

/** A value in one line. */
export function showJson(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
