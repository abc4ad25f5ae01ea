import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, data } from "./client";
import { keys } from "./keys";
import type { KeyInput } from "./types";

export const setupQuery = queryOptions({
  queryKey: keys.setup,
  queryFn: ({ signal }) => data(client.GET("/setup", { signal })),
  staleTime: 60_000,
});

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }) => data(client.GET("/session", { signal })),
  staleTime: 60_000,
});

export const doctorQuery = queryOptions({
  queryKey: keys.doctor,
  queryFn: ({ signal }) => data(client.GET("/doctor", { signal })),
  staleTime: 60_000,
});

export const apiKeysQuery = queryOptions({
  queryKey: keys.apiKeys,
  queryFn: async ({ signal }) => (await data(client.GET("/keys", { signal }))).items,
});

export function useCreateKey() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: KeyInput) => data(client.POST("/keys", { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.apiKeys }),
  });
}

export function useDeleteKey() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      data(client.DELETE("/keys/{key_id}", { params: { path: { key_id: id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.apiKeys }),
  });
}

export const auditQuery = queryOptions({
  queryKey: keys.audit({}),
  queryFn: async ({ signal }) =>
    (await data(client.GET("/audit", { params: { query: { limit: 200 } }, signal }))).items,
});

export const signIn = (key: string) => data(client.POST("/session", { body: { api_key: key } }));
export const signOut = () => data(client.DELETE("/session"));
