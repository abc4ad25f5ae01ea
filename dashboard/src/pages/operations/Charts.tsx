import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { Group, Progress, SimpleGrid, Stack, Text } from "@mantine/core";
import type { AgentFigures, Figures, PeriodFigures } from "../../api/stats";
import { Section } from "../../components/Page";
import { millis, usd } from "../../lib/format";
import { latencyTone } from "../../lib/latency";

interface Props {
  unit: "hour" | "day";
  periods: readonly PeriodFigures[];
  agents: readonly AgentFigures[];
  reply: Figures["reply_ms"] | null;
  replyBefore: Figures["reply_ms"] | null;
  costByKind: Record<string, number>;
}

const hour = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

export default function Charts({ unit, periods, agents, reply, replyBefore, costByKind }: Props) {
  const format = unit === "hour" ? hour : day;
  const rows = periods.map((period) => ({
    at: format.format(new Date(period.start)),
    Answered: period.answered,
    Missed: period.missed,
    Failed: period.failed,
    Cost: Number(period.cost_usd.toFixed(4)),
  }));
  const total = periods.reduce((sum, period) => sum + period.calls, 0);
  return (
    <>
      <Section title={unit === "hour" ? "Calls per hour" : "Calls per day"}>
        <figure
          style={{ margin: 0 }}
          role="img"
          aria-label={`${total} calls: ${rows
            .filter((row) => row.Answered + row.Missed > 0)
            .map((row) => `${row.at}: ${row.Answered} answered, ${row.Missed} missed`)
            .join("; ")}`}
        >
          <BarChart
            h={240}
            data={rows}
            dataKey="at"
            type="stacked"
            withLegend
            series={[
              { name: "Answered", color: "iris.5" },
              { name: "Missed", color: "orange.5" },
            ]}
            tickLine="none"
            gridAxis="x"
            yAxisProps={{ allowDecimals: false, width: 36 }}
            barProps={{ radius: 3, maxBarSize: 36, isAnimationActive: false }}
          />
        </figure>
      </Section>
      <SimpleGrid cols={{ base: 1, md: 3 }}>
        <Section title="Cost by agent">
          <CostByAgent agents={agents} />
        </Section>
        <Section title="Reply latency" hint="Caller's last sound to agent's first, as heard.">
          <Percentiles reply={reply} before={replyBefore} />
        </Section>
        <Section title="What the money went on">
          <Shares values={costByKind} />
        </Section>
      </SimpleGrid>
    </>
  );
}

function CostByAgent({ agents }: { agents: readonly AgentFigures[] }) {
  const rows = [...agents].sort((a, b) => b.cost_usd - a.cost_usd).slice(0, 6);
  const most = rows[0]?.cost_usd ?? 0;
  if (rows.length === 0) return <None />;
  return (
    <Stack gap="sm">
      {rows.map((agent) => (
        <Bar
          key={agent.agent_id}
          label={agent.agent_name || "Deleted agent"}
          value={usd(agent.cost_usd)}
          share={most > 0 ? agent.cost_usd / most : 0}
        />
      ))}
    </Stack>
  );
}

const KIND_NAMES: Record<string, string> = {
  "model.audio_in": "Model hears",
  "model.audio_in_cached": "Model hears (cached)",
  "model.audio_out": "Model speaks",
  "model.text_in": "Model reads",
  "model.text_in_cached": "Model reads (cached)",
  "model.text_out": "Model writes",
  transcription: "Transcription",
  "carrier.minutes": "Phone minutes",
  "carrier.stream": "Media stream",
  "carrier.detection": "Answering machine detection",
  "carrier.recording": "Recording by the carrier",
};

function Shares({ values }: { values: Record<string, number> }) {
  const rows = Object.entries(values)
    .filter(([, value]) => value > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6);
  const most = rows[0]?.[1] ?? 0;
  if (rows.length === 0) return <None />;
  return (
    <Stack gap="sm">
      {rows.map(([kind, value]) => (
        <Bar
          key={kind}
          label={KIND_NAMES[kind] ?? kind.replaceAll(/[._]/g, " ")}
          value={usd(value)}
          share={value / most}
        />
      ))}
    </Stack>
  );
}

const TONE = { good: "teal.7", slow: "yellow.7", bad: "red.7" };

function Percentiles({
  reply,
  before,
}: {
  reply: Figures["reply_ms"] | null;
  before: Figures["reply_ms"] | null;
}) {
  if (!reply?.count) return <None />;
  const most = reply.p99 ?? 1;
  return (
    <Stack gap="sm">
      {(["p50", "p90", "p95", "p99"] as const).map((name) => {
        const value = reply[name];
        const old = before?.[name] ?? null;
        return (
          value !== null && (
            <Bar
              key={name}
              label={`${name.slice(1)} % within`}
              value={millis(value)}
              note={old === null ? undefined : `was ${millis(old)}`}
              share={value / most}
              color={TONE[latencyTone(value)]}
            />
          )
        );
      })}
      <Text size="xs" c="dimmed">
        {reply.count} replies
      </Text>
    </Stack>
  );
}

function Bar({
  label,
  value,
  share,
  note,
  color = "iris.5",
}: {
  label: string;
  value: string;
  share: number;
  note?: string | undefined;
  color?: string;
}) {
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" truncate>
          {label}
        </Text>
        <Text size="sm" fw={600} className="numbers" style={{ whiteSpace: "nowrap" }}>
          {value}
          {note && (
            <Text component="span" size="xs" c="dimmed" fw={400} ml={6}>
              {note}
            </Text>
          )}
        </Text>
      </Group>
      <Progress
        value={share * 100}
        color={color}
        size="sm"
        mt={3}
        aria-label={`${label}: ${value}`}
      />
    </div>
  );
}

function None() {
  return (
    <Text size="sm" c="dimmed">
      Nothing yet in this period.
    </Text>
  );
}
