/** One way to the API: JSON in and out, problem documents as errors, a time limit on everything. */

export interface FieldError {
  field?: string;
  detail?: string;
}

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

const TIMEOUT_MS = 20_000;

type Query = Record<string, string | number | boolean | null | undefined>;

export interface RequestOptions {
  query?: Query | undefined;
  body?: unknown;
  ifMatch?: number | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
}

let onUnauthorized: () => void = () => undefined;

/** What happens when the API asks for a key: the app shows the login page. */
export function setUnauthorizedHandler(handler: () => void): void {
  onUnauthorized = handler;
}

export function queryString(query: Query): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== "") params.set(key, String(value));
  const text = params.toString();
  return text ? `?${text}` : "";
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

export async function request<T>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  options: RequestOptions = {},
): Promise<T> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const headers: Record<string, string> = { Accept: "application/json" };
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.ifMatch !== undefined) headers["If-Match"] = `"${options.ifMatch}"`;
  let response: Response;
  try {
    response = await fetch(path + queryString(options.query ?? {}), {
      method,
      headers,
      signal,
      credentials: "same-origin",
      body: options.body === undefined ? null : JSON.stringify(options.body),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    const late = timeout.aborted;
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
  const raw = response.status === 204 ? "" : await response.text();
  let body: unknown = null;
  if (raw)
    try {
      body = JSON.parse(raw);
    } catch {
      body = raw;
    }
  if (!response.ok) {
    if (response.status === 401 && path !== "/session") onUnauthorized();
    throw toProblem(response.status, body);
  }
  return body as T;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  request<T>("GET", path, { query, signal });
export const post = <T>(path: string, body?: unknown, query?: Query): Promise<T> =>
  request<T>("POST", path, { body, query });

/** What went wrong, for a person: what happened and what to do. */
export function explain(error: unknown): { title: string; detail: string; cure: string | null } {
  if (error instanceof Problem) {
    const fields = error.errors
      .map((item) => [item.field, item.detail].filter(Boolean).join(": "))
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
