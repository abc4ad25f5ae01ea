import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, data } from "./client";
import { keys } from "./keys";

export const numbersQuery = queryOptions({
  queryKey: keys.numbers.list,
  queryFn: async ({ signal }) =>
    (await data(client.GET("/numbers", { params: { query: { limit: 500 } }, signal }))).items,
});

const useChanged = () => {
  const cache = useQueryClient();
  return () =>
    Promise.all([
      cache.invalidateQueries({ queryKey: keys.numbers.all }),
      cache.invalidateQueries({ queryKey: keys.agents.all }),
    ]);
};

/** A long account takes a while: Twilio pages its numbers. */
export const syncPreview = () =>
  data(client.POST("/numbers/sync", { params: { query: { dry_run: true } } }));

export function useSync() {
  const changed = useChanged();
  return useMutation({
    mutationFn: () => data(client.POST("/numbers/sync", { params: { query: { dry_run: false } } })),
    onSuccess: changed,
  });
}

export function useAssign() {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ id, agent_id, force }: { id: string; agent_id: string; force: boolean }) =>
      data(
        client.POST("/numbers/{number_id}/assign", {
          params: { path: { number_id: id } },
          body: { agent_id, force },
        }),
      ),
    onSuccess: changed,
  });
}

export function useUnassign() {
  const changed = useChanged();
  return useMutation({
    mutationFn: (id: string) =>
      data(client.POST("/numbers/{number_id}/unassign", { params: { path: { number_id: id } } })),
    onSuccess: changed,
  });
}
