import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, data } from "./client";
import { keys } from "./keys";
import type { components } from "./schema";
import type { Complete } from "./types";

export type Webhook = Complete<components["schemas"]["Webhook"]>;
export type WebhookEvent = components["schemas"]["WebhookEvent"];

export const webhooksQuery = queryOptions({
  queryKey: keys.webhooks.all,
  queryFn: async ({ signal }) => (await data(client.GET("/webhooks", { signal }))).items,
});

export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.webhooks.deliveries(id),
    queryFn: async ({ signal }) => {
      const params = { path: { webhook_id: id }, query: { limit: 50 } };
      return (await data(client.GET("/webhooks/{webhook_id}/deliveries", { params, signal })))
        .items;
    },
  });

const useRefresh = () => {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.webhooks.all });
};

export function useCreateWebhook() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: components["schemas"]["WebhookInput"]) =>
      data(client.POST("/webhooks", { body })),
    onSuccess,
  });
}

export function useChangeWebhook() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: ({ id, enabled }: { id: string; enabled: boolean }) =>
      data(
        client.PATCH("/webhooks/{webhook_id}", {
          params: { path: { webhook_id: id } },
          body: { enabled },
        }),
      ),
    onSuccess,
  });
}

export function useDeleteWebhook() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (id: string) =>
      data(client.DELETE("/webhooks/{webhook_id}", { params: { path: { webhook_id: id } } })),
    onSuccess,
  });
}

export function useTestWebhook() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (id: string) =>
      data(client.POST("/webhooks/{webhook_id}/test", { params: { path: { webhook_id: id } } })),
    onSettled,
  });
}

export function useResend() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (id: string) =>
      data(
        client.POST("/deliveries/{delivery_id}/resend", { params: { path: { delivery_id: id } } }),
      ),
    onSettled,
  });
}
