import {
  Button,
  Card,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { AgentFields, BuiltinTool, HttpTool } from "../../api/types";
import { ContextEditor } from "../../components/ContextEditor";
import { inputsOf, Pairs } from "../../components/Fields";
import { RemoveButton } from "../../components/RemoveButton";
import type { SetField } from "./fields";

const BUILTIN: { value: BuiltinTool; label: string }[] = [
  { value: "end_call", label: "End the call after saying goodbye" },
  { value: "transfer_call", label: "Transfer the caller to a person" },
  { value: "send_dtmf", label: "Press keys (menus of other systems)" },
  { value: "update_context", label: "Write down what the caller says into the context" },
];

/** What the agent can do during a call: built in, transfers, and the tools of one's own. */
export function Tools({
  values,
  set,
  validity,
}: {
  values: AgentFields;
  set: SetField;
  validity: (field: string) => (valid: boolean) => void;
}) {
  const { tools } = values;
  const change = (part: Partial<typeof tools>) => set("tools", { ...tools, ...part });
  return (
    <Stack>
      <Checkbox.Group
        label="Built in"
        value={tools.builtin}
        onChange={(builtin) => change({ builtin: builtin })}
      >
        <Stack gap={8} mt={6}>
          {BUILTIN.map((tool) => (
            <Checkbox key={tool.value} {...tool} />
          ))}
        </Stack>
      </Checkbox.Group>
      <div>
        <Text size="sm" fw={500}>
          Transfer targets
        </Text>
        <Text size="xs" c="dimmed" mb={6}>
          A name the agent uses, and the number behind it, perhaps with an extension (ext. 5).
        </Text>
        <Targets
          targets={tools.transfer_targets}
          onChange={(t) => change({ transfer_targets: t })}
        />
      </div>
      <Passing values={values} set={set} />
      <div>
        <Text size="sm" fw={500}>
          Your own tools
        </Text>
        <Text size="xs" c="dimmed" mb={6}>
          The agent calls the tool, Phony calls your URL, the answer goes to the agent.
        </Text>
        <Stack>
          {tools.http.map((tool, i) => (
            <HttpToolForm
              key={i}
              tool={tool}
              onValidity={validity(`tool_${i + 1}`)}
              onChange={(next) => change({ http: tools.http.map((t, j) => (j === i ? next : t)) })}
              onRemove={() => change({ http: tools.http.filter((_, j) => j !== i) })}
            />
          ))}
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={15} />}
            style={{ alignSelf: "flex-start" }}
            onClick={() => change({ http: [...tools.http, NEW_TOOL] })}
          >
            Add a tool
          </Button>
        </Stack>
      </div>
    </Stack>
  );
}

/** How callers are passed on to people, by the agent or by an operator. */
function Passing({ values, set }: { values: AgentFields; set: SetField }) {
  const { transfers } = values;
  const change = (part: Partial<typeof transfers>) => set("transfers", { ...transfers, ...part });
  const { number } = inputsOf(transfers, change);
  return (
    <Pairs>
      <Select
        label="Number that the person called sees"
        description="The caller's where the carrier allows it"
        allowDeselect={false}
        data={[
          { value: "agent", label: "The agent's" },
          { value: "caller", label: "The caller's" },
        ]}
        value={transfers.caller_id}
        onChange={(value) => change({ caller_id: value === "caller" ? "caller" : "agent" })}
      />
      <NumberInput
        label="Longest talk after a transfer"
        description="Minutes. Empty: as the carrier allows"
        min={1}
        max={240}
        {...number("max_duration_s", null, 60)}
      />
    </Pairs>
  );
}

const NEW_TOOL: HttpTool = {
  name: "look_up",
  description: "",
  parameters: { type: "object", properties: {} },
  url: "https://",
  method: "POST",
  headers: {},
  timeout_s: 10,
  signing_secret: "",
};

function Targets({
  targets,
  onChange,
}: {
  targets: Record<string, string>;
  onChange: (targets: Record<string, string>) => void;
}) {
  const rows = Object.entries(targets);
  const change = (next: [string, string][]) => onChange(Object.fromEntries(next));
  return (
    <Stack gap={6}>
      {rows.map(([name, number], i) => (
        <Group key={i} gap={6} wrap="nowrap">
          <TextInput
            aria-label={`Name of target ${i + 1}`}
            value={name}
            style={{ flex: 1 }}
            onChange={(event) => {
              const key = event.currentTarget.value;
              if (key === name || !Object.hasOwn(targets, key))
                change(rows.map((row, j) => (j === i ? [key, row[1]] : row)));
            }}
          />
          <TextInput
            aria-label={`Number of target ${i + 1}`}
            value={number}
            placeholder="+15551234567"
            style={{ flex: 1 }}
            onChange={(event) => {
              const value = event.currentTarget.value;
              change(rows.map((row, j) => (j === i ? [row[0], value] : row)));
            }}
          />
          <RemoveButton
            label={`Remove target ${name}`}
            onClick={() => change(rows.filter((_, j) => j !== i))}
          />
        </Group>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={15} />}
        style={{ alignSelf: "flex-start" }}
        onClick={() => onChange({ ...targets, [`target ${rows.length + 1}`]: "" })}
      >
        Add a target
      </Button>
    </Stack>
  );
}

function HttpToolForm({
  tool,
  onChange,
  onRemove,
  onValidity,
}: {
  tool: HttpTool;
  onChange: (tool: HttpTool) => void;
  onRemove: () => void;
  onValidity: (valid: boolean) => void;
}) {
  const { text, number } = inputsOf(tool, (part) => onChange({ ...tool, ...part }));
  return (
    <Card padding="md" component="fieldset" aria-label={tool.name || "Tool"}>
      <Group justify="space-between" mb="xs">
        <Text size="sm" fw={600}>
          {tool.name || "Tool"}
        </Text>
        <RemoveButton label={`Remove the tool ${tool.name}`} onClick={onRemove} />
      </Group>
      <Pairs>
        <TextInput label="Name" {...text("name")} />
        <Select
          label="Method"
          allowDeselect={false}
          data={["GET", "POST"]}
          value={tool.method}
          onChange={(method) =>
            onChange(
              method === "GET"
                ? { ...tool, method, signing_secret: "" }
                : { ...tool, method: "POST" },
            )
          }
        />
      </Pairs>
      <TextInput mt="sm" label="URL" {...text("url")} />
      <Textarea
        mt="sm"
        label="Description"
        description="Tells the agent when to use it"
        autosize
        {...text("description")}
      />
      <Text size="sm" fw={500} mt="sm" mb={4}>
        Parameters (JSON Schema)
      </Text>
      <ContextEditor
        label={`Parameters of ${tool.name}`}
        value={tool.parameters}
        onChange={(parameters) => onChange({ ...tool, parameters })}
        onValidity={onValidity}
        minHeight={80}
      />
      <NumberInput
        mt="sm"
        label="Time limit, seconds"
        min={0.5}
        max={60}
        {...number("timeout_s", 10)}
      />
      {tool.method === "POST" && (
        <TextInput
          mt="sm"
          label="Signing secret"
          description="Optional, whsec_ and base64: your server can check that a request is from here"
          autoComplete="off"
          {...text("signing_secret")}
        />
      )}
    </Card>
  );
}
