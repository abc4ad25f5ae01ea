import { ActionIcon, Tooltip } from "@mantine/core";
import { IconTrash, IconX } from "@tabler/icons-react";

/** Takes one row of several away; `label` names it for those who do not see the row. */
export function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
      <IconX size={16} />
    </ActionIcon>
  );
}

/** The same beside a field whose own name stands above it: says what goes before it goes. */
export function TrashButton({
  name,
  onClick,
  mb = 0,
}: {
  name: string;
  onClick: () => void;
  mb?: number;
}) {
  return (
    <Tooltip label={`Remove ${name}`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        mb={mb}
        aria-label={`Remove ${name}`}
        onClick={onClick}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
