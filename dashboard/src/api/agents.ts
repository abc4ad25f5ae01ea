import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { JsonObject } from "../lib/json";
import { client, data, ifMatch } from "./client";
import { keys } from "./keys";
import type { components } from "./schema";
import type { Agent, AgentInput, AgentPatch } from "./types";

export const agentsQuery = queryOptions({
  queryKey: keys.agents.list,
  queryFn: async ({ signal }) =>
    (await data(client.GET("/agents/", { params: { query: { limit: 500 } }, signal }))).items,
});

export const agentQuery = (id: string) =>
  queryOptions({
    queryKey: keys.agents.one(id),
    queryFn: ({ signal }) =>
      data(client.GET("/agents/{agent_id}", { params: { path: { agent_id: id } }, signal })),
  });

/** What a call would get of an agent that need not be saved, and what that costs. */
export const previewQuery = (agent: AgentInput, override: JsonObject = {}) =>
  queryOptions({
    queryKey: keys.agents.preview({ agent, override }),
    queryFn: ({ signal }) =>
      data(client.POST("/agents/preview", { body: { agent, context_override: override }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 10_000,
  });

export const settingsQuery = queryOptions({
  queryKey: keys.settings,
  queryFn: ({ signal }) => data(client.GET("/settings", { signal })),
});

export function useSaveSettings() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ timezone, version }: { timezone: string; version: number }) =>
      data(client.PUT("/settings", { params: { header: ifMatch(version) }, body: { timezone } })),
    onSuccess: (settings) => {
      cache.setQueryData(keys.settings, settings);
      return cache.invalidateQueries({ queryKey: keys.agents.all });
    },
  });
}

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.agents.versions(id),
    queryFn: async ({ signal }) =>
      (
        await data(
          client.GET("/agents/{agent_id}/versions", {
            params: { path: { agent_id: id }, query: { limit: 200 } },
            signal,
          }),
        )
      ).items,
  });

export const templatesQuery = queryOptions({
  queryKey: keys.templates,
  queryFn: async ({ signal }) => {
    return (await data(client.GET("/templates", { signal }))).items;
  },
});

const useChanged = () => {
  const cache = useQueryClient();
  return async (agent?: Agent) => {
    if (agent) cache.setQueryData(keys.agents.one(agent.id), agent);
    await Promise.all([
      cache.invalidateQueries({ queryKey: keys.agents.all }),
      cache.invalidateQueries({ queryKey: keys.numbers.all }),
    ]);
  };
};

export function useCreateAgent() {
  const changed = useChanged();
  return useMutation({
    mutationFn: (input: AgentInput) => data(client.POST("/agents/", { body: input })),
    onSuccess: (agent) => changed(agent),
  });
}

export function useSaveAgent(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({
      fields,
      version,
      note,
    }: {
      fields: AgentPatch;
      version?: number | undefined;
      note?: string;
    }) =>
      data(
        client.PATCH("/agents/{agent_id}", {
          params: { path: { agent_id: id }, query: { note: note ?? "" }, header: ifMatch(version) },
          body: fields,
        }),
      ),
    onSuccess: (agent) => changed(agent),
  });
}

export function useDeleteAgent() {
  const changed = useChanged();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, force }: { id: string; force: boolean }) =>
      data(
        client.DELETE("/agents/{agent_id}", {
          params: { path: { agent_id: id }, query: { force } },
        }),
      ),
    onSuccess: async (_, { id }) => {
      cache.removeQueries({ queryKey: keys.agents.one(id) });
      await changed();
    },
  });
}

export function useRollBack(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: (version: number) =>
      data(
        client.POST("/agents/{agent_id}/versions/{version}/rollback", {
          params: { path: { agent_id: id, version } },
        }),
      ),
    onSuccess: (agent) => changed(agent),
  });
}

export function useSaveTemplate(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (input: { name: string; description: string }) =>
      data(
        client.POST("/agents/{agent_id}/template", {
          params: { path: { agent_id: id } },
          body: input,
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.templates }),
  });
}

export function useDeleteTemplate() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      data(client.DELETE("/templates/{template_id}", { params: { path: { template_id: id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.templates }),
  });
}

type OutboundInput = components["schemas"]["OutboundCallInput"];

export function usePlaceCall() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (input: OutboundInput) =>
      data(client.POST("/agents/call/outbound", { body: input })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.calls.lists }),
  });
}
