import {
  Badge,
  Button,
  Card,
  Group,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  TextInput,
  Stack,
  Text,
} from "@mantine/core";
import { IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { callsQuery } from "../../api/calls";
import { setupQuery } from "../../api/setup";
import {
  agentStatsQuery,
  customRange,
  type Figures,
  isRange,
  overviewQuery,
  period,
  periodsQuery,
  type Range,
  RANGES,
  unitOf,
} from "../../api/stats";
import type { Setup } from "../../api/types";
import { CallTable } from "../../components/CallTable";
import { Loaded } from "../../components/Loaded";
import { Figure, PageHeader, Section } from "../../components/Page";
import { change, count, duration, millis, usd } from "../../lib/format";
import { useInfiniteQuery } from "@tanstack/react-query";

const Charts = lazy(() => import("./Charts"));

/** A day of the calendar here, as date fields write it. */
function today(offset: number): string {
  const date = new Date();
  date.setDate(date.getDate() + offset);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function OverviewPage() {
  const search = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const custom = search.range === "custom";
  const range: Range = custom
    ? customRange(search.from, search.to)
    : isRange(search.range)
      ? search.range
      : "24h";
  const overview = useQuery(overviewQuery(range));
  return (
    <>
      <PageHeader
        title="Overview"
        subtitle={
          typeof range === "string"
            ? `The last ${RANGES[range].label}, compared with the ${RANGES[range].label} before.`
            : `${range.from} to ${range.to}, compared with as many days before.`
        }
        actions={
          <>
            <SegmentedControl
              aria-label="Period"
              value={custom ? "custom" : typeof range === "string" ? range : "24h"}
              onChange={(value) =>
                void navigate({
                  search:
                    value === "custom"
                      ? { range: value, from: today(-6), to: today(0) }
                      : { range: value === "24h" ? undefined : value },
                  replace: true,
                })
              }
              data={[
                ...Object.entries(RANGES).map(([value, { label }]) => ({ value, label })),
                { value: "custom", label: "Dates" },
              ]}
            />
            {custom &&
              (["from", "to"] as const).map((end) => (
                <TextInput
                  key={end}
                  type="date"
                  aria-label={end === "from" ? "First day" : "Last day"}
                  value={search[end] ?? ""}
                  onChange={(event) => {
                    const day = event.currentTarget.value;
                    void navigate({ search: (old) => ({ ...old, [end]: day }), replace: true });
                  }}
                />
              ))}
          </>
        }
      />
      <Stack>
        <FirstSteps />
        <Loaded query={overview} lines={1} height={100}>
          {({ now, before }) => <Numbers now={now} before={before} />}
        </Loaded>
        <ChartArea range={range} />
        <Failures range={range} />
      </Stack>
    </>
  );
}

function compared(now: number | null, before: number | null, unit: string): string {
  if (now === null || before === null) return "nothing to compare";
  return change(now, before) === null
    ? `${unit} before: none`
    : `${change(now, before) ?? ""} on the period before`;
}

function Numbers({ now, before }: { now: Figures; before: Figures }) {
  const missed = now.calls > 0 ? Math.round((now.missed / now.calls) * 100) : 0;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} data-testid="figures">
      <Figure label="Calls" value={now.calls} note={compared(now.calls, before.calls, "calls")} />
      <Figure
        label="Answered"
        value={now.answered}
        note={compared(now.answered, before.answered, "answered")}
      />
      <Figure label="Missed" value={now.missed} note={`${missed} % of all calls`} />
      <Figure
        label="Average length"
        value={duration(now.avg_duration_s)}
        note={compared(now.avg_duration_s, before.avg_duration_s, "average")}
      />
      <Figure
        label="Cost"
        value={usd(now.cost_usd)}
        note={compared(now.cost_usd, before.cost_usd, "cost")}
      />
      <Figure
        label="Reply, median"
        value={millis(now.reply_ms.p50)}
        note={`95 % within ${millis(now.reply_ms.p95)}`}
      />
    </SimpleGrid>
  );
}

function ChartArea({ range }: { range: Range }) {
  const periods = useQuery(periodsQuery(range));
  const overview = useQuery(overviewQuery(range));
  const agents = useQuery(agentStatsQuery(range));
  return (
    <Loaded query={periods} lines={1} height={280}>
      {(data) => (
        <Suspense fallback={<Skeleton height={280} radius="lg" />}>
          <Charts
            unit={unitOf(range)}
            periods={data.items}
            agents={agents.data ?? []}
            reply={overview.data?.now.reply_ms ?? null}
            replyBefore={overview.data?.before.reply_ms ?? null}
            costByKind={overview.data?.cost_by_kind ?? {}}
          />
        </Suspense>
      )}
    </Loaded>
  );
}

const FAILURES = ["engine_failed", "carrier_failed", "lost", "error"] as const;

function Failures({ range }: { range: Range }) {
  const overview = useQuery(overviewQuery(range));
  const failed = overview.data?.now.failed ?? 0;
  const calls = useInfiniteQuery({
    ...callsQuery({ outcome: [...FAILURES], ...period(range) }),
    enabled: failed > 0,
  });
  if (!overview.data) return null;
  return (
    <Section
      title="Failures worth looking at"
      hint={
        failed === 0
          ? "Calls that engine, carrier or Phony cut short would be listed here."
          : `${count(failed, "call")} ended by a failure of engine, carrier or Phony.`
      }
      actions={
        <Group gap={6}>
          {FAILURES.map((name) => {
            const n = overview.data.now.by_outcome[name] ?? 0;
            return n > 0 ? (
              <Badge key={name} color="red" c="var(--mantine-color-text)">
                {n} {name.replaceAll("_", " ")}
              </Badge>
            ) : null;
          })}
        </Group>
      }
    >
      {failed === 0 ? (
        <Text size="sm" c="dimmed">
          None in this period.
        </Text>
      ) : (
        <Loaded query={calls} lines={3} height={40}>
          {(found) => <CallTable calls={found.pages[0]?.items.slice(0, 5) ?? []} />}
        </Loaded>
      )}
    </Section>
  );
}

/** Until everything is done once: what to do next. */
function FirstSteps() {
  const { data } = useQuery(setupQuery);
  if (!data) return null;
  const open = data.steps.filter((step) => !step.done && step.id !== "live");
  if (open.length === 0) return null;
  return (
    <Card>
      <Text fw={650} mb="sm">
        Getting started
      </Text>
      <Group gap="xl">
        {data.steps.map((step) => (
          <StepItem key={step.id} step={step} />
        ))}
      </Group>
    </Card>
  );
}

function StepItem({ step }: { step: Setup["steps"][number] }) {
  const path = step.href.replace(/^\/dashboard/, "") || "/";
  return (
    <Group gap={8} wrap="nowrap">
      <Text c={step.done ? "teal.7" : "dimmed"} component="span" lh={0} aria-hidden>
        {step.done ? <IconCircleCheck size={20} /> : <IconCircleDashed size={20} />}
      </Text>
      {step.done ? (
        <Text size="sm" c="dimmed">
          {step.title} <span className="sr-only">(done)</span>
        </Text>
      ) : (
        <Button component={Link} to={path} size="compact-sm" variant="light">
          {step.title}
        </Button>
      )}
    </Group>
  );
}
