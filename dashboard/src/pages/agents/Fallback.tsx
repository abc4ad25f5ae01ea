import { Button, Card, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { AgentFields, FallbackEngine } from "../../api/types";
import { inputsOf, Pairs } from "../../components/Fields";
import { RemoveButton } from "../../components/RemoveButton";
import type { SetField } from "./fields";

const NEW_ENGINE: FallbackEngine = {
  model: "gpt-realtime-2.1-mini",
  url: "",
  api_key: "",
  voice: "",
  transcription_model: "",
};
const MOST = 4;

/** Who speaks when the agent's own engine is away: other engines, a number, an apology. */
export function Fallback({ values, set }: { values: AgentFields; set: SetField }) {
  const { fallback } = values;
  const change = (part: Partial<typeof fallback>) => set("fallback", { ...fallback, ...part });
  const { engines } = fallback;
  const inputs = inputsOf(fallback, change);
  return (
    <Stack>
      <div>
        <Text size="sm" fw={500}>
          Other engines
        </Text>
        <Text size="xs" c="dimmed" mb={6}>
          Tried in this order when the agent's own is away. What is left empty is as the agent has
          it.
        </Text>
        <Stack>
          {engines.map((engine, i) => (
            <Engine
              key={i}
              place={i + 1}
              engine={engine}
              onChange={(next) => change({ engines: engines.map((e, j) => (j === i ? next : e)) })}
              onRemove={() => change({ engines: engines.filter((_, j) => j !== i) })}
            />
          ))}
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={15} />}
            style={{ alignSelf: "flex-start" }}
            disabled={engines.length >= MOST}
            onClick={() => change({ engines: [...engines, NEW_ENGINE] })}
          >
            Add an engine
          </Button>
        </Stack>
      </div>
      <Pairs>
        <TextInput
          label="Then transfer to"
          description="Empty: nobody takes the caller"
          placeholder="+15551234567"
          {...inputs.text("transfer_to", null)}
        />
        <TextInput
          label="While the caller waits"
          description="Said once, before music"
          placeholder="One moment, please."
          {...inputs.text("wait_message")}
        />
      </Pairs>
      <TextInput
        label="Apology"
        description="The carrier's voice says it when nothing is left. Empty: one in the agent's language"
        {...inputs.text("apology")}
      />
    </Stack>
  );
}

function Engine({
  place,
  engine,
  onChange,
  onRemove,
}: {
  place: number;
  engine: FallbackEngine;
  onChange: (engine: FallbackEngine) => void;
  onRemove: () => void;
}) {
  const { text } = inputsOf(engine, (part) => onChange({ ...engine, ...part }));
  return (
    <Card padding="md" component="fieldset" aria-label={`Engine ${place}`}>
      <Group justify="space-between" mb="xs">
        <Text size="sm" fw={600}>
          Engine {place}
        </Text>
        <RemoveButton label={`Remove engine ${place}`} onClick={onRemove} />
      </Group>
      <Pairs>
        <TextInput label="Model" {...text("model")} />
        <TextInput label="Voice" {...text("voice")} />
        <TextInput
          label="URL"
          description="Empty: the same place as now"
          placeholder="wss://"
          {...text("url")}
        />
        <TextInput
          label="Key of that URL"
          description="Stored, and never shown again"
          type="password"
          autoComplete="off"
          disabled={!engine.url}
          {...text("api_key")}
        />
        <TextInput label="Transcription model" {...text("transcription_model")} />
      </Pairs>
    </Card>
  );
}
