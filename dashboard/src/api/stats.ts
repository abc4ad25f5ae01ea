import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client, data } from "./client";
import { keys } from "./keys";
import type { components } from "./schema";
import type { Complete } from "./types";

export type Overview = Complete<components["schemas"]["Overview"]>;
export type Figures = Complete<components["schemas"]["Figures"]>;
export type AgentFigures = Complete<components["schemas"]["AgentFigures"]>;
export type PeriodFigures = Complete<components["schemas"]["PeriodFigures"]>;

export const RANGES = {
  "24h": { label: "24 hours", ms: 86_400_000, unit: "hour" },
  "7d": { label: "7 days", ms: 7 * 86_400_000, unit: "day" },
  "30d": { label: "30 days", ms: 30 * 86_400_000, unit: "day" },
  "90d": { label: "90 days", ms: 90 * 86_400_000, unit: "day" },
} as const;

export type Range = keyof typeof RANGES;

export const isRange = (text: string | undefined): text is Range =>
  text !== undefined && Object.hasOwn(RANGES, text);

/** The period's two ends; whole minutes, so that a repeated question has the same key. */
function period(range: Range): { from: string; to: string } {
  const end = Math.ceil(Date.now() / 60_000) * 60_000;
  return {
    from: new Date(end - RANGES[range].ms).toISOString(),
    to: new Date(end).toISOString(),
  };
}

export const overviewQuery = (range: Range) =>
  queryOptions({
    queryKey: keys.stats.of("overview", { range }),
    queryFn: ({ signal }) =>
      data(client.GET("/stats/overview", { params: { query: period(range) }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });

export const periodsQuery = (range: Range) =>
  queryOptions({
    queryKey: keys.stats.of("periods", { range }),
    queryFn: ({ signal }) => {
      const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const query = { ...period(range), tz };
      return RANGES[range].unit === "hour"
        ? data(client.GET("/stats/hours", { params: { query }, signal }))
        : data(client.GET("/stats/days", { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });

export const agentStatsQuery = (range: Range) =>
  queryOptions({
    queryKey: keys.stats.of("agents", { range }),
    queryFn: async ({ signal }) =>
      (await data(client.GET("/stats/agents", { params: { query: period(range) }, signal }))).items,
    placeholderData: keepPreviousData,
  });

/** Figures per agent since midnight here. */
export const agentsTodayQuery = queryOptions({
  queryKey: keys.stats.of("agents", { range: "today" }),
  queryFn: async ({ signal }) => {
    const midnight = new Date();
    midnight.setHours(0, 0, 0, 0);
    const query = { from: midnight.toISOString() };
    return (await data(client.GET("/stats/agents", { params: { query }, signal }))).items;
  },
  refetchInterval: 60_000,
});
