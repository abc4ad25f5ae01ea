/** One way to the API: JSON in and out, problem documents as errors, a time limit on whatever is not told line by line. */

import createClient from "openapi-fetch";
import type { components, paths } from "./schema";
import type { Complete } from "./types";

type FieldError = Partial<components["schemas"]["FieldError"]>;

/** An answer that is not a success; the server's problem document (RFC 9457) when it sent one. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly code = "",
    readonly field: string | null = null,
    readonly cure: string | null = null,
    readonly errors: readonly FieldError[] = [],
    readonly body: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail || title);
    this.name = "Problem";
  }
}

const TIMEOUT_MS = 30_000;

let onUnauthorized: () => void = () => undefined;

/** What happens when the API asks for a key: the app shows the login page. */
export function setUnauthorizedHandler(handler: () => void): void {
  onUnauthorized = handler;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The problem that an answer describes. */
export function toProblem(status: number, body: unknown): Problem {
  const doc = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const errors = Array.isArray(doc.errors) ? (doc.errors as FieldError[]) : [];
  return new Problem(
    status,
    text(doc.title) || `HTTP ${status}`,
    text(doc.detail) || (status >= 500 ? "The server could not do this." : ""),
    text(doc.code),
    text(doc.field) || null,
    text(doc.cure) || null,
    errors,
    doc,
  );
}

/** `fetch` that throws a `Problem` for everything but success, and when `timeout` comes first. */
async function guardedFetch(request: Request, timeout?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request, {
      signal: timeout ? AbortSignal.any([request.signal, timeout]) : request.signal,
    });
  } catch (error) {
    if (request.signal.aborted) throw error;
    const late = timeout?.aborted === true;
    throw new Problem(
      0,
      late ? "No answer in time" : "The server cannot be reached",
      late
        ? "The server did not answer within the time limit."
        : "The connection failed. The page tries again by itself.",
      "unreachable",
      null,
      "Check that `phony serve` is running.",
    );
  }
  if (response.ok) return response;
  if (response.status === 401 && !request.url.endsWith("/session")) onUnauthorized();
  const body: unknown = await response.json().catch(() => null);
  throw toProblem(response.status, body);
}

/** The API, typed by its OpenAPI document. */
export const client = createClient<paths>({
  baseUrl: "",
  fetch: (request) => guardedFetch(request, AbortSignal.timeout(TIMEOUT_MS)),
});

/** Options of a request whose answer comes line by line, for as long as there is more to tell. */
export const BY_LINES = {
  headers: { Accept: "application/x-ndjson" },
  parseAs: "stream",
  fetch: (request: Request) => guardedFetch(request),
} as const;

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>> | null;

/** The lines of such an answer, each a JSON value, as they come. */
export async function* lines(answer: Promise<{ data?: Bytes }>): AsyncGenerator {
  const { data: body } = await answer;
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (let done = false; !done;) {
      const chunk = await reader.read();
      done = chunk.done;
      const whole = `${rest}${chunk.value ?? ""}`.split("\n");
      rest = done ? "" : (whole.pop() ?? "");
      for (const line of whole) if (line.trim()) yield JSON.parse(line);
    }
  } finally {
    await reader.cancel(); // whoever has read enough ends the request
  }
}

/** The answer's content. `guardedFetch` has thrown for everything else. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<Complete<T>> {
  return (await answer).data as Complete<T>;
}

/** The version a change is based on, as `If-Match` wants it. */
export const ifMatch = (version: number | undefined): { "if-match"?: string } =>
  version === undefined ? {} : { "if-match": `"${version}"` };

/** What went wrong, for a person: what happened and what to do. */
export function explain(error: unknown): { title: string; detail: string; cure: string | null } {
  if (error instanceof Problem) {
    const fields = error.errors
      .map((item) => [item.field, item.message].filter(Boolean).join(": "))
      .filter(Boolean);
    return {
      title: error.title,
      detail: fields.length > 0 ? fields.join("\n") : error.detail,
      cure: error.cure,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { title: "Something went wrong", detail: message, cure: null };
}
