import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { JsonObject } from "../lib/contextDiff";
import { get, post, request } from "./client";
import { keys } from "./keys";
import type { Agent, AgentFields, AgentVersion, Call, Notice, Page, Template } from "./types";

export type AgentInput = Partial<AgentFields> & Pick<AgentFields, "name" | "type">;

export const agentsQuery = queryOptions({
  queryKey: keys.agents.list,
  queryFn: async ({ signal }) => (await get<Page<Agent>>("/agents", { limit: 500 }, signal)).items,
});

export const agentQuery = (id: string) =>
  queryOptions({
    queryKey: keys.agents.one(id),
    queryFn: ({ signal }) => get<Agent>(`/agents/${id}`, undefined, signal),
  });

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.agents.versions(id),
    queryFn: async ({ signal }) =>
      (await get<Page<AgentVersion>>(`/agents/${id}/versions`, { limit: 200 }, signal)).items,
  });

export const templatesQuery = queryOptions({
  queryKey: keys.templates,
  queryFn: async ({ signal }) => {
    const answer = await get<Page<Template> | Template[]>("/templates", undefined, signal);
    return Array.isArray(answer) ? answer : answer.items;
  },
});

const useChanged = () => {
  const client = useQueryClient();
  return async (agent?: Agent) => {
    if (agent) client.setQueryData(keys.agents.one(agent.id), agent);
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.agents.all }),
      client.invalidateQueries({ queryKey: keys.numbers.all }),
    ]);
  };
};

export function useCreateAgent() {
  const changed = useChanged();
  return useMutation({
    mutationFn: (input: AgentInput) => post<Agent>("/agents/", input),
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
      fields: Partial<AgentFields>;
      version?: number;
      note?: string;
    }) =>
      request<Agent>("PATCH", `/agents/${id}`, {
        body: fields,
        ifMatch: version,
        query: { note },
      }),
    onSuccess: (agent) => changed(agent),
  });
}

export function useDeleteAgent() {
  const changed = useChanged();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, force }: { id: string; force: boolean }) =>
      request<{ warnings?: Notice[] } | null>("DELETE", `/agents/${id}`, { query: { force } }),
    onSuccess: async (_, { id }) => {
      client.removeQueries({ queryKey: keys.agents.one(id) });
      await changed();
    },
  });
}

export function useRollBack(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: (version: number) => post<Agent>(`/agents/${id}/versions/${version}/rollback`, {}),
    onSuccess: (agent) => changed(agent),
  });
}

export function useSaveTemplate(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { name: string; description: string }) =>
      post<Template>(`/agents/${id}/template`, input),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.templates }),
  });
}

export function useDeleteTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request("DELETE", `/templates/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.templates }),
  });
}

export interface OutboundInput {
  agent_id: string;
  to_number: string;
  from_number?: string;
  context_override?: JsonObject;
}

export function usePlaceCall() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: OutboundInput) => post<Call>("/agents/call/outbound", input),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.calls.lists }),
  });
}
