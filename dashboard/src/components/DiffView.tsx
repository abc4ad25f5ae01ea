import { Badge, Group, Stack, Text } from "@mantine/core";
import type { KeyChange } from "../lib/contextDiff";
import { plain } from "../lib/dotted";
import { showJson } from "../lib/json";
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
            <KeyChangeText change={change} />
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

/** One key: the old value struck, then the new one. */
export function KeyChangeText({ change }: { change: KeyChange }) {
  const { key, kind, before, after } = change;
  return (
    <div>
      <b>{plain(key)}</b>:{" "}
      {before !== undefined && <del className="diff-removed">{showJson(before) || "(empty)"}</del>}
      {before !== undefined && after !== undefined && " → "}
      {after !== undefined && <ins className="diff-added">{showJson(after) || "(empty)"}</ins>}
      {kind === "removed" && " removed"}
    </div>
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
