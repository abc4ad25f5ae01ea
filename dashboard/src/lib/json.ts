/** JSON values as the API's data has them. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
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

/** What was typed as a JSON object, or what is wrong with it; nothing typed is an empty one. */
export function readObject(text: string): { value: JsonObject } | { error: string } {
  try {
    const value: unknown = text.trim() === "" ? {} : JSON.parse(text);
    return isObject(value) ? { value } : { error: "It must be a JSON object: { ... }" };
  } catch (problem) {
    return { error: problem instanceof Error ? problem.message : "This is not JSON." };
  }
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
