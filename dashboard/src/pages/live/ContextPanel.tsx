import {
  Alert,
  Button,
  Card,
  Checkbox,
  Group,
  Modal,
  Select,
  Stack,
  Tabs,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { boardQuery, useEdit, usePreviewEdit, useScopedEdit } from "../../api/calls";
import { Problem } from "../../api/client";
import { isFinal } from "../../api/feedReducer";
import type { Call, Edit, EditInput, EditMode } from "../../api/types";
import { CodeEditor } from "../../components/CodeEditor";
import { ContextEditor } from "../../components/ContextEditor";
import { KeyChanges, TextChanges } from "../../components/DiffView";
import { ErrorPanel } from "../../components/ErrorPanel";
import { contextDiff, reapply, toEdit } from "../../lib/contextDiff";
import type { JsonObject } from "../../lib/json";
import { count, phone } from "../../lib/format";
import { ourNumber } from "./scope";
import { ScopedResults } from "./ScopedResults";
import { MODES } from "./modes";

interface Held {
  data: JsonObject;
  notes: string;
  prompt: string;
  version: number;
}

const heldBy = (call: Call): Held => ({
  data: call.context_data,
  notes: call.notes,
  prompt: call.system_prompt,
  version: call.context_version,
});

/** What the model holds now, a draft of what it shall hold, and the difference. */
export function ContextPanel({ call, edits }: { call: Call; edits: readonly Edit[] }) {
  const [base, setBase] = useState(() => heldBy(call));
  const [draft, setDraft] = useState(base);
  const [mode, setMode] = useState<EditMode>("now");
  const [probe, setProbe] = useState(false);
  const [valid, setValid] = useState(true);
  const [scope, setScope] = useState<Scope>("call");
  const [until, setUntil] = useState("");
  const edit = useEdit(call.id);
  const many = useScopedEdit();
  const [told, setTold] = useState<readonly Call[]>([]);
  const cache = useQueryClient();
  const held = heldBy(call);
  const changes = useMemo(() => contextDiff(base.data, draft.data), [base, draft]);
  const notesChanged = draft.notes !== base.notes;
  const promptChanged = draft.prompt !== base.prompt;
  const dirty = changes.length > 0 || notesChanged || promptChanged;
  const behind = held.version !== base.version;

  // Nothing drafted here: what the model holds now is simply shown.
  if (behind && !dirty) {
    setBase(held);
    setDraft(held);
  }

  const body: EditInput = useMemo(
    () => ({
      ...toEdit(changes),
      ...(notesChanged ? { notes: draft.notes } : {}),
      ...(promptChanged ? { system_prompt: draft.prompt } : {}),
    }),
    [changes, notesChanged, promptChanged, draft],
  );

  /** My changes on top of what the model holds now. */
  const rebase = () => {
    const next = { ...held };
    next.data = reapply(held.data, changes);
    if (notesChanged) next.notes = draft.notes;
    if (promptChanged) next.prompt = draft.prompt;
    setBase(held);
    setDraft(next);
    edit.reset();
    many.reset();
  };
  const discard = () => {
    setBase(held);
    setDraft(held);
    setValid(true);
    edit.reset();
    many.reset();
  };
  const apply = () => {
    const change: EditInput = {
      ...body,
      mode,
      ...(probe && changes[0] ? { probe: changes[0].key } : {}),
      ...(until ? { until: new Date(until).toISOString() } : {}),
    };
    // The draft is on its way: show what the model holds until it confirms.
    const onSuccess = () => {
      setBase(held);
      setDraft(held);
      setScope("call");
      setUntil("");
    };
    if (scope === "call") {
      edit.mutate({ body: change, version: base.version }, { onSuccess });
      return;
    }
    setTold(cache.getQueryData(boardQuery.queryKey) ?? []);
    const id = scope === "agent" ? call.agent_id : ourNumber(call);
    many.mutate({ ...change, scope, id }, { onSuccess });
  };

  const underWay = edits.filter((e) => e.state === "pending" || e.state === "sent").length;
  const live = call.status === "in_progress";
  return (
    <Card data-testid="context-panel" className="sticky-side">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          What the model knows
        </Title>
        <Text size="xs" c="dimmed" data-testid="context-version">
          version {call.context_version}
          {underWay > 0 && `, ${count(underWay, "edit")} under way`}
        </Text>
      </Group>
      <Tabs defaultValue="context" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="context">Context</Tabs.Tab>
          <Tabs.Tab value="notes">Notes</Tabs.Tab>
          <Tabs.Tab value="prompt">Prompt</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="context">
          <ContextEditor
            label="Context data"
            value={draft.data}
            onChange={(data) => setDraft((old) => ({ ...old, data }))}
            onValidity={setValid}
            readOnly={!live}
          />
        </Tabs.Panel>
        <Tabs.Panel value="notes">
          <Textarea
            aria-label="Notes"
            autosize
            minRows={4}
            maxRows={16}
            placeholder="Special instructions for this call"
            value={draft.notes}
            readOnly={!live}
            onChange={(event) => {
              const notes = event.currentTarget.value;
              setDraft((old) => ({ ...old, notes }));
            }}
          />
        </Tabs.Panel>
        <Tabs.Panel value="prompt">
          <CodeEditor
            language="prompt"
            label="System prompt of this call"
            value={draft.prompt}
            variables={Object.keys(draft.data)}
            readOnly={!live}
            onChange={(prompt) => setDraft((old) => ({ ...old, prompt }))}
          />
        </Tabs.Panel>
      </Tabs>
      {(dirty || edit.error) && (
        <Stack gap="sm" mt="md" data-testid="edit-preview">
          <Text size="sm" fw={600}>
            This changes
          </Text>
          <KeyChanges changes={changes} />
          {notesChanged && (
            <div>
              <Text size="sm" fw={600}>
                Notes
              </Text>
              <TextChanges before={base.notes} after={draft.notes} />
            </div>
          )}
          {promptChanged && (
            <div>
              <Text size="sm" fw={600}>
                Prompt
              </Text>
              <TextChanges before={base.prompt} after={draft.prompt} />
            </div>
          )}
          <ToldAs callId={call.id} body={body} />
          {behind && (
            <Alert color="yellow" py={8}>
              <Text size="sm">What the model knows changed meanwhile.</Text>
              <Button size="compact-sm" variant="default" mt={4} onClick={rebase}>
                Put my changes on top
              </Button>
            </Alert>
          )}
          {edit.error && !(behind && isConflict(edit.error)) && <ErrorPanel error={edit.error} />}
          {many.error && <ErrorPanel error={many.error} />}
          <ScopeField call={call} value={scope} onChange={setScope} />
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
          {changes.length > 0 && (
            <Checkbox
              label="Ask the model afterwards what it believes"
              checked={probe}
              onChange={(event) => setProbe(event.currentTarget.checked)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={discard}>
              Discard
            </Button>
            <Button
              onClick={apply}
              loading={edit.isPending || many.isPending}
              disabled={!dirty || !valid || !live || behind}
            >
              Apply
            </Button>
          </Group>
        </Stack>
      )}
      <Modal
        opened={many.isSuccess}
        onClose={many.reset}
        title="Who was told"
        size="lg"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {many.data && <ScopedResults answer={many.data} calls={told} onClose={many.reset} />}
      </Modal>
    </Card>
  );
}

type Scope = "call" | "agent" | "number";

/** Whom a change is for: this call, or all calls like it that run now. */
function ScopeField({
  call,
  value,
  onChange,
}: {
  call: Call;
  value: Scope;
  onChange: (value: Scope) => void;
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
      onChange={(next) => onChange((next ?? "call") as Scope)}
    />
  );
}

const isConflict = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 409 || error.status === 412);

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
