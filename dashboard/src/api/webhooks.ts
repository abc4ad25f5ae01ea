import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, post, request } from "./client";
import { keys } from "./keys";
import type { Page } from "./types";

export interface Webhook {
  id: string;
  url: string;
  events: string[];
  enabled: boolean;
  description?: string;
  secret?: string;
  [key: string]: unknown;
}

export interface Delivery {
  id: string;
  event?: string;
  type?: string;
  state?: string;
  status?: string | number;
  attempts?: number | unknown[];
  created_at: string;
  error?: string | null;
  [key: string]: unknown;
}

export const webhooksQuery = queryOptions({
  queryKey: keys.webhooks.all,
  queryFn: async ({ signal }) => {
    const answer = await get<Page<Webhook> | Webhook[]>("/webhooks", undefined, signal);
    return Array.isArray(answer) ? answer : answer.items;
  },
});

export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.webhooks.deliveries(id),
    queryFn: async ({ signal }) =>
      (await get<Page<Delivery>>(`/webhooks/${id}/deliveries`, { limit: 50 }, signal)).items,
  });

const useRefresh = () => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.webhooks.all });
};

export function useCreateWebhook() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (input: { url: string; events?: string[] }) => post<Webhook>("/webhooks", input),
    onSuccess,
  });
}

export function useChangeWebhook() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; enabled?: boolean }) =>
      request<Webhook>("PATCH", `/webhooks/${id}`, { body }),
    onSuccess,
  });
}

export function useDeleteWebhook() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (id: string) => request("DELETE", `/webhooks/${id}`),
    onSuccess,
  });
}

export function useTestWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post<Record<string, unknown>>(`/webhooks/${id}/test`, {}),
    onSettled: (_, __, id) => client.invalidateQueries({ queryKey: keys.webhooks.deliveries(id) }),
  });
}

export function useResend(webhookId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post(`/deliveries/${id}/resend`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: keys.webhooks.deliveries(webhookId) }),
  });
}
