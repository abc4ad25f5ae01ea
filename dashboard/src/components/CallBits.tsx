import { Badge, Group, Text } from "@mantine/core";
import { IconArrowDownLeft, IconArrowUpRight, IconMicrophone } from "@tabler/icons-react";
import type { Call } from "../api/types";
import { phone, words } from "../lib/format";

const STATUS_COLOUR: Record<string, string> = {
  queued: "gray",
  ringing: "yellow",
  in_progress: "teal",
  completed: "gray",
  busy: "orange",
  no_answer: "orange",
  canceled: "gray",
  failed: "red",
};
const OUTCOME_COLOUR: Record<string, string> = {
  caller_hung_up: "gray",
  agent_hung_up: "gray",
  operator_hung_up: "gray",
  transferred: "blue",
  voicemail: "grape",
  silence: "orange",
  max_duration: "orange",
  spend_limit: "orange",
  not_answered: "orange",
  rejected: "orange",
  engine_failed: "red",
  carrier_failed: "red",
  lost: "red",
  error: "red",
};

export function StatusBadge({ call }: { call: Pick<Call, "status" | "outcome" | "phase"> }) {
  const final = call.outcome !== null && call.status !== "in_progress";
  const text = final ? call.outcome : call.status;
  const colour = (final ? OUTCOME_COLOUR : STATUS_COLOUR)[text ?? ""] ?? "gray";
  return (
    <Badge color={colour} c="var(--mantine-color-text)" data-status={call.status}>
      {words(text)}
    </Badge>
  );
}

const PHASES: Record<string, string> = {
  connecting: "Connecting",
  greeting: "Greeting",
  talking: "Talking",
  hold: "On hold",
  operator: "Taken over",
  reconnecting: "Reconnecting",
  closing: "Closing",
  draining: "Closing",
};

/** Where a running call stands, in a word. */
export const phaseLabel = (phase: string): string => PHASES[phase] ?? "Live";

const DIRECTION_LABEL = { inbound: "Inbound", outbound: "Outbound", browser: "Browser" };

export function DirectionIcon({ direction }: { direction: Call["direction"] }) {
  const props = { size: 16, "aria-label": DIRECTION_LABEL[direction], role: "img" };
  if (direction === "browser") return <IconMicrophone {...props} />;
  return direction === "outbound" ? (
    <IconArrowUpRight {...props} />
  ) : (
    <IconArrowDownLeft {...props} />
  );
}

/** The other side of the line: not our number. */
export function otherSide(call: Pick<Call, "direction" | "from_number" | "to_number">): string {
  if (call.direction === "browser") return "This browser";
  return phone(call.direction === "outbound" ? call.to_number : call.from_number);
}

/** Who talks to whom, over which of our numbers. */
export function Parties({ call }: { call: Call }) {
  if (call.direction === "browser") return <span>From a browser</span>;
  return (
    <span className="numbers">
      {DIRECTION_LABEL[call.direction]}: {phone(call.from_number)} → {phone(call.to_number)}
    </span>
  );
}

export function CallParties({ call }: { call: Call }) {
  return (
    <Group gap={8} wrap="nowrap">
      <Text c="dimmed" component="span" lh={0}>
        <DirectionIcon direction={call.direction} />
      </Text>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} className="numbers" truncate>
          {otherSide(call)}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {call.agent_name || "Deleted agent"}
        </Text>
      </div>
    </Group>
  );
}
