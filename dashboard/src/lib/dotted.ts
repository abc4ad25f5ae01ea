/**
 * Dotted keys: one name for a place inside nested data, such as `customer.address.city`. Edits,
 * templates and the price table use them. A key that has a dot in it itself comes first.
 */

import { isObject, type JsonObject } from "./json";

export const join = (...names: string[]): string => names.join(".");

/** A name as part of a key: a dot of its own is written with a backslash. */
export const named = (name: string): string => name.replaceAll(".", "\\.");

/** A name, or a key, as people read it. */
export const plain = (key: string): string => key.replaceAll("\\.", ".");

/** Whether the key names the place itself or something inside it. */
export const isWithin = (key: string, place: string): boolean =>
  key === place || key.startsWith(`${place}.`);

/** The value at a key, or undefined. */
export function lookUp(data: JsonObject, key: string): unknown {
  const [name, rest] = step(data, key);
  const value = Object.hasOwn(data, name) ? data[name] : undefined;
  if (rest === undefined) return value;
  if (Array.isArray(value)) return lookUp(Object.fromEntries(value.entries()), rest);
  return isObject(value) ? lookUp(value, rest) : undefined;
}

/** The data with another value at a key; objects are made on the way. */
export function put(data: JsonObject, key: string, value: unknown): JsonObject {
  const [name, rest] = step(data, key);
  if (rest === undefined) return { ...data, [name]: value };
  const inner = data[name];
  return { ...data, [name]: put(isObject(inner) ? inner : {}, rest, value) };
}

/** The data without what is at a key. */
export function without(data: JsonObject, key: string): JsonObject {
  const [name, rest] = step(data, key);
  if (rest === undefined)
    return Object.fromEntries(Object.entries(data).filter(([other]) => other !== name));
  const inner = data[name];
  return isObject(inner) ? { ...data, [name]: without(inner, rest) } : data;
}

/** The key's first name, and what comes after it; a name with dots in it that is there comes first. */
function step(data: JsonObject, key: string): [name: string, rest: string | undefined] {
  if (Object.hasOwn(data, key)) return [key, undefined];
  const names = key.split(/(?<!\\)\./);
  if (key.includes("\\."))
    return [plain(names[0] ?? key), names.length > 1 ? names.slice(1).join(".") : undefined];
  for (let size = names.length - 1; size > 1; size--) {
    const name = join(...names.slice(0, size));
    if (Object.hasOwn(data, name) && isObject(data[name]))
      return [name, join(...names.slice(size))];
  }
  return names.length === 1 ? [key, undefined] : [names[0] ?? key, join(...names.slice(1))];
}
