import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, data, ifMatch } from "./client";
import { keys } from "./keys";
import type { DialRules } from "./types";

export const destinationsQuery = queryOptions({
  queryKey: keys.destinations,
  queryFn: ({ signal }) => data(client.GET("/destinations", { signal })),
});

export function useSaveDestinations() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ rules, version }: { rules: DialRules; version: number }) =>
      data(client.PUT("/destinations", { params: { header: ifMatch(version) }, body: rules })),
    onSuccess: (saved) => cache.setQueryData(keys.destinations, saved),
  });
}
