import {
  Alert,
  Button,
  Card,
  Group,
  Input,
  Paper,
  SegmentedControl,
  Select,
  SimpleGrid,
  Slider,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { previewQuery, useSaveAgent } from "../../api/agents";
import { Problem } from "../../api/client";
import type { Agent, AgentFields, AgentPatch } from "../../api/types";
import { CodeEditor } from "../../components/CodeEditor";
import { ContextEditor } from "../../components/ContextEditor";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { Section } from "../../components/Page";
import { PromptPreview } from "../../components/PromptPreview";
import { useDraft } from "../../hooks/useDraft";
import type { JsonObject } from "../../lib/json";
import { languageChoices, timeZones } from "../../lib/languages";
import { REALTIME_VOICES, STAND_INS, voiceWarning } from "../../lib/voices";
import { AgentSize } from "./AgentSize";
import { AdvancedSections } from "./AdvancedSections";
import { changedFields, fieldsOf, type SetField } from "./fields";
import { HeldNumber, NumberField } from "./NumberField";

/** An agent's fields as a draft; what is saved becomes its next version. */
export function AgentEditor({ agent }: { agent: Agent }) {
  const held = useMemo(() => ({ value: fieldsOf(agent), version: agent.version }), [agent]);
  const draft = useDraft(held);
  const [note, setNote] = useState("");
  const save = useSaveAgent(agent.id);
  const { value: values, base, dirty } = draft;
  useBlocker({
    shouldBlockFn: () => dirty && !window.confirm("Leave without saving the changes?"),
    enableBeforeUnload: () => dirty,
    disabled: !dirty,
  });

  const set: SetField = (name, value) => draft.change({ [name]: value });
  const store = (fields: AgentPatch, version?: number) =>
    save.mutate(
      { fields, version, note },
      {
        onSuccess: (next) => {
          draft.settle({ value: fieldsOf(next), version: next.version }, values);
          setNote("");
          notifyDone(`Saved as version ${next.version}.`);
        },
      },
    );
  const [input] = useDebouncedValue(values, 400);
  const preview = useQuery(previewQuery(input)).data;
  const builtIn = preview?.built_in ?? {};
  const reset = () => {
    draft.discard();
    save.reset();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        store(changedFields(base.value, values), base.version);
      }}
    >
      <div className="editor-grid">
        <Stack>
          <BasicsSection values={values} set={set} />
          <PromptSection values={values} set={set} builtIn={builtIn} />
          <Section
            title="Context data"
            hint="What the agent knows. {{keys}} fill in prompt and greeting; it can be changed during calls."
          >
            <ContextEditor
              label="Context data"
              value={values.context_data}
              onChange={(value) => set("context_data", value)}
              onValidity={draft.readable("context_data")}
            />
          </Section>
          <Section
            title="Notes"
            hint="Special instructions on top of the prompt, such as today's exceptions."
          >
            <Textarea
              aria-label="Notes"
              autosize
              minRows={3}
              maxRows={14}
              placeholder="We are closed on Friday afternoon."
              value={values.notes}
              onChange={(event) => set("notes", event.currentTarget.value)}
            />
          </Section>
          <AdvancedSections
            values={values}
            set={set}
            validity={draft.readable}
            sentences={preview?.sentences ?? {}}
          />
        </Stack>
        <Stack className="sticky-side">
          <VoiceSection values={values} set={set} />
          <Section title="Phone number">
            <NumberField agent={agent} values={values} set={set} />
          </Section>
          <PreviewSection values={values} builtIn={builtIn} />
          {preview && <AgentSize preview={preview} />}
        </Stack>
      </div>
      {(dirty || save.error) && (
        <Paper className="save-bar" withBorder shadow="lg" p="md" data-testid="save-bar">
          {save.error instanceof Problem && save.error.status === 409 ? (
            <HeldNumber
              agent={agent}
              problem={save.error}
              onTaken={() => {
                // That made a version of its own: the rest is saved on top of it.
                const { phone_number: _, ...rest } = changedFields(base.value, values);
                store(rest);
              }}
            />
          ) : (
            save.error && <SaveError error={save.error} reload={reset} />
          )}
          {draft.moved && !save.error && (
            <Alert color="yellow" icon={<IconAlertTriangle size={18} />} py={6} mb="sm">
              Someone else saved version {agent.version} meanwhile. Discard to see it.
            </Alert>
          )}
          <Group justify="space-between" gap="sm">
            <TextInput
              aria-label="Why this change? Kept with the version"
              placeholder="Why this change? (kept with the version)"
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
              style={{ flex: "1 1 220px" }}
            />
            <Group gap="xs">
              <Button variant="default" onClick={reset}>
                Discard
              </Button>
              <Button
                type="submit"
                loading={save.isPending}
                disabled={draft.unread.length > 0 || !dirty}
              >
                Save version {base.version + 1}
              </Button>
            </Group>
          </Group>
          {draft.unread.length > 0 && (
            <Text size="xs" c="var(--mantine-color-error)" mt={6}>
              Correct the JSON first: {draft.unread.join(", ").replaceAll("_", " ")}.
            </Text>
          )}
        </Paper>
      )}
    </form>
  );
}

function SaveError({ error, reload }: { error: unknown; reload: () => void }) {
  const stale = error instanceof Problem && error.status === 412;
  return (
    <div style={{ marginBottom: 12 }}>
      <ErrorPanel error={error} />
      {stale && (
        <Button mt="xs" size="xs" variant="default" onClick={reload}>
          Discard mine and show theirs
        </Button>
      )}
    </div>
  );
}

interface Part {
  values: AgentFields;
  set: SetField;
}

function BasicsSection({ values, set }: Part) {
  return (
    <Card>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label="Name"
          required
          value={values.name}
          onChange={(event) => set("name", event.currentTarget.value)}
        />
        <Input.Wrapper label="Type" labelElement="div">
          <SegmentedControl
            fullWidth
            aria-label="Type"
            value={values.type}
            onChange={(value) => set("type", value)}
            data={[
              { value: "inbound", label: "Inbound" },
              { value: "outbound", label: "Outbound" },
            ]}
          />
        </Input.Wrapper>
      </SimpleGrid>
      <Switch
        mt="md"
        label="Takes and places calls"
        checked={values.enabled}
        onChange={(event) => set("enabled", event.currentTarget.checked)}
      />
    </Card>
  );
}

function PromptSection({ values, set, builtIn }: Part & { builtIn: JsonObject }) {
  const known = [...new Set([...Object.keys(values.context_data), ...Object.keys(builtIn)])];
  return (
    <Section title="Prompt" hint="Who the agent is and what it shall do. Type {{ for a value.">
      <CodeEditor
        language="prompt"
        label="System prompt"
        value={values.system_prompt}
        onChange={(value) => set("system_prompt", value)}
        variables={known}
        minHeight={180}
        placeholder="You are a friendly customer service representative."
      />
      <Title order={3} size="h6" mt="md" mb={6}>
        Greeting
      </Title>
      <CodeEditor
        language="prompt"
        label="Greeting"
        value={values.greeting_message}
        onChange={(value) => set("greeting_message", value)}
        variables={known}
        minHeight={44}
        placeholder="Hello! How can I help you today?"
      />
      <Switch
        mt="sm"
        label="The caller may interrupt the greeting"
        checked={values.greeting_interruptible}
        onChange={(event) => set("greeting_interruptible", event.currentTarget.checked)}
      />
    </Section>
  );
}

function VoiceSection({ values, set }: Part) {
  const warning = voiceWarning(values.voice);
  const known = [...REALTIME_VOICES, ...Object.keys(STAND_INS)];
  const options = known.includes(values.voice) ? known : [values.voice, ...known];
  return (
    <Section title="Voice">
      <Select
        label="Voice"
        searchable
        allowDeselect={false}
        data={options}
        value={values.voice}
        onChange={(value) => value && set("voice", value)}
      />
      {warning && (
        <Text size="sm" mt={6} c="var(--phony-operator)" role="status" data-testid="voice-warning">
          {warning}
        </Text>
      )}
      <Text size="sm" fw={500} mt="md" id="speed">
        Speed: {values.speed.toFixed(2)}×
      </Text>
      <Slider
        aria-labelledby="speed"
        thumbLabel="Speed"
        min={0.25}
        max={1.5}
        step={0.05}
        label={null}
        value={values.speed}
        onChange={(value) => set("speed", value)}
      />
      <Select
        mt="md"
        label="Language"
        searchable
        allowDeselect={false}
        data={languageChoices(values.language)}
        value={values.language}
        onChange={(value) => value && set("language", value)}
      />
      <Select
        mt="md"
        label="Time zone"
        description="Whose clock the agent tells"
        placeholder="The organization's"
        searchable
        clearable
        limit={200}
        data={timeZones(values.timezone)}
        value={values.timezone || null}
        onChange={(value) => set("timezone", value ?? "")}
      />
    </Section>
  );
}

function PreviewSection({ values, builtIn }: { values: AgentFields; builtIn: JsonObject }) {
  const [what, setWhat] = useState("prompt");
  const text = what === "prompt" ? values.system_prompt : values.greeting_message;
  return (
    <Section
      title="Preview"
      hint={
        what === "prompt"
          ? "As it is told to the model, with its values filled in."
          : "As it is spoken, with its values filled in."
      }
    >
      <SegmentedControl
        size="xs"
        mb="sm"
        aria-label="What to preview"
        value={what}
        onChange={setWhat}
        data={[
          { value: "prompt", label: "Prompt" },
          { value: "greeting", label: "Greeting" },
        ]}
      />
      <div
        style={{ maxHeight: 320, overflow: "auto" }}
        tabIndex={0}
        role="region"
        aria-label="Preview"
      >
        <PromptPreview text={text} data={values.context_data} builtIn={builtIn} />
      </div>
    </Section>
  );
}
