import { Button, Group, SegmentedControl, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { isFlat, isObject, type JsonObject, sameJson, showJson } from "../lib/json";
import { CodeEditor } from "./CodeEditor";
import { TrashButton } from "./RemoveButton";

interface Props {
  value: JsonObject;
  onChange: (value: JsonObject) => void;
  /** Told while the text is no JSON object, so that saving can wait. */
  onValidity?: (valid: boolean) => void;
  label: string;
  minHeight?: number;
  readOnly?: boolean;
}

const pretty = (value: JsonObject): string => JSON.stringify(value, null, 2);

/** Context data as a form while it is flat, or as JSON. */
export function ContextEditor(props: Props) {
  const flat = isFlat(props.value);
  const [wanted, setWanted] = useState<"form" | "json">("form");
  const view = flat ? wanted : "json";
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={`How to edit: ${props.label}`}
          value={view}
          onChange={(next) => setWanted(next)}
          data={[
            { value: "form", label: "Form", disabled: !flat },
            { value: "json", label: "JSON" },
          ]}
        />
        {!flat && (
          <Text size="xs" c="dimmed">
            Nested data: JSON only
          </Text>
        )}
      </Group>
      {view === "form" ? <FormView {...props} /> : <JsonView {...props} />}
    </Stack>
  );
}

function JsonView({ value, onChange, onValidity, label, minHeight = 140, readOnly }: Props) {
  const [text, setText] = useState(() => pretty(value));
  const [mine, setMine] = useState<JsonObject>(value);
  const [error, setError] = useState<string | null>(null);
  // A value that came from elsewhere replaces the text; our own keeps its layout.
  if (!sameJson(mine, value)) {
    setMine(value);
    setText(pretty(value));
    setError(null);
  }
  const change = (next: string) => {
    setText(next);
    try {
      const parsed: unknown = next.trim() === "" ? {} : JSON.parse(next);
      if (!isObject(parsed)) throw new Error("It must be a JSON object: { ... }");
      setError(null);
      onValidity?.(true);
      setMine(parsed);
      onChange(parsed);
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : "This is not JSON.");
      onValidity?.(false);
    }
  };
  return (
    <>
      <CodeEditor
        language="json"
        label={label}
        value={text}
        onChange={change}
        invalid={error !== null}
        minHeight={minHeight}
        readOnly={readOnly ?? false}
      />
      {error && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </>
  );
}

function FormView({ value, onChange, label, readOnly }: Props) {
  const [name, setName] = useState("");
  const taken = Object.hasOwn(value, name.trim());
  const add = () => {
    const key = name.trim();
    if (!key || taken) return;
    onChange({ ...value, [key]: "" });
    setName("");
  };
  return (
    <Stack gap={8}>
      {Object.entries(value).map(([key, field]) => (
        <Group key={key} gap={6} wrap="nowrap" align="flex-end">
          <Field
            name={key}
            value={field}
            readOnly={readOnly ?? false}
            onChange={(next) => onChange({ ...value, [key]: next })}
          />
          {!readOnly && (
            <TrashButton
              name={key}
              mb={4}
              onClick={() =>
                onChange(Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)))
              }
            />
          )}
        </Group>
      ))}
      {!readOnly && (
        <Group gap={6} align="flex-start" wrap="nowrap">
          <TextInput
            size="sm"
            style={{ flex: 1 }}
            placeholder="New key, e.g. business_hours"
            aria-label={`New key in ${label}`}
            value={name}
            error={taken ? "This key exists" : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") {
                event.preventDefault();
                add();
              }
            }}
          />
          <Button
            size="sm"
            variant="default"
            leftSection={<IconPlus size={15} />}
            onClick={add}
            disabled={!name.trim() || taken}
          >
            Add
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Field({
  name,
  value,
  onChange,
  readOnly,
}: {
  name: string;
  value: unknown;
  onChange: (value: unknown) => void;
  readOnly: boolean;
}) {
  if (typeof value === "boolean")
    return (
      <Switch
        style={{ flex: 1 }}
        label={name}
        checked={value}
        disabled={readOnly}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  const isNumber = typeof value === "number";
  return (
    <TextInput
      style={{ flex: 1 }}
      label={name}
      value={showJson(value ?? "")}
      readOnly={readOnly}
      inputMode={isNumber ? "decimal" : "text"}
      onChange={(event) => {
        const text = event.currentTarget.value;
        // A number stays one as long as its text reads as one.
        const number = Number(text);
        onChange(isNumber && text.trim() !== "" && Number.isFinite(number) ? number : text);
      }}
    />
  );
}
