import { Card, Group, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Link, useNavigate } from "@tanstack/react-router";
import type { Call } from "../api/types";
import { dateTime, duration, millis, shortTime, usd } from "../lib/format";
import { percentile } from "../lib/latency";
import { NARROW } from "./layout";
import { CallParties, StatusBadge } from "./CallBits";
import { Elapsed } from "./Elapsed";

/** Calls as rows; the whole row opens the call, its first cell is the link. */
export function CallTable({
  calls,
  hideAgent,
}: {
  calls: readonly (Call & { found?: string[] })[];
  hideAgent?: boolean;
}) {
  const navigate = useNavigate();
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  return (
    <Card padding={0}>
      <Table.ScrollContainer minWidth={narrow ? 0 : 680} type="native" tabIndex={0}>
        <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover className="stacking">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{hideAgent ? "Caller" : "Caller and agent"}</Table.Th>
              <Table.Th>Started</Table.Th>
              <Table.Th>Result</Table.Th>
              <Table.Th ta="right">Duration</Table.Th>
              <Table.Th ta="right">Reply, median</Table.Th>
              <Table.Th ta="right">Cost</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {calls.map((call) => (
              <Table.Tr
                key={call.id}
                data-testid="call-row"
                style={{ cursor: "pointer" }}
                onClick={() => void navigate({ to: "/calls/$callId", params: { callId: call.id } })}
              >
                <Table.Td>
                  <Link
                    to="/calls/$callId"
                    params={{ callId: call.id }}
                    className="plain-link"
                    onClick={(event) => event.stopPropagation()}
                  >
                    <CallParties call={call} />
                  </Link>
                  <Found call={call} />
                </Table.Td>
                <Table.Td>
                  <Text size="sm" title={dateTime(call.created_at)}>
                    {shortTime(call.created_at)}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <StatusBadge call={call} />
                </Table.Td>
                <Table.Td ta="right" className="numbers">
                  {call.status === "in_progress" && call.answered_at ? (
                    <Elapsed since={call.answered_at} />
                  ) : (
                    duration(call.duration_s)
                  )}
                </Table.Td>
                <Table.Td ta="right" className="numbers wide-only">
                  {millis(percentile(call.stats.reply_ms, 50))}
                </Table.Td>
                <Table.Td ta="right" className="numbers">
                  {usd(call.cost.total_usd)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

function Found({ call }: { call: { found?: string[] } }) {
  const text = call.found?.[0];
  return text ? (
    <Group gap={4} mt={2}>
      <Text size="xs" c="dimmed" lineClamp={1} maw={320} fs="italic">
        “{text}”
      </Text>
    </Group>
  ) : null;
}
