import { Badge, Button, Group, Loader, Stack, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { editQuery } from "../../api/calls";
import type { Call, Edit, ScopedEdit } from "../../api/types";
import { otherSide } from "../../components/CallBits";
import { count, words } from "../../lib/format";

type Result = ScopedEdit["results"][number];

const COLOUR: Record<string, string> = {
  delivered: "teal",
  refused: "red",
  too_late: "orange",
  pending: "gray",
};

/** What became of an edit that was under way when the answer came. */
function settled(result: Result, edit: Edit | undefined): Result {
  if (!edit) return result;
  const reason = edit.reason ?? "";
  if (edit.state === "refused") return { ...result, result: "refused", reason };
  return edit.state === "pending" || edit.state === "sent"
    ? result
    : { ...result, result: "delivered", reason };
}

/** One answer for every call: delivered, refused, too late, or still under way (and followed). */
export function ScopedResults({
  answer,
  calls,
  onClose,
}: {
  answer: ScopedEdit;
  calls: readonly Call[];
  onClose: () => void;
}) {
  const pending = answer.results.filter((result) => result.result === "pending");
  const edits = useQueries({
    queries: pending.map((result) => editQuery(result.call_id, result.edit_id, pending.length)),
    combine: (all) => new Map(all.flatMap(({ data }) => (data ? [[data.id, data]] : []))),
  });
  const results = answer.results.map((result) => settled(result, edits.get(result.edit_id)));
  const number = (kind: Result["result"]) => results.filter((r) => r.result === kind).length;
  const byId = new Map(calls.map((call) => [call.id, call]));
  const late = number("too_late");
  return (
    <Stack>
      <Text role="status" data-testid="scoped-summary">
        Delivered to {count(number("delivered"), "call")}
        {number("refused") > 0 && `, refused by ${number("refused")}`}
        {late > 0 && `, too late for ${late}`}
        {number("pending") > 0 && `, under way to ${number("pending")}`}.
      </Text>
      <Stack gap={6} mah="50vh" style={{ overflowY: "auto" }} tabIndex={0} aria-label="Calls">
        {results.map((result) => {
          const call = byId.get(result.call_id);
          return (
            <Group
              key={result.edit_id}
              gap={8}
              data-testid="scoped-result"
              data-result={result.result}
            >
              <Badge color={COLOUR[result.result] ?? "gray"} c="var(--mantine-color-text)" w={90}>
                {words(result.result)}
              </Badge>
              <Link to="/calls/$callId" params={{ callId: result.call_id }} onClick={onClose}>
                {call ? `${otherSide(call)}, ${call.agent_name}` : result.call_id}
              </Link>
              {result.result === "pending" && (
                <Loader size={14} type="dots" role="img" aria-label="Waits for its moment" />
              )}
              {result.reason && (
                <Text size="sm" c="dimmed">
                  {result.reason}
                </Text>
              )}
            </Group>
          );
        })}
      </Stack>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
