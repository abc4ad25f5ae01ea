import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, post } from "./client";
import { keys } from "./keys";
import type { Page, PhoneNumber } from "./types";

export const numbersQuery = queryOptions({
  queryKey: keys.numbers.list,
  queryFn: async ({ signal }) =>
    (await get<Page<PhoneNumber>>("/numbers", { limit: 500 }, signal)).items,
});

const useChanged = () => {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.numbers.all }),
      client.invalidateQueries({ queryKey: keys.agents.all }),
    ]);
};

export interface SyncResult {
  [key: string]: unknown;
}

/** A long account takes a while: Twilio pages its numbers. */
export const syncPreview = () => post<SyncResult>("/numbers/sync", undefined, { dry_run: true });

export function useSync() {
  const changed = useChanged();
  return useMutation({
    mutationFn: () => post<SyncResult>("/numbers/sync", undefined, { dry_run: false }),
    onSuccess: changed,
  });
}

export function useAssign() {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ id, agent_id, force }: { id: string; agent_id: string; force: boolean }) =>
      post<PhoneNumber>(`/numbers/${id}/assign`, { agent_id, force }),
    onSuccess: changed,
  });
}

export function useUnassign() {
  const changed = useChanged();
  return useMutation({
    mutationFn: (id: string) => post<PhoneNumber>(`/numbers/${id}/unassign`, {}),
    onSuccess: changed,
  });
}
