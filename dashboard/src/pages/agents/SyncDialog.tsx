import { Badge, Button, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { useSync } from "../../api/numbers";
import type { SyncResult } from "../../api/types";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { count, phone, words } from "../../lib/format";

/** Preview first, then the same for real; progress while the account is read. */
export function SyncDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Sync with the carrier"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {opened && <Sync onClose={onClose} />}
    </Modal>
  );
}

function Sync({ onClose }: { onClose: () => void }) {
  const { step, ...sync } = useSync();
  const preview = sync.data?.dry_run ? sync.data : null;
  const run = (dryRun: boolean) =>
    sync.mutate(dryRun, {
      onSuccess: (result) => {
        if (result.dry_run) return;
        notifyDone(`Read ${count(result.total, "number")} from the carrier.`);
        onClose();
      },
    });
  return (
    <Stack>
      <Text size="sm">
        Reads all numbers of your carrier account and connects those that an agent shall answer. The
        preview changes nothing.
      </Text>
      {sync.isPending && (
        <div role="status">
          <Progress value={100} animated aria-label="Reading the account" />
          <Text size="sm" c="dimmed" mt={6}>
            {step
              ? `${words(step.step)}: ${count(step.seen, "number")} read`
              : "Asking the carrier"}
            {step && step.connected > 0 && `, ${step.connected} connected`}
          </Text>
        </div>
      )}
      {sync.error && <ErrorPanel error={sync.error} />}
      {preview && !sync.isPending && <Preview result={preview} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        {preview ? (
          <Button loading={sync.isPending} onClick={() => run(false)}>
            Sync now
          </Button>
        ) : (
          <Button loading={sync.isPending} onClick={() => run(true)}>
            Preview
          </Button>
        )}
      </Group>
    </Stack>
  );
}

const COLOURS: Record<string, string> = {
  added: "teal",
  updated: "iris",
  missing: "red",
  connect: "teal",
  release: "orange",
};

function Preview({ result }: { result: SyncResult }) {
  const changes = result.changes.filter((change) => change.kind !== "unchanged");
  return (
    <Stack gap={6} data-testid="sync-preview">
      <Text size="sm" fw={600}>
        {count(result.total, "number")} in the account,{" "}
        {changes.length === 0 ? "nothing to change" : count(changes.length, "change")}
      </Text>
      {changes.slice(0, 100).map((change) => (
        <Group key={change.phone_number} gap={8} wrap="nowrap" align="baseline">
          <Badge color={COLOURS[change.kind] ?? "gray"} c="var(--mantine-color-text)">
            {words(change.kind)}
          </Badge>
          <Text size="sm" className="numbers" style={{ whiteSpace: "nowrap" }}>
            {phone(change.phone_number)}
          </Text>
          <Text size="sm" c="dimmed">
            {change.detail || words(change.status)}
          </Text>
        </Group>
      ))}
      {changes.length > 100 && (
        <Text size="sm" c="dimmed">
          and {changes.length - 100} more
        </Text>
      )}
    </Stack>
  );
}
