/** `{{variables}}` of prompts and greetings, as the server renders them. */

import { lookUp } from "./dotted";
import { type JsonObject, showJson } from "./json";

interface TemplatePart {
  text: string;
  /** The variable's name; undefined in plain text. */
  variable?: string;
  missing?: boolean;
}

const VARIABLE = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** Every variable of the text once, in order of appearance. */
export function variables(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1] ?? ""))];
}

/** The text cut into plain parts and filled-in variables. */
export function renderParts(text: string, data: JsonObject): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (const match of text.matchAll(VARIABLE)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    const variable = match[1] ?? "";
    const value = lookUp(data, variable);
    const missing = value === undefined || value === null;
    parts.push({ text: missing ? "" : showJson(value), variable, missing });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

/** Variables of the texts that the data does not fill. */
export function missingVariables(texts: readonly string[], data: JsonObject): string[] {
  return variables(texts.join("\n")).filter((name) => {
    const value = lookUp(data, name);
    return value === undefined || value === null;
  });
}
