import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { BY_LINES, client, data, lines, toProblem } from "./client";
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

interface SyncStep {
  step: string;
  seen: number;
  connected: number;
}

type SyncLine =
  | ({ type: "progress" } & SyncStep)
  | ({ type: "result" } & SyncResult)
  | { type: "problem"; problem: unknown };

/** Reads the carrier's account; a long one takes a while, so progress arrives line by line. */
async function syncNumbers(
  dryRun: boolean,
  onProgress: (step: SyncStep) => void,
): Promise<SyncResult> {
  const query = { stream: true, dry_run: dryRun };
  const answer = client.POST("/numbers/sync", { params: { query }, ...BY_LINES });
  for await (const line of lines(answer)) {
    const message = line as SyncLine;
    if (message.type === "progress") onProgress(message);
    else if (message.type === "result") return message;
    else throw toProblem(502, message.problem);
  }
  throw toProblem(502, { title: "The sync broke off", detail: "Try again." });
}

/** A sync, and how far it has come. */
export function useSync() {
  const changed = useChanged();
  const [step, setStep] = useState<SyncStep | null>(null);
  const mutation = useMutation({
    mutationFn: (dryRun: boolean) => syncNumbers(dryRun, setStep),
    onMutate: () => setStep(null),
    onSuccess: (result) => (result.dry_run ? undefined : changed()),
  });
  return { ...mutation, step };
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
