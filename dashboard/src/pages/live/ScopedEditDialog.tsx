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
import { useForm } from "@mantine/form";
import { useScopedEdit } from "../../api/calls";
import type { Call, EditMode } from "../../api/types";
import { ContextEditor, UNREADABLE } from "../../components/ContextEditor";
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

interface Telling {
  scope: "agent" | "number";
  target: string | null;
  data: JsonObject;
  notes: string;
  mode: EditMode;
  until: string;
}

function Form({ calls, onClose }: { calls: readonly Call[]; onClose: () => void }) {
  const edit = useScopedEdit();
  const form = useForm<Telling>({
    initialValues: {
      scope: "agent",
      target: calls[0]?.agent_id ?? null,
      data: {},
      notes: "",
      mode: "after_sentence",
      until: "",
    },
  });
  const { scope, target, data, notes, mode, until } = form.values;
  const agents = new Map(calls.map((call) => [call.agent_id, call.agent_name]));
  const numbers = [...new Set(calls.map(ourNumber))].filter(Boolean);
  const reached = calls.filter((call) =>
    scope === "agent" ? call.agent_id === target : ourNumber(call) === target,
  ).length;
  const empty = Object.keys(data).length === 0 && notes.trim() === "";
  if (edit.data)
    return <ScopedResults answer={edit.data} calls={edit.context?.told ?? []} onClose={onClose} />;
  return (
    <Stack>
      <Group align="flex-end" gap="sm">
        <SegmentedControl
          aria-label="Which calls"
          value={scope}
          onChange={(value) =>
            form.setValues({
              scope: value,
              target: value === "agent" ? (calls[0]?.agent_id ?? null) : (numbers[0] ?? null),
            })
          }
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
          {...form.getInputProps("target")}
        />
      </Group>
      <div>
        <Text size="sm" fw={500} mb={4}>
          What they shall know
        </Text>
        <ContextEditor
          label="New facts"
          value={data}
          onChange={(next) => form.setFieldValue("data", next)}
          onValidity={(valid) => form.setFieldError("data", valid ? null : UNREADABLE)}
        />
      </div>
      <Textarea
        label="Notes (replace what is there; leave empty to keep)"
        autosize
        minRows={2}
        {...form.getInputProps("notes")}
      />
      <Group align="flex-end" grow>
        <Select label="When" allowDeselect={false} data={MODES} {...form.getInputProps("mode")} />
        <TextInput
          label="Take it back at (optional)"
          type="datetime-local"
          {...form.getInputProps("until")}
        />
      </Group>
      {edit.error && <ErrorPanel error={edit.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={!target || empty || "data" in form.errors || reached === 0}
          loading={edit.isPending}
          onClick={() => {
            if (!target) return;
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
