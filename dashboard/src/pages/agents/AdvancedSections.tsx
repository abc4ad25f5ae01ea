import {
  Accordion,
  Card,
  NumberInput,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import type { AgentFields } from "../../api/types";
import { inputsOf, Pairs } from "../../components/Fields";
import { Fallback } from "./Fallback";
import { type SetField, setAll } from "./fields";
import { Tools } from "./Tools";

interface Part {
  values: AgentFields;
  set: SetField;
  validity: (field: string) => (valid: boolean) => void;
  /** What callers hear where nothing else is written. */
  sentences: Record<string, string>;
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
        <Item value="keypad" title="Keypad" hint="Keys that are pressed during a call">
          <Keypad {...part} />
        </Item>
        {part.values.type === "outbound" && (
          <Item value="voicemail" title="Voicemail" hint="What happens when a machine answers">
            <Voicemail {...part} />
          </Item>
        )}
        <Item
          value="sentences"
          title="Sentences"
          hint="What the carrier's voice says when the agent cannot"
        >
          <Sentences {...part} />
        </Item>
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
  const own = inputsOf(values, (part) => setAll(set, part));
  const spent = inputsOf(limits, (part) => set("limits", { ...limits, ...part }));
  return (
    <Pairs>
      <NumberInput
        label="Longest call, minutes"
        description="The agent says goodbye before it ends"
        min={1}
        max={55}
        decimalScale={1}
        {...own.number("max_duration_s", 1800, 60)}
      />
      <NumberInput
        label="Keep calls for, days"
        description="Empty: for ever"
        min={1}
        max={3650}
        {...own.number("retention_days", null)}
      />
      <NumberInput
        label="Limit per call, USD"
        description="Empty: no limit"
        min={0}
        step={0.5}
        decimalScale={2}
        {...spent.number("per_call_usd", null)}
      />
      <NumberInput
        label="Limit per day, USD"
        description="Empty: no limit"
        min={0}
        step={5}
        decimalScale={2}
        {...spent.number("per_day_usd", null)}
      />
    </Pairs>
  );
}

function TurnTaking({ values, set }: Part) {
  const turn = values.turn_detection;
  const change = (part: Partial<typeof turn>) => set("turn_detection", { ...turn, ...part });
  const { number, flag } = inputsOf(turn, change);
  const vad = turn.type === "server_vad";
  return (
    <Pairs>
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
          {...number("silence_duration_ms", 500)}
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
          {...number("threshold", 0.5)}
        />
      )}
      {vad && (
        <NumberInput
          label="Kept before speech, ms"
          min={0}
          max={5000}
          step={50}
          {...number("prefix_padding_ms", 300)}
        />
      )}
      <Switch label="The caller may interrupt the agent" {...flag("interrupt_response")} />
      {turn.interrupt_response && (
        <NumberInput
          label="Interrupts after, ms of voice"
          description="An 'uh-huh' is shorter than 600. 0: any sound"
          min={0}
          max={10000}
          step={100}
          {...number("interrupt_after_ms", 600)}
        />
      )}
      {turn.interrupt_response && (
        <NumberInput
          label="Words needed as well"
          description="Known later than the voice. 0: none"
          min={0}
          max={20}
          {...number("interrupt_words", 0)}
        />
      )}
    </Pairs>
  );
}

function Silence({ values, set, sentences }: Part) {
  const { silence } = values;
  const change = (part: Partial<typeof silence>) => set("silence", { ...silence, ...part });
  const { number } = inputsOf(silence, change);
  return (
    <Pairs>
      <NumberInput label="Ask after, seconds" min={2} max={300} {...number("prompt_after_s", 10)} />
      <NumberInput
        label="How often, before hanging up"
        min={0}
        max={10}
        {...number("max_prompts", 2)}
      />
      <TextInput
        label="Question"
        placeholder={sentences.still_there}
        value={silence.prompt ?? ""}
        onChange={(event) => change({ prompt: event.currentTarget.value || null })}
      />
      <TextInput
        label="Goodbye"
        placeholder={sentences.goodbye}
        value={silence.goodbye ?? ""}
        onChange={(event) => change({ goodbye: event.currentTarget.value || null })}
      />
    </Pairs>
  );
}

function Keypad({ values, set }: Part) {
  const { keypad } = values;
  const change = (part: Partial<typeof keypad>) => set("keypad", { ...keypad, ...part });
  return (
    <Stack>
      <Switch
        label="Keep no keys"
        description="Transcript, events and recording hide them; the model and the tools get them"
        checked={keypad.mask}
        onChange={(event) => change({ mask: event.currentTarget.checked })}
      />
      <Select
        label="How the agent presses keys"
        description="The carrier's way leaves the media stream for a moment; menus hear it for certain"
        allowDeselect={false}
        data={[
          { value: "carrier", label: "By the carrier" },
          { value: "tones", label: "As tones in the stream" },
        ]}
        value={keypad.press}
        onChange={(value) => change({ press: value ?? "carrier" })}
      />
    </Stack>
  );
}

const OWN = [
  { name: "not_in_service", label: "While the agent is switched off" },
  { name: "busy", label: "When no line or no money is left" },
  { name: "restarting", label: "When Phony stops during a call" },
  { name: "press_one", label: "To a colleague who is asked to take a call" },
] as const;

function Sentences({ values, set, sentences }: Part) {
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        Empty: in the agent&apos;s language. Variables such as {"{{business_name}}"} are filled in.
      </Text>
      {OWN.map(({ name, label }) => (
        <TextInput
          key={name}
          label={label}
          placeholder={sentences[name]}
          value={values.sentences[name]}
          onChange={(event) =>
            set("sentences", { ...values.sentences, [name]: event.currentTarget.value })
          }
        />
      ))}
    </Stack>
  );
}

function Voicemail({ values, set }: Part) {
  const { voicemail } = values;
  const change = (part: Partial<typeof voicemail>) => set("voicemail", { ...voicemail, ...part });
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
        onChange={(action) => change({ action: action ?? "hang_up" })}
      />
      {voicemail.action === "leave_message" && (
        <Textarea
          label="Message"
          autosize
          minRows={2}
          {...inputsOf(voicemail, change).text("message")}
        />
      )}
    </Stack>
  );
}

function Model({ values, set }: Part) {
  const { transcription } = values;
  const own = inputsOf(values, (part) => setAll(set, part));
  const heard = inputsOf(transcription, (part) =>
    set("transcription", { ...transcription, ...part }),
  );
  return (
    <Pairs>
      <TextInput label="Voice model" {...own.text("model")} />
      <TextInput
        label="Transcription model"
        disabled={!transcription.enabled}
        {...heard.text("model")}
      />
      <TagsInput
        label="Words to listen for"
        description="Names and terms that callers say"
        {...heard.list("keywords")}
      />
      <Stack gap="sm" justify="flex-end">
        <Switch label="Write down what callers say" {...heard.flag("enabled")} />
        <Switch label="Record calls" {...own.flag("recording")} />
        <Switch
          label="Summarize calls"
          description="The model writes what each call was about, after it"
          {...own.flag("summary")}
        />
      </Stack>
    </Pairs>
  );
}
