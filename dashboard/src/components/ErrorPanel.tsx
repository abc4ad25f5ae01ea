import { Alert, Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { explain } from "../api/client";

/** What happened, what to do, and a button that tries again. */
export function ErrorPanel({ error, retry }: { error: unknown; retry?: () => void }) {
  const { title, detail, cure } = explain(error);
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={title} role="alert">
      {detail && (
        <Text size="sm" style={{ whiteSpace: "pre-line" }}>
          {detail}
        </Text>
      )}
      {cure && (
        <Text size="sm" mt={4}>
          <b>What to do:</b> {cure}
        </Text>
      )}
      {retry && (
        <Group mt="sm">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={14} />}
            onClick={() => retry()}
          >
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}

/** For an action that failed while its page is fine. */
export function notifyError(error: unknown, what?: string): void {
  const { title, detail, cure } = explain(error);
  notifications.show({
    color: "red",
    title: what ?? title,
    message: [detail || title, cure].filter(Boolean).join(" "),
    autoClose: 9000,
  });
}

export function notifyDone(message: string, title?: string): void {
  notifications.show({ color: "teal", message, title, autoClose: 3500 });
}
