/**
 * The template language of prompts, greetings and sentences, as the server has it
 * (`domain/templates.py`): `{{name}}`, `{{name | default: text}}`, and `\{{name}}` for itself. Both
 * pass one table of cases, `tests/domain/template_cases.json`.
 */

import { lookUp } from "./dotted";
import type { JsonObject } from "./json";

interface TemplatePart {
  text: string;
  /** The variable's name; undefined in plain text. */
  variable?: string;
}

interface Place {
  name: string;
  /** Undefined if the text has none. */
  default?: string;
}

const TAG = /(\\?)\{\{([^{}]*)\}\}/g;
// Letters and digits of any script, `_`, `-`, `.` and spaces inside: no other ASCII character.
// eslint-disable-next-line no-control-regex
const NAME = /^[^\x00-\x2c/:-@[-^`{-\x7f]+(?: +[^\x00-\x2c/:-@[-^`{-\x7f]+)*$/;
const DEFAULT = /^default\s*:([\s\S]*)$/;
const QUOTES: Record<string, string> = {
  '"': '"',
  "'": "'",
  "“": "”",
  "‘": "’",
  "„": "“",
  "«": "»",
};
// eslint-disable-next-line no-control-regex
const BREAK = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;
// Characters that are none, in the place of a missing value and of a value while a text closes up.
const HOLE = "\ufdd0";
const FILLED = "\ufdd1";
const HOLES = /\ufdd0(?:[ \t]*\ufdd0)+/g;
const EMPTY_PAIR =
  /\([ \t]*\ufdd0[ \t]*\)|«[ \t\u00a0]*\ufdd0[ \t\u00a0]*»|[“„][ \t]*\ufdd0[ \t]*[”“]|‘[ \t]*\ufdd0[ \t]*’|¿[ \t]*\ufdd0[ \t]*\?|¡[ \t]*\ufdd0[ \t]*!/g;
const ENDS = ".!?…。！？؟।"; // of a sentence
const PAUSES = ",;:，、；：،؛";
const COMMAS = ",;，、；،؛";
const OPENERS = "([«“„‘¿¡";
const CLOSERS = ")]»”’";

/** The text as places and what stands between them. */
function parse(template: string): (string | Place)[] {
  const parts: (string | Place)[] = [];
  let text = "";
  let at = 0;
  for (const tag of template.matchAll(TAG)) {
    const found = place(tag[2] ?? "");
    if (!found) continue;
    text += template.slice(at, tag.index);
    at = tag.index + tag[0].length;
    if (tag[1]) {
      text += tag[0].slice(1);
      continue;
    }
    if (text) parts.push(text);
    parts.push(found);
    text = "";
  }
  text += template.slice(at);
  return text ? [...parts, text] : parts;
}

function place(body: string): Place | undefined {
  const bar = body.indexOf("|");
  const name = (bar < 0 ? body : body.slice(0, bar)).trim();
  if (!NAME.test(name) || !/^[\p{L}\p{N}_]/u.test(name)) return undefined;
  if (bar < 0) return { name };
  const found = DEFAULT.exec(body.slice(bar + 1).trim());
  if (!found) return undefined;
  let text = (found[1] ?? "").trim();
  const [first = "", last] = [text[0], text.at(-1)];
  if (text.length > 1 && QUOTES[first] === last) text = text.slice(1, -1);
  return { name, default: text.replace(BREAK, " ") };
}

/** Every variable of the text once, in order of appearance. */
export function variables(text: string): string[] {
  return [...new Set(parse(text).flatMap((part) => (typeof part === "string" ? [] : part.name)))];
}

/** A value in words to be spoken: one line. */
function plain(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replace(BREAK, " ");
}

const blank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "string" && !value.trim());

const known = (data: readonly JsonObject[], name: string): unknown =>
  data.map((each) => lookUp(each, name)).find((value) => !blank(value));

/**
 * The text cut into plain parts and filled-in variables; where a value is missing the sentence
 * closes up. Of several data the first that has a value counts.
 */
export function renderParts(text: string, ...data: JsonObject[]): TemplatePart[] {
  const values: TemplatePart[] = [];
  let skeleton = "";
  for (const part of parse(text)) {
    if (typeof part === "string") {
      skeleton += part.replace(/[\ufdd0\ufdd1]/g, "\ufffd");
      continue;
    }
    const value = known(data, part.name);
    const words = value === undefined ? (part.default ?? "") : plain(value);
    if (words.trim()) {
      skeleton += FILLED;
      values.push({ text: words, variable: part.name });
    } else {
      skeleton += HOLE;
    }
  }
  return closedUp(skeleton)
    .split(/(\ufdd1)/)
    .flatMap((piece) => (piece === FILLED ? (values.shift() ?? []) : piece ? { text: piece } : []));
}

/** Variables of the texts that neither the data nor a default fills. */
export function missingVariables(texts: readonly string[], ...data: JsonObject[]): string[] {
  const places = texts.flatMap(parse).filter((part) => typeof part !== "string");
  const missing = places.filter(
    (part) => part.default === undefined && known(data, part.name) === undefined,
  );
  return [...new Set(missing.map((part) => part.name))];
}

/** A text without its holes: no space before a comma, no empty brackets, no comma twice. */
function closedUp(text: string): string {
  for (;;) {
    const closer = text.replace(HOLES, HOLE).replace(EMPTY_PAIR, HOLE);
    if (closer === text) break;
    text = closer;
  }
  const [first = "", ...others] = text.split(HOLE);
  let left = first;
  const done: string[] = [];
  for (const right of others) {
    const [before, after] = join(left, right, done.length === 0);
    if (after) done.push(before);
    left = after || before;
    while (!left && done.length > 0) left = done.pop() ?? "";
  }
  return done.join("") + left;
}

const trimEnd = (text: string, chars: string): string => {
  let end = text.length;
  while (end > 0 && chars.includes(text[end - 1] ?? "")) end--;
  return text.slice(0, end);
};

const trimStart = (text: string, chars: string): string => {
  let start = 0;
  while (start < text.length && chars.includes(text[start] ?? "")) start++;
  return text.slice(start);
};

/** Two sides of a hole, brought together; `first`: nothing stands before `left`. */
function join(left: string, right: string, first: boolean): [string, string] {
  let l = trimEnd(left, " \t");
  const r = trimStart(right, " \t");
  let gap = l !== left || r !== right ? " " : "";
  const last = l.at(-1) ?? "";
  const next = r[0] ?? "";
  const starts = (first && !l) || last === "\n";
  const ends = !r || next === "\n";
  if (starts || (gap && l && ENDS.includes(last))) return begin(l, r, starts || ends ? "" : gap);
  if (ends) return [trimEnd(l, `${COMMAS} \t`), r];
  if (`${ENDS}${PAUSES}`.includes(next)) {
    l = l.replace(new RegExp(`(?:[${PAUSES}]|[ \\t][-–—])[ \\t]*$`), "");
    return [l, right === r ? r : right];
  }
  if ((last && OPENERS.includes(last)) || CLOSERS.includes(next)) gap = "";
  return [l + gap, r];
}

/** A sentence that began with the hole: it begins with its first word now. */
function begin(left: string, right: string, gap: string): [string, string] {
  const rest = trimStart(right, `${ENDS}${PAUSES} \t`);
  if (rest === right) return [left + gap, right];
  if (!rest || rest.startsWith("\n")) return [left, rest];
  return [left + gap, (rest[0] ?? "").toUpperCase() + rest.slice(1)];
}
