import { Badge, Group, Stack, Text } from "@mantine/core";
import { type KeyChange, showJson } from "../lib/contextDiff";
import { wordDiff } from "../lib/textDiff";

/** Changed keys, old beside new. */
export function KeyChanges({ changes }: { changes: readonly KeyChange[] }) {
  return (
    <Stack gap={6}>
      {changes.map((change) => (
        <Group key={change.key} gap={8} align="baseline" wrap="nowrap">
          <Badge
            size="sm"
            color={change.kind === "added" ? "teal" : change.kind === "removed" ? "red" : "gray"}
            style={{ flex: "none" }}
            c="var(--mantine-color-text)"
          >
            {change.kind}
          </Badge>
          <Text size="sm" component="div" className="wrap-anywhere">
            <Text component="span" fw={600} size="sm">
              {change.key}
            </Text>
            {": "}
            {change.before !== undefined && (
              <del className="diff-removed">{showJson(change.before)}</del>
            )}
            {change.before !== undefined && change.after !== undefined && " → "}
            {change.after !== undefined && (
              <ins className="diff-added">{showJson(change.after) || "(empty)"}</ins>
            )}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

/** A text's changes, word by word. */
export function TextChanges({ before, after }: { before: string; after: string }) {
  return (
    <div className="diff-text">
      {wordDiff(before, after).map((part, i) =>
        part.kind === "same" ? (
          <span key={i}>{part.text}</span>
        ) : part.kind === "added" ? (
          <ins key={i} className="diff-added">
            {part.text}
          </ins>
        ) : (
          <del key={i} className="diff-removed">
            {part.text}
          </del>
        ),
      )}
    </div>
  );
}
