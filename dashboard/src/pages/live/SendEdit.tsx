import { Alert, Button, Checkbox, Group, Select, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { boardQuery, usePreviewEdit } from "../../api/calls";
import { Problem } from "../../api/client";
import { isFinal } from "../../api/feedReducer";
import type { Call, EditInput, EditMode } from "../../api/types";
import { ErrorPanel } from "../../components/ErrorPanel";
import { phone } from "../../lib/format";
import { MODES } from "./modes";
import { ourNumber } from "./scope";

/** How an edit is sent: when, to whom, until when, and whether the model is asked afterwards. */
export interface Sending {
  mode: EditMode;
  probe: boolean;
  scope: "call" | "agent" | "number";
  /** A local date and time, or empty. */
  until: string;
}

const isConflict = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 409 || error.status === 412);

/** Below the changes of a draft: how the model will be told, what stands in the way, and the send. */
export function SendEdit({
  call,
  body,
  sending,
  moved,
  errors: [refused, refusedByMany],
  busy,
  ready,
  onRebase,
  onDiscard,
  onApply,
}: {
  call: Call;
  body: EditInput;
  sending: UseFormReturnType<Sending>;
  /** The model was told something else since the draft began. */
  moved: boolean;
  errors: readonly [Error | null, Error | null];
  busy: boolean;
  ready: boolean;
  onRebase: () => void;
  onDiscard: () => void;
  onApply: () => void;
}) {
  const keyed = Object.keys(body.set ?? {}).length + (body.unset?.length ?? 0) > 0;
  return (
    <>
      <ToldAs callId={call.id} body={body} />
      {moved && (
        <Alert color="yellow" py={8}>
          <Text size="sm">What the model knows changed meanwhile.</Text>
          <Button size="compact-sm" variant="default" mt={4} onClick={onRebase}>
            Put my changes on top
          </Button>
        </Alert>
      )}
      {refused && !(moved && isConflict(refused)) && <ErrorPanel error={refused} />}
      {refusedByMany && <ErrorPanel error={refusedByMany} />}
      <ScopeField
        call={call}
        value={sending.values.scope}
        onChange={(scope) => sending.setFieldValue("scope", scope)}
      />
      <Select label="When" allowDeselect={false} data={MODES} {...sending.getInputProps("mode")} />
      <TextInput
        label="Take it back at (optional)"
        type="datetime-local"
        {...sending.getInputProps("until")}
      />
      {keyed && (
        <Checkbox
          label="Ask the model afterwards what it believes"
          {...sending.getInputProps("probe", { type: "checkbox" })}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onDiscard}>
          Discard
        </Button>
        <Button onClick={onApply} loading={busy} disabled={!ready || moved}>
          Apply
        </Button>
      </Group>
    </>
  );
}

/** Whom a change is for: this call, or all calls like it that run now. */
function ScopeField({
  call,
  value,
  onChange,
}: {
  call: Call;
  value: Sending["scope"];
  onChange: (value: Sending["scope"]) => void;
}) {
  const number = ourNumber(call);
  const { data } = useQuery({
    ...boardQuery,
    select: (board) => {
      const live = board.filter((other) => !isFinal(other));
      return {
        ofAgent: live.filter((other) => other.agent_id === call.agent_id).length,
        onNumber: live.filter((other) => ourNumber(other) === number).length,
      };
    },
  });
  const { ofAgent = 0, onNumber = 0 } = data ?? {};
  if (ofAgent < 2 && onNumber < 2) return null;
  return (
    <Select
      label="For"
      allowDeselect={false}
      data={[
        { value: "call", label: "This call" },
        { value: "agent", label: `All live calls of ${call.agent_name} (${ofAgent})` },
        ...(number
          ? [{ value: "number", label: `All live calls on ${phone(number)} (${onNumber})` }]
          : []),
      ]}
      value={value}
      onChange={(next) => onChange((next ?? "call") as Sending["scope"])}
    />
  );
}

/** The server's word on how the model will be told, and what stays empty. */
function ToldAs({ callId, body }: { callId: string; body: EditInput }) {
  const preview = usePreviewEdit(callId);
  const { mutate } = preview;
  const [settled] = useDebouncedValue(body, 350);
  useEffect(() => {
    if (
      Object.keys(settled.set ?? {}).length ||
      settled.unset?.length ||
      "notes" in settled ||
      "system_prompt" in settled
    )
      mutate(settled);
  }, [settled, mutate]);
  if (!preview.data) return null;
  const { told_as: told, missing } = preview.data;
  return (
    <Text size="xs" c="dimmed" data-testid="told-as">
      {told.length > 0 && `Told as: ${told.map((t) => t.replaceAll("_", " ")).join(", ")}.`}
      {missing.length > 0 && ` Without a value: ${missing.join(", ")}.`}
    </Text>
  );
}
