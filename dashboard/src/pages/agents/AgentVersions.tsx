import { Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useRollBack, versionsQuery } from "../../api/agents";
import type { Agent, AgentVersion } from "../../api/types";
import { Confirm } from "../../components/Confirm";
import { KeyChanges, TextChanges } from "../../components/DiffView";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { Loaded } from "../../components/Loaded";
import { contextDiff, type KeyChange } from "../../lib/contextDiff";
import { ago, dateTime } from "../../lib/format";

export function AgentVersions({ agent }: { agent: Agent }) {
  const query = useQuery(versionsQuery(agent.id));
  return (
    <Loaded query={query} height={90}>
      {(versions) => {
        const sorted = [...versions].sort((a, b) => b.version - a.version);
        return (
          <Stack gap="sm">
            {sorted.map((version, i) => (
              <VersionCard
                key={version.version}
                agent={agent}
                version={version}
                before={sorted[i + 1]}
              />
            ))}
          </Stack>
        );
      }}
    </Loaded>
  );
}

function VersionCard({
  agent,
  version,
  before,
}: {
  agent: Agent;
  version: AgentVersion;
  before: AgentVersion | undefined;
}) {
  const [open, { toggle }] = useDisclosure();
  const [asking, ask] = useDisclosure();
  const rollBack = useRollBack(agent.id);
  const current = version.version === agent.version;
  return (
    <Card padding="md" data-testid={`version-${version.version}`}>
      <Group justify="space-between" gap="sm">
        <div>
          <Group gap={8}>
            <Text fw={650}>Version {version.version}</Text>
            {current && (
              <Badge color="teal" c="var(--mantine-color-text)">
                Current
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed" title={dateTime(version.created_at)}>
            {ago(version.created_at)} by {version.author || "unknown"}
            {version.note && ` · ${version.note}`}
          </Text>
          {version.changed.length > 0 && (
            <Text size="sm">
              Changed: {version.changed.map((f) => f.replaceAll("_", " ")).join(", ")}
            </Text>
          )}
        </div>
        <Group gap="xs">
          {before && (
            <Button size="xs" variant="default" aria-expanded={open} onClick={toggle}>
              {open ? "Hide changes" : `Changes since ${before.version}`}
            </Button>
          )}
          {!current && (
            <Button size="xs" variant="default" onClick={ask.open}>
              Roll back to this
            </Button>
          )}
        </Group>
      </Group>
      {open && before && <VersionChanges before={before} after={version} />}
      <Confirm
        opened={asking}
        onClose={ask.close}
        title={`Roll back to version ${version.version}?`}
        action="Roll back"
        busy={rollBack.isPending}
        onConfirm={() =>
          rollBack.mutate(version.version, {
            onSuccess: (next) => {
              notifyDone(`Version ${next.version} is a copy of version ${version.version}.`);
              ask.close();
            },
          })
        }
      >
        <Text size="sm">
          This makes a new version with the fields of version {version.version}. Version{" "}
          {agent.version} stays in the list. Running calls keep the version they started with.
        </Text>
        {rollBack.error && <ErrorPanel error={rollBack.error} />}
      </Confirm>
    </Card>
  );
}

const LONG = new Set(["system_prompt", "notes", "greeting_message"]);

function VersionChanges({ before, after }: { before: AgentVersion; after: AgentVersion }) {
  const changes = contextDiff(before.fields, after.fields);
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const isText = (change: KeyChange) => LONG.has(change.key);
  if (changes.length === 0)
    return (
      <Text size="sm" c="dimmed" mt="sm">
        The same fields as version {before.version}.
      </Text>
    );
  return (
    <Stack gap="sm" mt="md">
      {changes.filter(isText).map((change) => (
        <div key={change.key}>
          <Text size="sm" fw={600} mb={2}>
            {change.key.replaceAll("_", " ")}
          </Text>
          <TextChanges before={text(change.before)} after={text(change.after)} />
        </div>
      ))}
      <KeyChanges changes={changes.filter((change) => !isText(change))} />
    </Stack>
  );
}
