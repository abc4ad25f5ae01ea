import { Anchor, Badge, Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconRefresh,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { doctorQuery, setupQuery } from "../../api/setup";
import type { Check } from "../../api/types";
import { Loaded } from "../../components/Loaded";
import { Figure, Section } from "../../components/Page";
import { ago } from "../../lib/format";

export function HealthTab() {
  const setup = useQuery(setupQuery);
  const doctor = useQuery(doctorQuery);
  return (
    <Stack>
      <Loaded query={setup} lines={1} height={100}>
        {(data) => (
          <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
            <Figure
              label="Phone network"
              value={data.carrier === "sandbox" ? "Sandbox" : "Twilio"}
              note={
                data.carrier === "sandbox"
                  ? "Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"
                  : "Calls are real and cost money"
              }
            />
            <Figure
              label="Voice model"
              value={data.engine === "sandbox" ? "Sandbox" : "OpenAI"}
              note={
                data.engine === "sandbox"
                  ? data.sandbox_speech
                    ? "Offline speech; set OPENAI_API_KEY for the real one"
                    : "Text only, no speech; set OPENAI_API_KEY"
                  : "Realtime"
              }
            />
            <Figure
              label="Database"
              value={data.mongodb === "private" ? "Private" : "Yours"}
              note={
                data.mongodb === "private"
                  ? "Run by Phony; set MONGODB_URL for your own"
                  : "MONGODB_URL"
              }
            />
            <Figure
              label="Public address"
              value={data.public_url ? "Set" : "None"}
              note={
                <span className="wrap-anywhere">
                  {data.public_url ?? "Set PHONY_PUBLIC_URL so that Twilio can reach this server"}
                </span>
              }
            />
          </SimpleGrid>
        )}
      </Loaded>
      <Section
        title="Doctor"
        hint={
          doctor.data
            ? `Examined ${ago(doctor.data.at)}: ${
                doctor.data.ok ? "nothing stands in the way of a call." : "some things need you."
              }`
            : "Tries everything a call needs."
        }
        actions={
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={14} />}
            loading={doctor.isFetching}
            onClick={() => void doctor.refetch()}
          >
            Examine again
          </Button>
        }
      >
        <Loaded query={doctor} lines={5} height={36}>
          {(report) => (
            <Stack gap="md" data-testid="doctor">
              {[...report.checks].sort(worstFirst).map((check) => (
                <Finding key={check.id} check={check} />
              ))}
            </Stack>
          )}
        </Loaded>
      </Section>
      <Section title="For programs">
        <Group gap="lg">
          <Anchor href="/docs" target="_blank" underline="always">
            API documentation
          </Anchor>
          <Anchor href="/openapi.json" target="_blank" underline="always">
            OpenAPI document
          </Anchor>
          <Anchor href="/metrics" target="_blank" underline="always">
            Metrics (Prometheus)
          </Anchor>
        </Group>
        <Text size="xs" c="dimmed" mt="sm">
          Phony {setup.data?.version}
        </Text>
      </Section>
    </Stack>
  );
}

const ORDER: Record<Check["state"], number> = { failed: 0, warning: 1, ok: 2, skipped: 3 };
const worstFirst = (a: Check, b: Check): number => ORDER[a.state] - ORDER[b.state];

const LOOKS = {
  ok: { icon: IconCircleCheck, color: "teal.7", label: "Well" },
  warning: { icon: IconAlertTriangle, color: "yellow.7", label: "Warning" },
  failed: { icon: IconCircleX, color: "red.7", label: "Failed" },
  skipped: { icon: IconCircleMinus, color: "dimmed", label: "Skipped" },
} as const;

function Finding({ check }: { check: Check }) {
  const { icon: Icon, color, label } = LOOKS[check.state];
  return (
    <Group gap={12} wrap="nowrap" align="flex-start">
      <Text c={color} component="span" lh={0} pt={2} role="img" aria-label={label}>
        <Icon size={20} />
      </Text>
      <div style={{ minWidth: 0 }}>
        <Group gap={8}>
          <Text size="sm" fw={600}>
            {check.title}
          </Text>
          {check.state === "skipped" && (
            <Badge size="sm" color="gray" c="var(--mantine-color-text)">
              Not examined
            </Badge>
          )}
        </Group>
        {check.detail && (
          <Text size="sm" c="dimmed" className="wrap-anywhere">
            {check.detail}
          </Text>
        )}
        {check.cure && check.state !== "ok" && (
          <Text size="sm" className="wrap-anywhere">
            <b>What to do:</b> {check.cure}
          </Text>
        )}
      </div>
    </Group>
  );
}
