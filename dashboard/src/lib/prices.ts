/** The price table as a person edits it: every price a text, and what of it differs. */

import type { Prices } from "../api/types";
import { join } from "./dotted";
import type { JsonObject } from "./json";

export type PriceTable = Prices["table"];

/** The columns of a voice model that a phone call is billed by. */
export const MODEL_COLUMNS = [
  ["audio_in", "Audio in"],
  ["audio_in_cached", "Audio in, cached"],
  ["audio_out", "Audio out"],
  ["text_in", "Text in"],
  ["text_in_cached", "Text in, cached"],
  ["text_out", "Text out"],
] as const;

export const CARRIER_ROWS = [
  ["inbound_local", "Call to a local number"],
  ["inbound_toll_free", "Call to a toll-free number"],
  ["outbound_other", "Call out, anywhere else"],
  ["media_stream", "Media stream"],
  ["recording", "Recording by the carrier"],
  ["detection", "Answering machine detection, per call"],
] as const;

/** The API's names of prices: where an edited cell stands, and what an error is about. */
export const modelCell = (name: string, column: string): string => join("models", name, column);
export const transcriptionCell = (name: string): string =>
  join("transcription", name, "per_minute");
export const carrierCell = (row: string): string => join("carrier", row);
export const outboundCell = (prefix: string): string => join("carrier", "outbound", prefix);

/** Prices by the path that the API names them with, such as `models.gpt-realtime.audio_in`. */
export interface PriceDraft {
  dated: string;
  models: string[];
  transcription: string[];
  outbound: string[];
  cells: Readonly<Record<string, string>>;
}

export function toDraft(table: PriceTable): PriceDraft {
  const cells: Record<string, string> = {};
  for (const [name, price] of Object.entries(table.models))
    for (const [column] of MODEL_COLUMNS) cells[modelCell(name, column)] = String(price[column]);
  for (const [name, price] of Object.entries(table.transcription))
    cells[transcriptionCell(name)] = String(price.per_minute);
  for (const [key] of CARRIER_ROWS) cells[carrierCell(key)] = String(table.carrier[key]);
  for (const [prefix, price] of Object.entries(table.carrier.outbound))
    cells[outboundCell(prefix)] = String(price);
  return {
    dated: table.dated,
    models: Object.keys(table.models),
    transcription: Object.keys(table.transcription),
    outbound: Object.keys(table.carrier.outbound),
    cells,
  };
}

/** The cells of the rows that the draft has. */
function cellsOf(draft: PriceDraft): string[] {
  return [
    ...draft.models.flatMap((name) => MODEL_COLUMNS.map(([column]) => modelCell(name, column))),
    ...draft.transcription.map((name) => transcriptionCell(name)),
    ...CARRIER_ROWS.map(([key]) => carrierCell(key)),
    ...draft.outbound.map((prefix) => outboundCell(prefix)),
  ];
}

/** A price as a person may write it: from 0, with a point or a comma. */
export function readPrice(text: string): number | null {
  const clean = text.trim().replace(",", ".");
  const value = Number(clean);
  return clean !== "" && Number.isFinite(value) && value >= 0 ? value : null;
}

/** What is wrong, by cell. */
export function draftErrors(draft: PriceDraft): Map<string, string> {
  const wrong = new Map<string, string>();
  for (const path of cellsOf(draft))
    if (readPrice(draft.cells[path] ?? "") === null) wrong.set(path, "A price from 0");
  return wrong;
}

/** The changes that make `base` what the draft says, as PUT /prices wants them. */
export function toChanges(base: PriceTable, draft: PriceDraft): JsonObject {
  const before = toDraft(base).cells;
  const changed = (path: string): number | undefined => {
    const value = readPrice(draft.cells[path] ?? "") ?? undefined;
    const old = before[path];
    return old !== undefined && value === Number(old) ? undefined : value;
  };
  /** Changed prices of one group, and null for what is no longer there. */
  const group = (
    names: readonly string[],
    old: readonly string[],
    prices: (name: string) => unknown,
  ): JsonObject => {
    const result: JsonObject = {};
    for (const name of names) {
      const price = prices(name);
      if (price !== undefined) result[name] = price;
    }
    for (const name of old) if (!names.includes(name)) result[name] = null;
    return result;
  };
  const models = group(draft.models, Object.keys(base.models), (name) =>
    filled(
      Object.fromEntries(
        MODEL_COLUMNS.map(([column]) => [column, changed(modelCell(name, column))]),
      ),
    ),
  );
  const transcription = group(draft.transcription, Object.keys(base.transcription), (name) =>
    filled({ per_minute: changed(transcriptionCell(name)) }),
  );
  const outbound = group(draft.outbound, Object.keys(base.carrier.outbound), (prefix) =>
    changed(outboundCell(prefix)),
  );
  const carrier = {
    ...filled(Object.fromEntries(CARRIER_ROWS.map(([key]) => [key, changed(carrierCell(key))]))),
    ...(Object.keys(outbound).length > 0 ? { outbound } : {}),
  };
  const dated = draft.dated !== base.dated ? draft.dated : undefined;
  return (
    filled({
      dated,
      models: full(models),
      transcription: full(transcription),
      carrier: full(carrier),
    }) ?? {}
  );
}

const full = (group: JsonObject): JsonObject | undefined =>
  Object.keys(group).length > 0 ? group : undefined;

/** Without what is undefined; undefined if nothing is left. */
function filled(fields: JsonObject): JsonObject | undefined {
  return full(
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  );
}
