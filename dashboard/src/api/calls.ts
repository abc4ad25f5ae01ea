import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { client, data, ifMatch } from "./client";
import { feed } from "./feedInstance";
import { isFinal, newerCall } from "./feedReducer";
import { keys } from "./keys";
import { queryClient } from "./queryClient";
import type { paths } from "./schema";
import type { Call, CommandKind, EditInput, FlightEvent, ScopedEditInput, Turn } from "./types";

export type CallFilters = Omit<
  NonNullable<paths["/calls"]["get"]["parameters"]["query"]>,
  "limit" | "cursor"
>;

interface PageOf<T> {
  items: T[];
  next_cursor: string | null;
}

/** All pages of a list, one after another, up to a bound. */
async function everything<T>(
  read: (page: { limit: number; cursor: string | null }) => Promise<PageOf<T>>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: PageOf<T> = await read({ limit: 500, cursor });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && items.length < 20_000);
  return items;
}

/** The live board; the feed keeps it current. */
export const boardQuery = queryOptions({
  queryKey: keys.calls.board,
  queryFn: async ({ signal }): Promise<Call[]> => {
    const start = Date.now();
    const { items } = await data(
      client.GET("/calls", { params: { query: { live: true, limit: 500 } }, signal }),
    );
    const known = queryClient.getQueryData<Call[]>(keys.calls.board) ?? [];
    if (feed.boardAt >= start) return known;
    const old = new Map(known.map((call) => [call.id, call]));
    return items.filter((call) => !isFinal(call)).map((call) => newerCall(old.get(call.id), call));
  },
  staleTime: Infinity,
});

export const callsQuery = (filters: CallFilters) =>
  infiniteQueryOptions({
    queryKey: keys.calls.list(filters),
    queryFn: ({ pageParam, signal }) =>
      data(
        client.GET("/calls", {
          params: { query: { ...filters, limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.one(id),
    queryFn: async ({ signal }): Promise<Call> => {
      const path = { call_id: id };
      const call = await data(client.GET("/calls/{call_id}", { params: { path }, signal }));
      return newerCall(queryClient.getQueryData<Call>(keys.calls.one(id)), call);
    },
  });

export const turnsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.turns(id),
    queryFn: async ({ signal }) => {
      const start = Date.now();
      const path = { call_id: id };
      const turns = await everything<Turn>((query) =>
        data(client.GET("/calls/{call_id}/turns", { params: { path, query }, signal })),
      );
      return feed.withRecentTurns(id, turns, start);
    },
  });

export const editsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.edits(id),
    queryFn: async ({ signal }) => {
      const start = Date.now();
      const path = { call_id: id };
      const { items } = await data(
        client.GET("/calls/{call_id}/edits", { params: { path }, signal }),
      );
      return feed.withRecentEdits(id, items, start);
    },
  });

/** One edit, followed until it is settled; `followed` edits at a time share the server. */
export const editQuery = (call_id: string, edit_id: string, followed = 1) =>
  queryOptions({
    queryKey: keys.calls.edit(call_id, edit_id),
    queryFn: ({ signal }) =>
      data(
        client.GET("/calls/{call_id}/edits/{edit_id}", {
          params: { path: { call_id, edit_id } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data && state.data.state !== "pending" && state.data.state !== "sent"
        ? false
        : Math.max(1000, followed * 50),
  });

export const commandsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.commands(id),
    queryFn: async ({ signal }) => {
      const start = Date.now();
      const path = { call_id: id };
      const { items } = await data(
        client.GET("/calls/{call_id}/commands", { params: { path }, signal }),
      );
      return feed.withRecentCommands(id, items, start);
    },
  });

export const flightQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.events(id),
    queryFn: ({ signal }) => {
      const path = { call_id: id };
      return everything<FlightEvent>((query) =>
        data(client.GET("/calls/{call_id}/events", { params: { path, query }, signal })),
      );
    },
  });

export const waveformQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.waveform(id),
    queryFn: ({ signal }) =>
      data(client.GET("/calls/{call_id}/waveform", { params: { path: { call_id: id } }, signal })),
    staleTime: Infinity,
  });

export function usePreviewEdit(id: string) {
  return useMutation({
    mutationFn: (body: EditInput) => {
      const path = { call_id: id };
      return data(client.POST("/calls/{call_id}/edits/preview", { params: { path }, body }));
    },
  });
}

export function useEdit(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ body, version }: { body: EditInput; version?: number | undefined }) =>
      data(
        client.POST("/calls/{call_id}/edits", {
          params: { path: { call_id: id }, header: ifMatch(version) },
          body,
        }),
      ),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.calls.edits(id) }),
  });
}

export function useEditAction(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({
      edit,
      action,
      force = false,
    }: {
      edit: string;
      action: "apply" | "undo" | "discard";
      force?: boolean;
    }) => {
      const path = { call_id: id, edit_id: edit };
      if (action === "apply")
        return data(client.POST("/calls/{call_id}/edits/{edit_id}/apply", { params: { path } }));
      if (action === "discard")
        return data(client.DELETE("/calls/{call_id}/edits/{edit_id}", { params: { path } }));
      return data(
        client.POST("/calls/{call_id}/edits/{edit_id}/undo", {
          params: { path, query: { force } },
        }),
      );
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.calls.edits(id) }),
  });
}

export function usePromote(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (edit: string) =>
      data(
        client.POST("/calls/{call_id}/edits/{edit_id}/promote", {
          params: { path: { call_id: id, edit_id: edit } },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.agents.all }),
  });
}

/** An edit of many calls; its context has the calls as they were when they were told. */
export function useScopedEdit() {
  const cache = useQueryClient();
  return useMutation({
    onMutate: () => ({ told: cache.getQueryData<Call[]>(keys.calls.board) ?? [] }),
    mutationFn: (body: ScopedEditInput) =>
      data(client.POST("/edits", { params: { query: { wait: 4000 } }, body })),
  });
}

const COMMAND_PATHS = {
  say: "/calls/{call_id}/say",
  whisper: "/calls/{call_id}/whisper",
  mute: "/calls/{call_id}/mute",
  unmute: "/calls/{call_id}/unmute",
  hang_up: "/calls/{call_id}/hangup",
  transfer: "/calls/{call_id}/transfer",
  warm_transfer: "/calls/{call_id}/warm-transfer",
  hold: "/calls/{call_id}/hold",
  unhold: "/calls/{call_id}/unhold",
  send_dtmf: "/calls/{call_id}/dtmf",
  take_over: "/calls/{call_id}/take-over",
  hand_back: "/calls/{call_id}/hand-back",
  probe: "/calls/{call_id}/probe",
} as const satisfies Record<CommandKind, string>;

export interface CommandInput {
  kind: CommandKind;
  args?: Record<string, unknown>;
}

export function useCommand(id: string) {
  const cache = useQueryClient();
  return useMutation({
    // The arguments' shape depends on the kind; the server checks them and names the field.
    mutationFn: ({ kind, args }: CommandInput) =>
      data(
        client.POST(COMMAND_PATHS[kind], {
          params: { path: { call_id: id } },
          body: (args ?? {}) as never,
        }),
      ),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.calls.commands(id) }),
  });
}

export function useDeleteCall() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      data(client.DELETE("/calls/{call_id}", { params: { path: { call_id: id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.calls.lists }),
  });
}

export const startBrowserCall = (agent_id: string) =>
  data(client.POST("/calls/browser", { body: { agent_id } }));
