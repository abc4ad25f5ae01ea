import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";

/** Asked only where something is lost. */
export function Confirm({
  opened,
  onClose,
  onConfirm,
  title,
  action,
  busy,
  disabled,
  children,
}: {
  opened: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  action: string;
  busy?: boolean;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            color="red.8"
            loading={busy ?? false}
            disabled={disabled ?? false}
            onClick={onConfirm}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
