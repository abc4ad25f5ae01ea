import { Card, Group, Modal, Stack, Tabs, Text, Textarea, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMemo } from "react";
import { useEdit, useScopedEdit } from "../../api/calls";
import type { Call, Edit, EditInput } from "../../api/types";
import { CodeEditor } from "../../components/CodeEditor";
import { ContextEditor } from "../../components/ContextEditor";
import { KeyChanges, TextChanges } from "../../components/DiffView";
import { useDraft } from "../../hooks/useDraft";
import { contextDiff, reapply, toEdit } from "../../lib/contextDiff";
import type { Held } from "../../lib/draft";
import { count } from "../../lib/format";
import type { JsonObject } from "../../lib/json";
import { ScopedResults } from "./ScopedResults";
import { type Sending, SendEdit } from "./SendEdit";
import { ourNumber } from "./scope";

interface Known {
  data: JsonObject;
  notes: string;
  prompt: string;
}

const heldBy = (call: Call): Held<Known> => ({
  value: { data: call.context_data, notes: call.notes, prompt: call.system_prompt },
  version: call.context_version,
});

/** My changes on top of what the model knows by now. */
const merge = (base: Known, mine: Known, theirs: Known): Known => ({
  data: reapply(theirs.data, contextDiff(base.data, mine.data)),
  notes: mine.notes === base.notes ? theirs.notes : mine.notes,
  prompt: mine.prompt === base.prompt ? theirs.prompt : mine.prompt,
});

const AS_USUAL: Sending = { mode: "now", probe: false, scope: "call", until: "" };

/** What the model holds now, a draft of what it shall hold, and the difference. */
export function ContextPanel({ call, edits }: { call: Call; edits: readonly Edit[] }) {
  const draft = useDraft(heldBy(call));
  const sending = useForm({ initialValues: AS_USUAL });
  const edit = useEdit(call.id);
  const many = useScopedEdit();
  const { value, base } = draft;
  const changes = useMemo(() => contextDiff(base.value.data, value.data), [base, value]);
  const body: EditInput = useMemo(
    () => ({
      ...toEdit(changes),
      ...(value.notes !== base.value.notes ? { notes: value.notes } : {}),
      ...(value.prompt !== base.value.prompt ? { system_prompt: value.prompt } : {}),
    }),
    [changes, value, base],
  );
  const live = call.status === "in_progress";

  const restart = (how: () => void) => () => {
    how();
    edit.reset();
    many.reset();
  };
  const apply = () => {
    const { mode, probe, scope, until } = sending.values;
    const change: EditInput = {
      ...body,
      mode,
      ...(probe && changes[0] ? { probe: changes[0].key } : {}),
      ...(until ? { until: new Date(until).toISOString() } : {}),
    };
    // The draft is on its way: show what the model holds until it confirms.
    const onSuccess = () => {
      draft.discard();
      sending.setValues({ scope: "call", until: "" });
    };
    if (scope === "call") {
      edit.mutate({ body: change, version: base.version }, { onSuccess });
      return;
    }
    const id = scope === "agent" ? call.agent_id : ourNumber(call);
    many.mutate({ ...change, scope, id }, { onSuccess });
  };

  return (
    <Card data-testid="context-panel" className="sticky-side">
      <Header call={call} edits={edits} />
      <KnownTabs
        value={value}
        onChange={draft.change}
        onValidity={draft.readable("data")}
        readOnly={!live}
      />
      {(draft.dirty || edit.error) && (
        <Stack gap="sm" mt="md" data-testid="edit-preview">
          <Text size="sm" fw={600}>
            This changes
          </Text>
          <KeyChanges changes={changes} />
          <TextChange name="Notes" before={base.value.notes} after={value.notes} />
          <TextChange name="Prompt" before={base.value.prompt} after={value.prompt} />
          <SendEdit
            call={call}
            body={body}
            sending={sending}
            moved={draft.moved}
            errors={[edit.error, many.error]}
            busy={edit.isPending || many.isPending}
            ready={draft.dirty && draft.unread.length === 0 && live}
            onRebase={restart(() => draft.rebase(merge))}
            onDiscard={restart(draft.discard)}
            onApply={apply}
          />
        </Stack>
      )}
      <Modal
        opened={many.isSuccess}
        onClose={many.reset}
        title="Who was told"
        size="lg"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {many.data && (
          <ScopedResults answer={many.data} calls={many.context?.told ?? []} onClose={many.reset} />
        )}
      </Modal>
    </Card>
  );
}

function Header({ call, edits }: { call: Call; edits: readonly Edit[] }) {
  const underWay = edits.filter((e) => e.state === "pending" || e.state === "sent").length;
  return (
    <Group justify="space-between" mb="sm">
      <Title order={2} size="h4">
        What the model knows
      </Title>
      <Text size="xs" c="dimmed" data-testid="context-version">
        version {call.context_version}
        {underWay > 0 && `, ${count(underWay, "edit")} under way`}
      </Text>
    </Group>
  );
}

function KnownTabs({
  value,
  onChange,
  onValidity,
  readOnly,
}: {
  value: Known;
  onChange: (part: Partial<Known>) => void;
  onValidity: (valid: boolean) => void;
  readOnly: boolean;
}) {
  return (
    <Tabs defaultValue="context" keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="context">Context</Tabs.Tab>
        <Tabs.Tab value="notes">Notes</Tabs.Tab>
        <Tabs.Tab value="prompt">Prompt</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="context">
        <ContextEditor
          label="Context data"
          value={value.data}
          onChange={(data) => onChange({ data })}
          onValidity={onValidity}
          readOnly={readOnly}
        />
      </Tabs.Panel>
      <Tabs.Panel value="notes">
        <Textarea
          aria-label="Notes"
          autosize
          minRows={4}
          maxRows={16}
          placeholder="Special instructions for this call"
          value={value.notes}
          readOnly={readOnly}
          onChange={(event) => onChange({ notes: event.currentTarget.value })}
        />
      </Tabs.Panel>
      <Tabs.Panel value="prompt">
        <CodeEditor
          language="prompt"
          label="System prompt of this call"
          value={value.prompt}
          variables={Object.keys(value.data)}
          readOnly={readOnly}
          onChange={(prompt) => onChange({ prompt })}
        />
      </Tabs.Panel>
    </Tabs>
  );
}

function TextChange({ name, before, after }: { name: string; before: string; after: string }) {
  if (before === after) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <TextChanges before={before} after={after} />
    </div>
  );
}
