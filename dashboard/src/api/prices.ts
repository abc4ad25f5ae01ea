import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { JsonObject } from "../lib/json";
import { client, data, ifMatch } from "./client";
import { keys } from "./keys";

export const pricesQuery = queryOptions({
  queryKey: keys.prices,
  queryFn: ({ signal }) => data(client.GET("/prices", { signal })),
});

export const limitsQuery = queryOptions({
  queryKey: keys.limits,
  queryFn: ({ signal }) => data(client.GET("/limits", { signal })),
});

export function useSavePrices() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ changes, version }: { changes: JsonObject; version: number }) =>
      data(client.PUT("/prices", { params: { header: ifMatch(version) }, body: changes })),
    onSuccess: (prices) => cache.setQueryData(keys.prices, prices),
  });
}

export function useSaveLimits() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (per_day_usd: number | null) =>
      data(client.PUT("/limits", { body: { per_day_usd } })),
    onSuccess: (limits) => cache.setQueryData(keys.limits, limits),
  });
}
