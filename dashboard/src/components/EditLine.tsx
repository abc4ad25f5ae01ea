import { Badge, Button, Group, Text, Tooltip } from "@mantine/core";
import { useEditAction, usePromote } from "../api/calls";
import type { Edit } from "../api/types";
import { KeyChangeText, TextChanges } from "./DiffView";
import { notifyDone, notifyError } from "./ErrorPanel";
import type { KeyChange } from "../lib/contextDiff";
import type { JsonObject } from "../lib/json";
import { clock, dateTime, shortTime } from "../lib/format";

const STATES: Record<Edit["state"], { label: string; color: string; help: string }> = {
  draft: { label: "Draft", color: "gray", help: "Kept, not sent." },
  pending: { label: "Pending", color: "yellow", help: "Waits for its moment." },
  sent: { label: "Sent", color: "iris", help: "Sent to the model; it has not confirmed yet." },
  confirmed: { label: "Confirmed", color: "teal", help: "The model has confirmed it." },
  refused: { label: "Refused", color: "red", help: "It did not reach the model." },
  expired: { label: "Expired", color: "gray", help: "Its time is over." },
  undone: { label: "Undone", color: "gray", help: "A later edit restored the old value." },
};

const MODES = { now: "now", after_sentence: "after the sentence", next_turn: "at the next turn" };

/** One edit: what, who, when, where it stands; undo and promote. */
export function EditLine({ edit, at, live }: { edit: Edit; at: number; live: boolean }) {
  const act = useEditAction(edit.call_id);
  const promote = usePromote(edit.call_id);
  const { label, color, help } = STATES[edit.state];
  const confirmed = edit.state === "confirmed";
  return (
    <div className="turn" data-testid="edit" data-edit={edit.id} data-state={edit.state}>
      <Text component="span" size="xs" c="dimmed" className="numbers" pt={3}>
        {clock(at)}
      </Text>
      <div style={{ minWidth: 0 }}>
        <Group gap={8}>
          <Tooltip label={help}>
            <Badge color={color} c="var(--mantine-color-text)">
              {label}
            </Badge>
          </Tooltip>
          <Text size="sm" c="dimmed" title={dateTime(edit.created_at)}>
            {edit.undoes ? "Undo" : "Edit"} by <b>{edit.author || "somebody"}</b>,{" "}
            {MODES[edit.mode]}
            {edit.turn !== null && `, turn ${edit.turn}`}
            {edit.until && `, until ${shortTime(edit.until)}`}
          </Text>
        </Group>
        <EditContent edit={edit} />
        {edit.reason && (
          <Text size="sm" c="var(--mantine-color-error)">
            {edit.reason}
          </Text>
        )}
        {edit.probe_answer && (
          <Text size="sm">
            The model says: <i>“{edit.probe_answer}”</i>
          </Text>
        )}
        {edit.state === "draft" && live && (
          <Group gap={6} mt={4}>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() =>
                act.mutate({ edit: edit.id, action: "apply" }, { onError: (e) => notifyError(e) })
              }
            >
              Apply
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() =>
                act.mutate({ edit: edit.id, action: "discard" }, { onError: (e) => notifyError(e) })
              }
            >
              Discard
            </Button>
          </Group>
        )}
        {confirmed && (
          <Group gap={6} mt={4}>
            {live && (
              <Button
                size="compact-xs"
                variant="default"
                loading={act.isPending}
                onClick={() =>
                  act.mutate({ edit: edit.id, action: "undo" }, { onError: (e) => notifyError(e) })
                }
              >
                Undo
              </Button>
            )}
            <Button
              size="compact-xs"
              variant="default"
              loading={promote.isPending}
              onClick={() =>
                promote.mutate(edit.id, {
                  onSuccess: (answer) =>
                    notifyDone(
                      answer.changed
                        ? `The agent has it from version ${answer.version} on.`
                        : "The agent said so already.",
                    ),
                  onError: (error) => notifyError(error),
                })
              }
            >
              Promote to the agent
            </Button>
          </Group>
        )}
      </div>
    </div>
  );
}

/** What was before, as the API keeps it: old values of changed and removed keys, old texts. */
interface Before {
  set?: JsonObject;
  notes?: string;
  system_prompt?: string;
}

/** Old and new of everything the edit changed; until it was sent, only the new is known. */
function EditContent({ edit }: { edit: Edit }) {
  const before = edit.before as Before;
  const old = before.set ?? {};
  const changes: KeyChange[] = [
    ...Object.entries(edit.set).map(([key, after]): KeyChange => ({
      key,
      kind: key in old ? "changed" : "added",
      before: old[key],
      after,
    })),
    ...edit.unset.map((key): KeyChange => ({ key, kind: "removed", before: old[key] })),
  ];
  return (
    <Text size="sm" component="div" className="wrap-anywhere">
      {changes.map((change) => (
        <KeyChangeText key={change.key} change={change} />
      ))}
      {edit.notes !== null && <TextEdit name="Notes" before={before.notes} after={edit.notes} />}
      {edit.system_prompt !== null && (
        <TextEdit name="Prompt" before={before.system_prompt} after={edit.system_prompt} />
      )}
    </Text>
  );
}

function TextEdit({
  name,
  before,
  after,
}: {
  name: string;
  before: string | undefined;
  after: string;
}) {
  return (
    <div>
      <b>{name}</b>: <TextChanges before={before ?? ""} after={after} />
    </div>
  );
}
