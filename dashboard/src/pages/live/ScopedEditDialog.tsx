import {
  Badge,
  Button,
  Group,
  Modal,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useScopedEdit } from "../../api/calls";
import type { Call, EditMode, ScopedEdit } from "../../api/types";
import { ContextEditor } from "../../components/ContextEditor";
import { ErrorPanel } from "../../components/ErrorPanel";
import type { JsonObject } from "../../lib/contextDiff";
import { count, phone, words } from "../../lib/format";
import { MODES } from "../call/modes";

interface Props {
  opened: boolean;
  onClose: () => void;
  calls: readonly Call[];
}

/** One change for all live calls of an agent or on a number; says who got it. */
export function ScopedEditDialog({ opened, onClose, calls }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Tell several calls"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {opened && <Form calls={calls} onClose={onClose} />}
    </Modal>
  );
}

const ourNumber = (call: Call): string =>
  call.direction === "outbound" ? call.from_number : call.to_number;

function Form({ calls, onClose }: { calls: readonly Call[]; onClose: () => void }) {
  const [scope, setScope] = useState<"agent" | "number">("agent");
  const [target, setTarget] = useState<string | null>(calls[0]?.agent_id ?? null);
  const [data, setData] = useState<JsonObject>({});
  const [notes, setNotes] = useState("");
  const [mode, setMode] = useState<EditMode>("after_sentence");
  const [until, setUntil] = useState("");
  const [valid, setValid] = useState(true);
  const edit = useScopedEdit();
  const agents = new Map(calls.map((call) => [call.agent_id, call.agent_name]));
  const numbers = [...new Set(calls.map(ourNumber))].filter(Boolean);
  const reached = calls.filter((call) =>
    scope === "agent" ? call.agent_id === target : ourNumber(call) === target,
  ).length;
  const empty = Object.keys(data).length === 0 && notes.trim() === "";
  if (edit.data) return <Results edit={edit.data} onClose={onClose} />;
  return (
    <Stack>
      <Group align="flex-end" gap="sm">
        <SegmentedControl
          aria-label="Which calls"
          value={scope}
          onChange={(value) => {
            setScope(value);
            setTarget(value === "agent" ? (calls[0]?.agent_id ?? null) : (numbers[0] ?? null));
          }}
          data={[
            { value: "agent", label: "Calls of an agent" },
            { value: "number", label: "Calls on a number" },
          ]}
        />
        <Select
          aria-label={scope === "agent" ? "Agent" : "Number"}
          style={{ flex: 1 }}
          allowDeselect={false}
          data={
            scope === "agent"
              ? [...agents].map(([value, label]) => ({ value, label: label || value }))
              : numbers.map((value) => ({ value, label: phone(value) }))
          }
          value={target}
          onChange={setTarget}
        />
      </Group>
      <div>
        <Text size="sm" fw={500} mb={4}>
          What they shall know
        </Text>
        <ContextEditor label="New facts" value={data} onChange={setData} onValidity={setValid} />
      </div>
      <Textarea
        label="Notes (replace what is there; leave empty to keep)"
        autosize
        minRows={2}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      <Group align="flex-end" grow>
        <Select
          label="When"
          allowDeselect={false}
          data={MODES}
          value={mode}
          onChange={(value) => setMode(value ?? "now")}
        />
        <TextInput
          label="Take it back at (optional)"
          type="datetime-local"
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </Group>
      {edit.error && <ErrorPanel error={edit.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={!target || empty || !valid || reached === 0}
          loading={edit.isPending}
          onClick={() =>
            target &&
            edit.mutate({
              scope,
              id: target,
              mode,
              set: data,
              ...(notes.trim() ? { notes } : {}),
              ...(until ? { until: new Date(until).toISOString() } : {}),
            })
          }
        >
          Tell {count(reached, "call")}
        </Button>
      </Group>
    </Stack>
  );
}

const RESULT_COLOUR: Record<string, string> = {
  delivered: "teal",
  refused: "red",
  too_late: "orange",
  pending: "gray",
};

function Results({ edit, onClose }: { edit: ScopedEdit; onClose: () => void }) {
  return (
    <Stack>
      <Text>
        Delivered to {count(edit.delivered, "call")}
        {edit.refused > 0 && `, refused by ${edit.refused}`}
        {edit.too_late > 0 && `, too late for ${edit.too_late}`}
        {edit.pending > 0 && `, under way to ${edit.pending}`}.
      </Text>
      <Stack gap={6}>
        {edit.results.map((result) => (
          <Group key={result.edit_id} gap={8}>
            <Badge color={RESULT_COLOUR[result.result] ?? "gray"} c="var(--mantine-color-text)">
              {words(result.result)}
            </Badge>
            <Link to="/calls/$callId" params={{ callId: result.call_id }}>
              {result.call_id}
            </Link>
            {result.reason && (
              <Text size="sm" c="dimmed">
                {result.reason}
              </Text>
            )}
          </Group>
        ))}
      </Stack>
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
