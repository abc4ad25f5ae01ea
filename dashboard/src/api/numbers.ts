import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, data, toProblem } from "./client";
import type { SyncResult } from "./types";
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

export interface SyncStep {
  step: string;
  seen: number;
  connected: number;
}

type SyncLine =
  | ({ type: "progress" } & SyncStep)
  | ({ type: "result" } & SyncResult)
  | { type: "problem"; problem: unknown };

/** Reads the carrier's account; a long one takes a while, so progress arrives line by line. */
export async function syncNumbers(
  dryRun: boolean,
  onProgress: (step: SyncStep) => void,
): Promise<SyncResult> {
  const response = await fetch(`/numbers/sync?stream=true&dry_run=${String(dryRun)}`, {
    method: "POST",
    headers: { Accept: "application/x-ndjson" },
  });
  if (!response.ok || !response.body)
    throw toProblem(response.status, await response.json().catch(() => null));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += value ?? "";
    const lines = rest.split("\n");
    rest = done ? "" : (lines.pop() ?? "");
    for (const line of lines) {
      if (!line.trim()) continue;
      const message = JSON.parse(line) as SyncLine;
      if (message.type === "progress") onProgress(message);
      else if (message.type === "result") return message;
      else throw toProblem(502, message.problem);
    }
    if (done) throw toProblem(502, { title: "The sync broke off", detail: "Try again." });
  }
}

export function useSync(onProgress: (step: SyncStep) => void) {
  const changed = useChanged();
  return useMutation({
    mutationFn: (dryRun: boolean) => syncNumbers(dryRun, onProgress),
    onSuccess: (result) => (result.dry_run ? undefined : changed()),
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
