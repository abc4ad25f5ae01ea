import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, post, request } from "./client";
import { keys } from "./keys";
import type { Page } from "./types";

export interface Setup {
  version: string;
  public_url: string | null;
  base_url: string;
  carrier_is_sandbox: boolean;
  engine_is_sandbox: boolean;
  mongodb_is_private: boolean;
  sandbox_speech: boolean;
  account_sid: string | null;
  workers: number;
  [key: string]: unknown;
}

export const setupQuery = queryOptions({
  queryKey: keys.setup,
  queryFn: ({ signal }) => get<Setup>("/setup", undefined, signal),
  staleTime: 60_000,
});

export interface Finding {
  id?: string;
  code?: string;
  check?: string;
  title?: string;
  status?: string;
  level?: string;
  severity?: string;
  message?: string;
  detail?: string;
  cure?: string | null;
}

export const doctorQuery = queryOptions({
  queryKey: keys.doctor,
  queryFn: ({ signal }) =>
    request<{ findings?: Finding[]; checks?: Finding[]; items?: Finding[] }>("GET", "/doctor", {
      signal,
      timeoutMs: 60_000,
    }),
  staleTime: 60_000,
});

export type Prices = Record<string, unknown>;

export const pricesQuery = queryOptions({
  queryKey: keys.prices,
  queryFn: ({ signal }) => get<Prices>("/prices", undefined, signal),
});

export function useSavePrices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (table: Prices) => request<Prices>("PUT", "/prices", { body: table }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.prices }),
  });
}

export interface ApiKey {
  id: string;
  name: string;
  scope: "read" | "operate" | "admin";
  prefix: string;
  created_at: string;
  created_by: string;
  expires_at: string | null;
  last_used_at: string | null;
}

export const apiKeysQuery = queryOptions({
  queryKey: keys.apiKeys,
  queryFn: async ({ signal }) => {
    const answer = await get<Page<ApiKey> | ApiKey[]>("/keys", undefined, signal);
    return Array.isArray(answer) ? answer : answer.items;
  },
});

export function useCreateKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { name: string; scope: string }) =>
      post<ApiKey & { key: string }>("/keys", input),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.apiKeys }),
  });
}

export function useDeleteKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request("DELETE", `/keys/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.apiKeys }),
  });
}

export interface AuditEntry {
  id: string;
  at: string;
  actor: string;
  action: string;
  target: string;
  summary: string;
  changes: Record<string, unknown>;
}

export const auditQuery = queryOptions({
  queryKey: keys.audit({}),
  queryFn: async ({ signal }) =>
    (await get<Page<AuditEntry>>("/audit", { limit: 200 }, signal)).items,
});

export const signIn = (key: string) => post("/session", { key });
export const signOut = () => request("DELETE", "/session");
