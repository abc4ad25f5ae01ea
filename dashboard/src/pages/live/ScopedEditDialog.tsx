import {
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
import { useState } from "react";
import { useScopedEdit } from "../../api/calls";
import type { Call, EditMode } from "../../api/types";
import { ContextEditor } from "../../components/ContextEditor";
import { ErrorPanel } from "../../components/ErrorPanel";
import type { JsonObject } from "../../lib/json";
import { count, phone } from "../../lib/format";
import { MODES } from "./modes";
import { ourNumber } from "./scope";
import { ScopedResults } from "./ScopedResults";

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

function Form({ calls, onClose }: { calls: readonly Call[]; onClose: () => void }) {
  const [scope, setScope] = useState<"agent" | "number">("agent");
  const [target, setTarget] = useState<string | null>(calls[0]?.agent_id ?? null);
  const [data, setData] = useState<JsonObject>({});
  const [notes, setNotes] = useState("");
  const [mode, setMode] = useState<EditMode>("after_sentence");
  const [until, setUntil] = useState("");
  const [valid, setValid] = useState(true);
  // The calls as they were when they were told: by the answer, some may be over.
  const [told, setTold] = useState(calls);
  const edit = useScopedEdit();
  const agents = new Map(calls.map((call) => [call.agent_id, call.agent_name]));
  const numbers = [...new Set(calls.map(ourNumber))].filter(Boolean);
  const reached = calls.filter((call) =>
    scope === "agent" ? call.agent_id === target : ourNumber(call) === target,
  ).length;
  const empty = Object.keys(data).length === 0 && notes.trim() === "";
  if (edit.data) return <ScopedResults answer={edit.data} calls={told} onClose={onClose} />;
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
          onClick={() => {
            if (!target) return;
            setTold(calls);
            edit.mutate({
              scope,
              id: target,
              mode,
              set: data,
              ...(notes.trim() ? { notes } : {}),
              ...(until ? { until: new Date(until).toISOString() } : {}),
            });
          }}
        >
          Tell {count(reached, "call")}
        </Button>
      </Group>
    </Stack>
  );
}
