import { Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { IconEar, IconEarOff } from "@tabler/icons-react";
import { useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { Operator } from "../../audio/operator";
import { Parties, phaseLabel, StatusBadge } from "../../components/CallBits";
import { Elapsed } from "../../components/Elapsed";
import { notifyError } from "../../components/ErrorPanel";
import { LatencyLegend } from "../../components/LatencyBar";
import { LevelMeter } from "../../components/LevelMeter";
import { PageHeader } from "../../components/Page";
import { useOwned } from "../../hooks/useOwned";
import { usd } from "../../lib/format";
import { CallControls } from "./CallControls";
import { Composer } from "./Composer";
import { ContextPanel } from "./ContextPanel";
import type { CallParts } from "./parts";
import { Transcript } from "../../components/Transcript";

/** The control desk of a running call. */
export function LiveCall({ call, turns, edits, commands }: CallParts) {
  const operator = useOwned(
    () => new Operator(call.id),
    (line) => line.stop(),
  );
  return (
    <>
      <PageHeader
        title={call.agent_name || "Call"}
        back={{ to: "/live", label: "Live" }}
        subtitle={
          <Group gap={10}>
            <Parties call={call} />
            <StatusBadge call={call} />
            {call.phase && call.status === "in_progress" && <span>{phaseLabel(call.phase)}</span>}
          </Group>
        }
        actions={
          <Group gap="lg">
            <LevelMeter callId={call.id} width={110} />
            <Fact label="Duration">
              {call.answered_at ? <Elapsed since={call.answered_at} /> : "–"}
            </Fact>
            <Fact label="Cost so far">{usd(call.cost.total_usd)}</Fact>
            <ListenButton operator={operator} />
          </Group>
        }
      />
      <div className="call-grid">
        <Stack>
          <CallControls call={call} operator={operator} />
          <Card padding="sm">
            <Following key={call.id} signal={turns}>
              {turns.length === 0 && edits.length === 0 ? (
                <Text c="dimmed" size="sm" p="md">
                  {call.status === "in_progress"
                    ? "Nobody has spoken yet."
                    : "Waiting for the call to be answered."}
                </Text>
              ) : (
                <Transcript
                  turns={turns}
                  edits={edits}
                  commands={commands}
                  callStart={call.created_at}
                  live
                />
              )}
            </Following>
            <Group justify="flex-end" px="sm" pt="xs">
              <LatencyLegend />
            </Group>
          </Card>
          <Composer call={call} />
        </Stack>
        <ContextPanel call={call} edits={edits} />
      </div>
    </>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={650} className="numbers" data-testid={label === "Cost so far" ? "cost" : undefined}>
        {children}
      </Text>
    </div>
  );
}

/** Stays at the newest words unless the reader scrolled up. */
function Following({ signal, children }: { signal: unknown; children: React.ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const follow = useRef(true);
  useLayoutEffect(() => {
    const element = box.current;
    if (element && follow.current) element.scrollTop = element.scrollHeight;
  }, [signal]);
  return (
    <div
      ref={box}
      className="transcript-box"
      tabIndex={0}
      role="log"
      aria-label="Transcript"
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        follow.current = scrollHeight - scrollTop - clientHeight < 60;
      }}
    >
      {children}
    </div>
  );
}

function ListenButton({ operator }: { operator: Operator }) {
  const { mode } = useSyncExternalStore(operator.state.subscribe, operator.state.get);
  const frames = useSyncExternalStore(operator.frames.subscribe, () =>
    operator.frames.get() > 0 ? 1 : 0,
  );
  if (mode === "speaking")
    return (
      <Badge color="orange" size="lg" c="var(--mantine-color-text)">
        You are speaking
      </Badge>
    );
  return mode === "listening" ? (
    <Button
      variant="light"
      leftSection={<IconEarOff size={17} />}
      onClick={() => operator.stop()}
      data-frames={frames}
    >
      Stop listening
    </Button>
  ) : (
    <Button
      variant="default"
      leftSection={<IconEar size={17} />}
      loading={mode === "opening"}
      onClick={() =>
        operator.listen().catch((error: unknown) => notifyError(error, "Cannot listen"))
      }
    >
      Listen
    </Button>
  );
}
