import { Group, Text, Tooltip } from "@mantine/core";
import { millis } from "../lib/format";
import { type Latency, LATENCY_PARTS, latencyBars, latencyTone } from "../lib/latency";

const TONES = { good: "teal", slow: "yellow", bad: "red" } as const;

/** One reply's silence: coloured parts that add up to it. */
export function LatencyBar({ latency, scaleMs }: { latency: Latency; scaleMs: number }) {
  const bars = latencyBars(latency, scaleMs);
  const text = bars.map((bar) => `${bar.label} ${millis(bar.ms)}`).join(" + ");
  return (
    <Tooltip label={`${text} = ${millis(latency.total)}`} multiline maw={340}>
      <Group gap={8} wrap="nowrap" mt={5} maw={460} data-testid="latency">
        <div
          className="latency"
          role="img"
          aria-label={`Silence before this reply ${millis(latency.total)}: ${text}`}
          style={{ flex: 1 }}
        >
          {bars.map((bar) => (
            <i
              key={bar.key}
              data-part={bar.key}
              style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%` }}
            />
          ))}
        </div>
        <Text
          size="xs"
          className="numbers"
          c={TONES[latencyTone(latency.total)] === "red" ? "var(--mantine-color-error)" : "dimmed"}
          w={56}
          ta="right"
        >
          {millis(latency.total)}
        </Text>
      </Group>
    </Tooltip>
  );
}

export function LatencyLegend() {
  return (
    <Group gap="md">
      {LATENCY_PARTS.map((part) => (
        <Tooltip key={part.key} label={part.help}>
          <Group gap={5}>
            <span className="swatch" data-part={part.key} />
            <Text size="xs" c="dimmed">
              {part.label}
            </Text>
          </Group>
        </Tooltip>
      ))}
    </Group>
  );
}
