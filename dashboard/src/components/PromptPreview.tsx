import { Group, Text } from "@mantine/core";
import type { JsonObject } from "../lib/json";
import { missingVariables, renderParts } from "../lib/template";

/** The text as the model (or the caller) gets it, with what was filled in marked. */
export function PromptPreview({
  text,
  data,
  builtIn,
}: {
  text: string;
  data: JsonObject;
  /** What a call knows by itself. */
  builtIn: JsonObject;
}) {
  const missing = missingVariables([text], data, builtIn);
  return (
    <div>
      <div className="diff-text" data-testid="preview">
        {text ? (
          renderParts(text, data, builtIn).map((part, i) =>
            part.variable === undefined ? (
              <span key={i}>{part.text}</span>
            ) : (
              <span key={i} className="variable" title={part.variable}>
                {part.text}
              </span>
            ),
          )
        ) : (
          <Text size="sm" c="dimmed">
            Nothing written yet.
          </Text>
        )}
      </div>
      {missing.length > 0 && (
        <Group gap={6} mt={8}>
          <Text size="xs" c="var(--phony-operator)" data-testid="missing">
            No value for {missing.join(", ")}: the sentence closes up. A default helps:{" "}
            {`{{${missing[0]} | default: ...}}`}
          </Text>
        </Group>
      )}
    </div>
  );
}
