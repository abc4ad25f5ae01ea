import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { get, post, request } from "./client";
import { feed } from "./feedInstance";
import { isFinal, newerCall } from "./feedReducer";
import { keys } from "./keys";
import { queryClient } from "./queryClient";
import type { Call, Command, CommandKind, Edit, FlightEvent, Page, Turn } from "./types";

export interface CallFilters {
  agent_id?: string | undefined;
  number?: string | undefined;
  direction?: string | undefined;
  outcome?: string | undefined;
  status?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  min_duration_s?: number | undefined;
  max_duration_s?: number | undefined;
  min_cost_usd?: number | undefined;
  max_cost_usd?: number | undefined;
  q?: string | undefined;
  live?: boolean | undefined;
  sort?: string | undefined;
}

/** The live board; the feed keeps it current. */
export const boardQuery = queryOptions({
  queryKey: keys.calls.board,
  queryFn: async ({ signal }) => {
    const page = await get<Page<Call>>("/calls", { live: true, limit: 500 }, signal);
    const known = queryClient.getQueryData<Call[]>(keys.calls.board) ?? [];
    const old = new Map(known.map((call) => [call.id, call]));
    return page.items
      .filter((call) => !isFinal(call))
      .map((call) => newerCall(old.get(call.id), call));
  },
  staleTime: Infinity,
});

export const callsQuery = (filters: CallFilters) =>
  infiniteQueryOptions({
    queryKey: keys.calls.list(filters),
    queryFn: ({ pageParam, signal }) =>
      get<Page<Call>>("/calls", { ...filters, limit: 50, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.one(id),
    queryFn: async ({ signal }) => {
      const call = await get<Call>(`/calls/${id}`, undefined, signal);
      return newerCall(queryClient.getQueryData<Call>(keys.calls.one(id)), call);
    },
  });

export const turnsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.turns(id),
    queryFn: async ({ signal }) => {
      const start = Date.now();
      const turns = await everything<Turn>(`/calls/${id}/turns`, signal);
      return feed.withRecentTurns(id, turns, start);
    },
  });

export const editsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.edits(id),
    queryFn: async ({ signal }) => {
      const start = Date.now();
      const edits = await everything<Edit>(`/calls/${id}/edits`, signal);
      edits.sort((a, b) => a.created_at.localeCompare(b.created_at));
      return feed.withRecentEdits(id, edits, start);
    },
  });

export const commandsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.commands(id),
    queryFn: async ({ signal }) => {
      const start = Date.now();
      const commands = await everything<Command>(`/calls/${id}/commands`, signal);
      commands.sort((a, b) => a.created_at.localeCompare(b.created_at));
      return feed.withRecentCommands(id, commands, start);
    },
  });

export const flightQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.events(id),
    queryFn: ({ signal }) => everything<FlightEvent>(`/calls/${id}/events`, signal),
  });

/** All pages of a list, one after another, up to a bound. */
async function everything<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> | T[] = await get<Page<T> | T[]>(path, { limit: 500, cursor }, signal);
    if (Array.isArray(page)) return page;
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && items.length < 20_000);
  return items;
}

export interface EditInput {
  set?: Record<string, unknown>;
  unset?: string[];
  notes?: string;
  system_prompt?: string;
  probe?: string;
  mode: "now" | "after_sentence" | "next_turn";
  version?: number;
}

export function useEdit(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: EditInput) =>
      request<Edit>("POST", `/calls/${id}/edits`, { body, ifMatch: version }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.calls.edits(id) }),
  });
}

export function useEditAction(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ edit, action }: { edit: string; action: "apply" | "undo" | "promote" }) =>
      post<Record<string, unknown>>(`/calls/${id}/edits/${edit}/${action}`, {}),
    onSettled: async (_, __, { action }) => {
      await client.invalidateQueries({ queryKey: keys.calls.edits(id) });
      if (action === "promote") await client.invalidateQueries({ queryKey: keys.agents.all });
    },
  });
}

export interface ScopedEditResult {
  results?: { call_id: string; result?: string; state?: string; reason?: string | null }[];
  [key: string]: unknown;
}

export function useScopedEdit() {
  return useMutation({
    mutationFn: (body: Record<string, unknown>) => post<ScopedEditResult>("/edits", body),
  });
}

const COMMAND_PATHS: Record<CommandKind, string> = {
  say: "say",
  whisper: "whisper",
  mute: "mute",
  unmute: "unmute",
  hang_up: "hangup",
  transfer: "transfer",
  warm_transfer: "warm-transfer",
  hold: "hold",
  unhold: "unhold",
  send_dtmf: "dtmf",
  take_over: "take-over",
  hand_back: "hand-back",
  probe: "probe",
};

export function useCommand(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, args }: { kind: CommandKind; args?: Record<string, unknown> }) =>
      post<Command>(`/calls/${id}/${COMMAND_PATHS[kind]}`, args ?? {}),
    onSettled: () => client.invalidateQueries({ queryKey: keys.calls.commands(id) }),
  });
}

export function useDeleteCall() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request("DELETE", `/calls/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.calls.lists }),
  });
}

export interface BrowserCall {
  call_id: string;
  media_url: string;
  token: string;
}

export const startBrowserCall = (agent_id: string) =>
  post<BrowserCall>("/calls/browser", { agent_id });
