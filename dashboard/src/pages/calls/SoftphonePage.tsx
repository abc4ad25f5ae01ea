import { Alert, Badge, Button, Card, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconDeviceMobile } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { setupQuery } from "../../api/setup";
import { softphone } from "../../audio/softphone";
import { Keypad } from "../../components/Keypad";
import { Loaded } from "../../components/Loaded";
import { LinkButton } from "../../components/LinkButton";
import { EmptyState, PageHeader } from "../../components/Page";
import { phone } from "../../lib/format";

const PHASES = {
  away: { label: "Off", color: "gray" },
  connecting: { label: "Connecting", color: "yellow" },
  ready: { label: "Waiting for calls", color: "teal" },
  lost: { label: "Reconnecting", color: "orange" },
  ringing: { label: "Ringing", color: "yellow" },
  answering: { label: "Answering", color: "yellow" },
  talking: { label: "In call", color: "teal" },
} as const;

export function SoftphonePage() {
  const setup = useQuery(setupQuery);
  return (
    <>
      <PageHeader
        title="Softphone"
        subtitle="A telephone in this browser. Let an outbound agent call you, without any account."
      />
      <Loaded query={setup} lines={1} height={180}>
        {(data) =>
          data.carrier === "sandbox" ? (
            <Phone />
          ) : (
            <EmptyState
              icon={<IconDeviceMobile size={28} />}
              title="Your phone network is real"
              action={
                <Button component={Link} to="/place-call">
                  Place a call
                </Button>
              }
            >
              The softphone belongs to the sandbox. With a carrier account, let the agent call your
              own telephone.
            </EmptyState>
          )
        }
      </Loaded>
    </>
  );
}

function Phone() {
  const { phase, note } = useSyncExternalStore(softphone.state.subscribe, softphone.state.get);
  const form = useForm({ initialValues: { number: softphone.number } });
  const number = form.values.number.trim();
  const off = phase === "away";
  const bad = !/^\+\d{7,15}$/.test(number);
  return (
    <Card maw={520}>
      <Stack>
        <Group justify="space-between">
          <Text fw={650} size="lg" className="numbers">
            {phone(number)}
          </Text>
          <Badge
            size="lg"
            color={PHASES[phase].color}
            c="var(--mantine-color-text)"
            data-testid="softphone-state"
            data-phase={phase}
          >
            {PHASES[phase].label}
          </Badge>
        </Group>
        {note && (
          <Alert color="gray" py={8} role="status">
            {note}
          </Alert>
        )}
        <TextInput
          label="Its number"
          description="Any number that no other telephone of the sandbox has"
          {...form.getInputProps("number")}
          disabled={!off}
          error={bad ? "As in +15551234567" : undefined}
        />
        <Group>
          {off ? (
            <Button
              disabled={bad}
              onClick={() => {
                softphone.number = number;
                softphone.switchOn();
              }}
            >
              Switch on
            </Button>
          ) : (
            <Button variant="default" onClick={() => softphone.switchOff()}>
              Switch off
            </Button>
          )}
          {phase === "ready" && (
            <LinkButton to="/place-call" variant="light">
              Let an agent call it
            </LinkButton>
          )}
          {phase === "talking" && <Keypad onPress={(digit) => softphone.press(digit)} />}
        </Group>
        <Text size="sm" c="dimmed">
          It rings on every page of this window until you switch it off.
        </Text>
      </Stack>
    </Card>
  );
}
