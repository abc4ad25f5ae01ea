import { Button, Group, Paper, Text } from "@mantine/core";
import { IconPhone, IconPhoneOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { setupQuery } from "../api/setup";
import { softphone } from "../audio/softphone";
import { phone } from "../lib/format";
import { Elapsed } from "./Elapsed";

/** Rings on every page while the softphone is on. */
export function SoftphoneRinger() {
  const state = useSyncExternalStore(softphone.state.subscribe, softphone.state.get);
  const { data } = useQuery(setupQuery);
  const possible = data?.carrier === "sandbox";
  useEffect(() => {
    if (possible && softphone.remembered && softphone.state.get().phase === "away")
      softphone.switchOn();
  }, [possible]);
  const { phase, from, since } = state;
  if (phase !== "ringing" && phase !== "answering" && phase !== "talking") return null;
  const talking = phase === "talking";
  return (
    <Paper
      className="ringer"
      withBorder
      shadow="xl"
      p="md"
      role="alertdialog"
      aria-label="Softphone"
    >
      <Text fw={650}>{talking ? "On the softphone" : "Your softphone rings"}</Text>
      <Text size="sm" c="dimmed" className="numbers">
        {phone(from)} {talking && since && <Elapsed since={since} />}
      </Text>
      <Group mt="sm" gap="xs">
        {talking ? (
          <Button
            color="red.8"
            size="sm"
            leftSection={<IconPhoneOff size={16} />}
            onClick={() => softphone.hangUp()}
          >
            Hang up
          </Button>
        ) : (
          <>
            <Button
              color="teal.9"
              size="sm"
              leftSection={<IconPhone size={16} />}
              loading={phase === "answering"}
              onClick={() => void softphone.answer()}
            >
              Answer
            </Button>
            <Button variant="default" size="sm" onClick={() => softphone.reject()}>
              Decline
            </Button>
          </>
        )}
      </Group>
    </Paper>
  );
}
