import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client, data } from "./client";
import { keys } from "./keys";
import type { components } from "./schema";
import type { Complete } from "./types";

export type Figures = Complete<components["schemas"]["Figures"]>;
export type AgentFigures = Complete<components["schemas"]["AgentFigures"]>;
export type PeriodFigures = Complete<components["schemas"]["PeriodFigures"]>;

const DAY_MS = 86_400_000;

export const RANGES = {
  "24h": { label: "24 hours", ms: DAY_MS },
  "7d": { label: "7 days", ms: 7 * DAY_MS },
  "30d": { label: "30 days", ms: 30 * DAY_MS },
  "90d": { label: "90 days", ms: 90 * DAY_MS },
} as const;

export const isRange = (text: string | undefined): text is keyof typeof RANGES =>
  text !== undefined && Object.hasOwn(RANGES, text);

/** A length up to now, or days of the calendar, both ends included. */
export type Range = keyof typeof RANGES | { from: string; to: string };

/** Calendar days in the reader's time zone; nonsense is the last 24 hours. */
export function customRange(from: string | undefined, to: string | undefined): Range {
  const valid = (day: string | undefined): day is string =>
    day !== undefined && !Number.isNaN(new Date(`${day}T00:00`).getTime());
  return valid(from) && valid(to) && from <= to ? { from, to } : "24h";
}

function length(range: Range): number {
  if (typeof range === "string") return RANGES[range].ms;
  return new Date(`${range.to}T24:00`).getTime() - new Date(`${range.from}T00:00`).getTime();
}

/** Charts by the hour up to two days, by the day beyond. */
export const unitOf = (range: Range): "hour" | "day" =>
  length(range) <= 2 * DAY_MS ? "hour" : "day";

/** The period's two ends; whole minutes, so that a repeated question has the same key. */
export function period(range: Range): { from: string; to: string } {
  if (typeof range !== "string")
    return {
      from: new Date(`${range.from}T00:00`).toISOString(),
      to: new Date(`${range.to}T24:00`).toISOString(),
    };
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
      return unitOf(range) === "hour"
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
