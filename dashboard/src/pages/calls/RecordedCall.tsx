import {
  Alert,
  Anchor,
  Badge,
  Box,
  Button,
  Card,
  Group,
  Menu,
  SimpleGrid,
  Stack,
  Table,
  Tabs,
  Text,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDownload, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useSyncExternalStore } from "react";
import { useDeleteCall, waveformQuery } from "../../api/calls";
import type { Call } from "../../api/types";
import { Playback } from "../../audio/playback";
import { Parties, StatusBadge } from "../../components/CallBits";
import { Confirm } from "../../components/Confirm";
import { ContextEditor } from "../../components/ContextEditor";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { LatencyLegend } from "../../components/LatencyBar";
import { Loaded } from "../../components/Loaded";
import { Figure, PageHeader, Section } from "../../components/Page";
import { RoutePending } from "../../components/RouteStates";
import { useOwned } from "../../hooks/useOwned";
import { endReason } from "../../lib/endReason";
import { count, dateTime, duration, millis, usd, words } from "../../lib/format";
import { percentile } from "../../lib/latency";
import { turnAt } from "../../lib/timeline";
import type { CallParts } from "../live/parts";
import { FlightRecord } from "./FlightRecord";
import { Transcript } from "../../components/Transcript";

const Waveform = lazy(() => import("./Waveform"));

function Failure({ call }: Pick<CallParts, "call">) {
  const why = endReason(call);
  if (!why) return null;
  return (
    <Alert color="red" mb="md" title={why.what} data-testid="end-reason">
      {why.cure}
    </Alert>
  );
}

/** A call that is over: heard again, read, and accounted for. */
export function RecordedCall({ call, turns, edits, commands }: CallParts) {
  const { tab = "transcript" } = useSearch({ from: "/calls/$callId" });
  const navigate = useNavigate({ from: "/calls/$callId" });
  const playback = useOwned(() => new Playback());
  const jump = useCallback((ms: number) => playback.play(ms), [playback]);
  // Only another turn renders the page anew, not every move of the clock.
  const currentId = useSyncExternalStore(playback.state.subscribe, () => {
    const at = playback.callMs();
    return at === null ? undefined : turnAt(turns, at)?.id;
  });
  return (
    <>
      <PageHeader
        title={call.agent_name || "Call"}
        back={{ to: "/calls", label: "Calls" }}
        subtitle={
          <Group gap={10}>
            <Parties call={call} />
            <span className="numbers">{dateTime(call.created_at)}</span>
            <StatusBadge call={call} />
          </Group>
        }
        actions={<Actions call={call} />}
      />
      <Failure call={call} />
      <Figures call={call} />
      {call.summary && (
        <Box mb="md">
          <Section title="Summary">
            <Text className="wrap-anywhere">{call.summary}</Text>
          </Section>
        </Box>
      )}
      {call.has_recording ? (
        <Suspense fallback={<RoutePending />}>
          <RecordingCard call={call} playback={playback} />
        </Suspense>
      ) : (
        <Card padding="md" mb="md">
          <Text size="sm" c="dimmed">
            This call has no recording
            {call.agent && !call.agent.recording ? ": the agent does not record." : "."}
          </Text>
        </Card>
      )}
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          void navigate({
            search: (old) => ({ ...old, tab: !next || next === "transcript" ? undefined : next }),
            replace: true,
          })
        }
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="transcript">Transcript</Tabs.Tab>
          <Tabs.Tab value="cost">Cost</Tabs.Tab>
          <Tabs.Tab value="flight">Flight record</Tabs.Tab>
          <Tabs.Tab value="context">Context</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="transcript">
          <Card padding="sm">
            {turns.length === 0 ? (
              <Text c="dimmed" size="sm" p="md">
                Nobody spoke in this call.
              </Text>
            ) : (
              <Transcript
                turns={turns}
                edits={edits}
                commands={commands}
                callStart={call.created_at}
                currentId={currentId}
                onJump={call.has_recording ? jump : undefined}
              />
            )}
            <Group justify="flex-end" px="sm" pt="xs">
              <LatencyLegend />
            </Group>
          </Card>
        </Tabs.Panel>
        <Tabs.Panel value="cost">
          <Cost call={call} />
        </Tabs.Panel>
        <Tabs.Panel value="flight">
          <FlightRecord call={call} />
        </Tabs.Panel>
        <Tabs.Panel value="context">
          <Stack>
            <Section title="Context data" hint="What the model held at the end.">
              <ContextEditor
                label="Context data"
                value={call.context_data}
                onChange={ignore}
                readOnly
              />
            </Section>
            <Section title="Notes">
              <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
                {call.notes || "None."}
              </Text>
            </Section>
            <Section title="Prompt">
              <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
                {call.system_prompt || "None."}
              </Text>
            </Section>
          </Stack>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

const ignore = () => undefined;

function Actions({ call }: { call: Call }) {
  const [asking, ask] = useDisclosure();
  const remove = useDeleteCall();
  const navigate = useNavigate();
  const base = `/calls/${call.id}`;
  return (
    <>
      {call.agent_id && (
        <Button component={Link} to={`/agents/${call.agent_id}`} variant="default">
          Agent, version {call.agent_version}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={16} />}>
            Download
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {call.has_recording && (
            <Menu.Item component="a" href={`${base}/recording?download=true`} download>
              Audio (WAV, two sides)
            </Menu.Item>
          )}
          <Menu.Item
            component="a"
            href={`${base}/transcript?format=text`}
            download={`${call.id}.txt`}
          >
            Transcript (text)
          </Menu.Item>
          <Menu.Item
            component="a"
            href={`${base}/transcript?format=vtt`}
            download={`${call.id}.vtt`}
          >
            Subtitles (WebVTT)
          </Menu.Item>
          <Menu.Item component="a" href={`${base}/transcript`} download={`${call.id}.json`}>
            Transcript (JSON)
          </Menu.Item>
          <Menu.Item component="a" href={`${base}/bundle`} download>
            Everything (bundle)
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={ask.open}>
            Delete this call
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Confirm
        opened={asking}
        onClose={ask.close}
        title="Delete this call?"
        action="Delete call"
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate(call.id, {
            onSuccess: () => {
              notifyDone("The call is deleted.");
              void navigate({ to: "/calls" });
            },
          })
        }
      >
        <Text size="sm">
          Its transcript, recording and flight record are lost. Statistics keep its figures.
        </Text>
        {remove.error && <ErrorPanel error={remove.error} />}
      </Confirm>
    </>
  );
}

function Figures({ call }: { call: Call }) {
  const { stats } = call;
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 4 }} mb="md">
        <Figure
          label="Duration"
          value={duration(call.duration_s)}
          note={call.answered_at ? "from answer to end" : "never answered"}
        />
        <Figure
          label="Reply, median"
          value={millis(percentile(stats.reply_ms, 50))}
          note={`slowest ${millis(stats.reply_ms.length ? Math.max(...stats.reply_ms) : null)}`}
        />
        <Figure
          label="Cost"
          value={usd(call.cost.total_usd)}
          note={call.cost.final ? "final" : "may still be corrected"}
        />
        <Figure
          label="Turns"
          value={stats.turns}
          note={`${count(stats.interruptions, "interruption")}, ${count(stats.tool_calls, "tool call")}, ${count(stats.edits, "edit")}`}
        />
      </SimpleGrid>
      {stats.engines.length > 1 && (
        <Text size="sm" c="dimmed" mb="md">
          Voice engines, in order: {stats.engines.join(", then ")}
        </Text>
      )}
    </>
  );
}

function RecordingCard({ call, playback }: { call: Call; playback: Playback }) {
  const query = useQuery(waveformQuery(call.id));
  return (
    <Card padding="md" mb="md">
      <Loaded query={query} lines={1} height={130}>
        {(waveform) => (
          <Waveform waveform={waveform} url={`/calls/${call.id}/recording`} playback={playback} />
        )}
      </Loaded>
    </Card>
  );
}

function Cost({ call }: { call: Call }) {
  const { cost } = call;
  if (cost.items.length === 0)
    return (
      <Card>
        <Text size="sm" c="dimmed">
          Nothing was charged for this call.
        </Text>
      </Card>
    );
  return (
    <Card padding={0}>
      <Table.ScrollContainer minWidth={560} type="native" tabIndex={0}>
        <Table verticalSpacing="xs" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Item</Table.Th>
              <Table.Th ta="right">Quantity</Table.Th>
              <Table.Th ta="right">Price</Table.Th>
              <Table.Th>Source</Table.Th>
              <Table.Th ta="right">Amount</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {cost.items.map((item, i) => (
              <Table.Tr key={i}>
                <Table.Td>
                  <Text size="sm">{item.description || words(item.kind.replaceAll(".", " "))}</Text>
                </Table.Td>
                <Table.Td ta="right" className="numbers">
                  {Number(item.quantity.toFixed(2)).toLocaleString()}{" "}
                  {item.quantity === 1 ? item.unit : `${item.unit}s`}
                </Table.Td>
                <Table.Td ta="right" className="numbers">
                  {item.unit === "token"
                    ? `${usd(item.unit_price_usd * 1e6)} / million`
                    : usd(item.unit_price_usd)}
                </Table.Td>
                <Table.Td>
                  <Badge color={item.final ? "gray" : "yellow"} c="var(--mantine-color-text)">
                    {item.source}
                  </Badge>
                </Table.Td>
                <Table.Td ta="right" className="numbers">
                  {usd(item.amount_usd)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th colSpan={4}>Total</Table.Th>
              <Table.Th ta="right" className="numbers">
                {usd(cost.total_usd)}
              </Table.Th>
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed" p="md">
        Prices of {cost.prices_dated || "the table as shipped"}.{" "}
        {cost.carrier_price_usd !== null &&
          `The carrier itself says ${usd(cost.carrier_price_usd)}. `}
        <Anchor component={Link} to="/setup" size="xs" underline="always">
          Price table
        </Anchor>
      </Text>
    </Card>
  );
}
