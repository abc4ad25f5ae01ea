import { Button, Group, SegmentedControl, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useState } from "react";
import { useNewName } from "../hooks/useNewName";
import { isFlat, type JsonObject, readObject, sameJson, showJson } from "../lib/json";
import { CodeEditor } from "./CodeEditor";
import { TrashButton } from "./RemoveButton";

interface Props {
  value: JsonObject;
  onChange: (value: JsonObject) => void;
  /** Told when the text stops being a JSON object, and when it is one again. */
  onValidity?: (valid: boolean) => void;
  label: string;
  minHeight?: number;
  readOnly?: boolean;
}

/** For a form that waits until the text can be read; what is wrong stands at the text itself. */
export const UNREADABLE = "This is not JSON.";

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
  const [typed, setTyped] = useState(() => ({ text: pretty(value), value }));
  // A value that came from elsewhere replaces the text; our own keeps its layout.
  if (!sameJson(typed.value, value)) setTyped({ text: pretty(value), value });
  const read = readObject(typed.text);
  const error = "error" in read ? read.error : null;
  const valid = error === null;
  const tell = useEffectEvent((valid: boolean) => onValidity?.(valid));
  useEffect(() => {
    tell(valid);
    return () => tell(true); // a text that is gone holds nobody up
  }, [valid]);
  const change = (text: string) => {
    const next = readObject(text);
    if ("error" in next) setTyped({ text, value: typed.value });
    else {
      setTyped({ text, value: next.value });
      onChange(next.value);
    }
  };
  return (
    <>
      <CodeEditor
        language="json"
        label={label}
        value={typed.text}
        onChange={change}
        invalid={!valid}
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
  const row = useNewName(
    (name) => (Object.hasOwn(value, name) ? "This key exists" : null),
    (name) => onChange({ ...value, [name]: "" }),
  );
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
            value={row.text}
            error={row.problem}
            onChange={(event) => row.type(event.currentTarget.value)}
            onKeyDown={row.onKeyDown}
          />
          <Button
            size="sm"
            variant="default"
            leftSection={<IconPlus size={15} />}
            onClick={row.add}
            disabled={!row.ready}
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
