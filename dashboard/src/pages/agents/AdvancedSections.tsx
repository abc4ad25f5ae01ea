import {
  Accordion,
  Card,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import type { AgentFields } from "../../api/types";
import { Fallback } from "./Fallback";
import { type SetField, toNumber } from "./fields";
import { Tools } from "./Tools";

interface Part {
  values: AgentFields;
  set: SetField;
  validity: (field: string) => (valid: boolean) => void;
}

/** Everything that has a good default. */
export function AdvancedSections(part: Part) {
  return (
    <Card padding={0}>
      <Accordion multiple variant="default" chevronPosition="right">
        <Item value="tools" title="Tools" hint="What the agent can do during a call">
          <Tools {...part} />
        </Item>
        <Item value="limits" title="Limits" hint="Duration, money, retention">
          <Limits {...part} />
        </Item>
        <Item value="turns" title="Turn taking" hint="When the caller's turn counts as over">
          <TurnTaking {...part} />
        </Item>
        <Item value="silence" title="Silence" hint="What the agent does when nobody speaks">
          <Silence {...part} />
        </Item>
        {part.values.type === "outbound" && (
          <Item value="voicemail" title="Voicemail" hint="What happens when a machine answers">
            <Voicemail {...part} />
          </Item>
        )}
        <Item value="fallback" title="Fallback" hint="Who speaks when the voice engine is away">
          <Fallback {...part} />
        </Item>
        <Item
          value="model"
          title="Model and recording"
          hint="Model, transcription, recording, summary"
        >
          <Model {...part} />
        </Item>
      </Accordion>
    </Card>
  );
}

function Item({
  value,
  title,
  hint,
  children,
}: {
  value: string;
  title: string;
  hint: string;
  children: React.ReactNode;
}) {
  return (
    <Accordion.Item value={value}>
      <Accordion.Control px="lg">
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      </Accordion.Control>
      <Accordion.Panel px="sm">{children}</Accordion.Panel>
    </Accordion.Item>
  );
}

function Limits({ values, set }: Part) {
  const { limits } = values;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <NumberInput
        label="Longest call, minutes"
        description="The agent says goodbye before it ends"
        min={1}
        max={55}
        decimalScale={1}
        value={values.max_duration_s / 60}
        onChange={(value) => set("max_duration_s", Math.round((toNumber(value) ?? 30) * 60))}
      />
      <NumberInput
        label="Keep calls for, days"
        description="Empty: for ever"
        min={1}
        max={3650}
        value={values.retention_days ?? ""}
        onChange={(value) => set("retention_days", toNumber(value))}
      />
      <NumberInput
        label="Limit per call, USD"
        description="Empty: no limit"
        min={0}
        step={0.5}
        decimalScale={2}
        value={limits.per_call_usd ?? ""}
        onChange={(value) => set("limits", { ...limits, per_call_usd: toNumber(value) })}
      />
      <NumberInput
        label="Limit per day, USD"
        description="Empty: no limit"
        min={0}
        step={5}
        decimalScale={2}
        value={limits.per_day_usd ?? ""}
        onChange={(value) => set("limits", { ...limits, per_day_usd: toNumber(value) })}
      />
    </SimpleGrid>
  );
}

function TurnTaking({ values, set }: Part) {
  const turn = values.turn_detection;
  const change = (part: Partial<typeof turn>) => set("turn_detection", { ...turn, ...part });
  const vad = turn.type === "server_vad";
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select
        label="Decided by"
        allowDeselect={false}
        data={[
          { value: "server_vad", label: "Silence" },
          { value: "semantic_vad", label: "Meaning" },
        ]}
        value={turn.type}
        onChange={(type) => change({ type: type === "semantic_vad" ? type : "server_vad" })}
      />
      {vad ? (
        <NumberInput
          label="Silence, ms"
          description="Shorter answers faster, and interrupts more"
          min={100}
          max={5000}
          step={50}
          value={turn.silence_duration_ms}
          onChange={(value) => change({ silence_duration_ms: toNumber(value) ?? 500 })}
        />
      ) : (
        <Select
          label="Eagerness"
          allowDeselect={false}
          data={["auto", "low", "medium", "high"]}
          value={turn.eagerness}
          onChange={(value) => change({ eagerness: value ?? "auto" })}
        />
      )}
      {vad && (
        <NumberInput
          label="Threshold"
          description="Higher needs louder speech"
          min={0}
          max={1}
          step={0.05}
          value={turn.threshold}
          onChange={(value) => change({ threshold: toNumber(value) ?? 0.5 })}
        />
      )}
      {vad && (
        <NumberInput
          label="Kept before speech, ms"
          min={0}
          max={5000}
          step={50}
          value={turn.prefix_padding_ms}
          onChange={(value) => change({ prefix_padding_ms: toNumber(value) ?? 300 })}
        />
      )}
      <Switch
        label="The caller may interrupt the agent"
        checked={turn.interrupt_response}
        onChange={(event) => change({ interrupt_response: event.currentTarget.checked })}
      />
      {turn.interrupt_response && (
        <NumberInput
          label="Interrupts after, ms of voice"
          description="An 'uh-huh' is shorter than 600. 0: any sound"
          min={0}
          max={10000}
          step={100}
          value={turn.interrupt_after_ms}
          onChange={(value) => change({ interrupt_after_ms: toNumber(value) ?? 600 })}
        />
      )}
      {turn.interrupt_response && (
        <NumberInput
          label="Words needed as well"
          description="Known later than the voice. 0: none"
          min={0}
          max={20}
          value={turn.interrupt_words}
          onChange={(value) => change({ interrupt_words: toNumber(value) ?? 0 })}
        />
      )}
    </SimpleGrid>
  );
}

function Silence({ values, set }: Part) {
  const { silence } = values;
  const change = (part: Partial<typeof silence>) => set("silence", { ...silence, ...part });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <NumberInput
        label="Ask after, seconds"
        min={2}
        max={300}
        value={silence.prompt_after_s}
        onChange={(value) => change({ prompt_after_s: toNumber(value) ?? 10 })}
      />
      <NumberInput
        label="How often, before hanging up"
        min={0}
        max={10}
        value={silence.max_prompts}
        onChange={(value) => change({ max_prompts: toNumber(value) ?? 2 })}
      />
      <TextInput
        label="Question"
        value={silence.prompt}
        onChange={(event) => change({ prompt: event.currentTarget.value })}
      />
      <TextInput
        label="Goodbye"
        value={silence.goodbye}
        onChange={(event) => change({ goodbye: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}

function Voicemail({ values, set }: Part) {
  const { voicemail } = values;
  return (
    <Stack>
      <Select
        label="When a machine answers"
        allowDeselect={false}
        data={[
          { value: "hang_up", label: "Hang up" },
          { value: "leave_message", label: "Leave a message" },
          { value: "continue", label: "Go on as if a person answered" },
        ]}
        value={voicemail.action}
        onChange={(value) =>
          set("voicemail", {
            ...voicemail,
            action: value ?? "hang_up",
          })
        }
      />
      {voicemail.action === "leave_message" && (
        <Textarea
          label="Message"
          autosize
          minRows={2}
          value={voicemail.message}
          onChange={(event) =>
            set("voicemail", { ...voicemail, message: event.currentTarget.value })
          }
        />
      )}
    </Stack>
  );
}

function Model({ values, set }: Part) {
  const { transcription } = values;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <TextInput
        label="Voice model"
        value={values.model}
        onChange={(event) => set("model", event.currentTarget.value)}
      />
      <TextInput
        label="Transcription model"
        disabled={!transcription.enabled}
        value={transcription.model}
        onChange={(event) =>
          set("transcription", { ...transcription, model: event.currentTarget.value })
        }
      />
      <TagsInput
        label="Words to listen for"
        description="Names and terms that callers say"
        value={transcription.keywords}
        onChange={(keywords) => set("transcription", { ...transcription, keywords })}
      />
      <Stack gap="sm" justify="flex-end">
        <Switch
          label="Write down what callers say"
          checked={transcription.enabled}
          onChange={(event) =>
            set("transcription", { ...transcription, enabled: event.currentTarget.checked })
          }
        />
        <Switch
          label="Record calls"
          checked={values.recording}
          onChange={(event) => set("recording", event.currentTarget.checked)}
        />
        <Switch
          label="Summarize calls"
          description="The model writes what each call was about, after it"
          checked={values.summary}
          onChange={(event) => set("summary", event.currentTarget.checked)}
        />
      </Stack>
    </SimpleGrid>
  );
}
