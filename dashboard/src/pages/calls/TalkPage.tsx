import { Alert, Badge, Button, Card, Center, Group, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconMicrophone, IconMicrophoneOff, IconPhone, IconPhoneOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useEffect, useSyncExternalStore } from "react";
import { agentQuery } from "../../api/agents";
import { callQuery, commandsQuery, editsQuery, turnsQuery } from "../../api/calls";
import { feed } from "../../api/feedInstance";
import { setupQuery } from "../../api/setup";
import type { Agent } from "../../api/types";
import { BrowserCall } from "../../audio/browserCall";
import { Elapsed } from "../../components/Elapsed";
import { Keypad } from "../../components/Keypad";
import { Loaded } from "../../components/Loaded";
import { PageHeader } from "../../components/Page";
import { useOwned } from "../../hooks/useOwned";
import { phone, usd } from "../../lib/format";
import { NO_AGENT } from "../agents/missing";
import { Transcript } from "../../components/Transcript";

export function TalkPage() {
  const { agentId } = useParams({ from: "/agents/$agentId/talk" });
  const query = useQuery(agentQuery(agentId));
  return (
    <Loaded query={query} lines={2} height={140} missing={NO_AGENT}>
      {(agent) => <Talk key={agent.id} agent={agent} />}
    </Loaded>
  );
}

/** A call through the microphone: what is heard here is what a phone would hear. */
function Talk({ agent }: { agent: Agent }) {
  const call = useOwned(
    () => new BrowserCall(),
    (line) => line.hangUp(),
  );
  const state = useSyncExternalStore(call.state.subscribe, call.state.get);
  const setup = useQuery(setupQuery);
  const callId = state.phase === "live" || state.phase === "ended" ? state.callId : null;
  const deaf = setup.data?.engine === "sandbox" && !setup.data.sandbox_speech;
  return (
    <>
      <PageHeader
        title={`Talk to ${agent.name}`}
        subtitle={
          <>
            Through your microphone, in telephone quality: this is what a caller hears.{" "}
            <Link to="/agents/$agentId" params={{ agentId: agent.id }}>
              Edit the agent
            </Link>
          </>
        }
      />
      <div className="call-grid">
        <Stack>
          <Card>
            <Center py="lg">
              <Stack align="center" gap="md">
                {state.phase === "live" ? (
                  <InCall call={call} callId={state.callId} />
                ) : (
                  <>
                    <ThemeIcon size={84} radius={42} variant="light" aria-hidden>
                      <IconMicrophone size={40} />
                    </ThemeIcon>
                    <Button
                      size="lg"
                      radius="xl"
                      leftSection={<IconPhone size={20} />}
                      loading={state.phase === "starting"}
                      onClick={() => void call.start(agent.id)}
                    >
                      {state.phase === "ended" ? "Call again" : "Start the call"}
                    </Button>
                    {state.phase === "idle" && (
                      <Text size="sm" c="dimmed" ta="center">
                        The browser asks for the microphone. With loudspeakers, headphones avoid
                        echo.
                      </Text>
                    )}
                    {state.phase === "ended" && (
                      <div role="status">
                        {state.reason ? (
                          <Alert color="red">{state.reason}</Alert>
                        ) : (
                          <Text ta="center">The call is over.</Text>
                        )}
                        {state.callId && (
                          <Text ta="center" size="sm" mt={4}>
                            <Link to="/calls/$callId" params={{ callId: state.callId }}>
                              Open its record
                            </Link>
                          </Text>
                        )}
                      </div>
                    )}
                  </>
                )}
              </Stack>
            </Center>
          </Card>
          {deaf && (
            <Alert color="yellow">
              The sandbox runs without speech: it neither hears nor speaks. Start `phony serve` with
              speech to talk to it.
            </Alert>
          )}
          {callId && <Words callId={callId} />}
        </Stack>
        <Card>
          <Text fw={650} mb="xs">
            What you will meet
          </Text>
          <Facts
            rows={[
              ["Voice", agent.effective_voice],
              ["Greeting", agent.greeting_message || "It waits for you to speak"],
              ["Number", agent.phone_number ? phone(agent.phone_number) : "None yet"],
              ["Model", agent.model],
            ]}
          />
        </Card>
      </div>
    </>
  );
}

function Facts({ rows }: { rows: [string, string][] }) {
  return (
    <Stack gap={8} component="dl" m={0}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <Text size="xs" c="dimmed" component="dt">
            {name}
          </Text>
          <Text size="sm" component="dd" m={0} className="wrap-anywhere">
            {value}
          </Text>
        </div>
      ))}
    </Stack>
  );
}

const share = (dbfs: number): number => Math.max(0, Math.min(1, (dbfs + 55) / 50));

function InCall({ call, callId }: { call: BrowserCall; callId: string }) {
  const muted = useSyncExternalStore(call.muted.subscribe, call.muted.get);
  const levels = useSyncExternalStore(call.levels.subscribe, call.levels.get);
  const { data } = useQuery(callQuery(callId));
  return (
    <>
      <Badge size="lg" color="teal" c="var(--mantine-color-text)" data-testid="in-call">
        In call {data?.answered_at && <Elapsed since={data.answered_at} />} ·{" "}
        {usd(data?.cost.total_usd ?? 0)}
      </Badge>
      <div
        className="meter"
        style={{ width: 260 }}
        role="img"
        aria-label="Your level and the agent's"
      >
        {levels.map((level, i) => (
          <span key={i} style={{ height: 9 }}>
            <i style={{ transform: `scaleX(${share(level)})` }} />
          </span>
        ))}
      </div>
      <Group>
        <Button
          variant="default"
          leftSection={muted ? <IconMicrophone size={17} /> : <IconMicrophoneOff size={17} />}
          onClick={() => call.toggleMute()}
        >
          {muted ? "Unmute" : "Mute"}
        </Button>
        <Keypad onPress={(digit) => call.press(digit)} />
        <Button
          color="red.8"
          leftSection={<IconPhoneOff size={17} />}
          onClick={() => call.hangUp()}
        >
          Hang up
        </Button>
      </Group>
      <Text size="sm">
        <Link to="/calls/$callId" params={{ callId }} target="_blank">
          Watch it as an operator
        </Link>
      </Text>
    </>
  );
}

function Words({ callId }: { callId: string }) {
  useEffect(() => feed.watch(callId), [callId]);
  const call = useQuery(callQuery(callId));
  const turns = useQuery(turnsQuery(callId));
  const edits = useQuery(editsQuery(callId));
  const commands = useQuery(commandsQuery(callId));
  if (!turns.data?.length) return null;
  return (
    <Card padding="sm">
      <Transcript
        turns={turns.data}
        edits={edits.data ?? []}
        commands={commands.data ?? []}
        callStart={call.data?.created_at ?? new Date().toISOString()}
      />
    </Card>
  );
}
