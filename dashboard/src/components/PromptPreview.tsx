import { Group, Text } from "@mantine/core";
import type { JsonObject } from "../lib/json";
import { missingVariables, renderParts } from "../lib/template";

/** The text as the model (or the caller) gets it, with what was filled in marked. */
export function PromptPreview({ text, data }: { text: string; data: JsonObject }) {
  const missing = missingVariables([text], data);
  return (
    <div>
      <div className="diff-text" data-testid="preview">
        {text ? (
          renderParts(text, data).map((part, i) =>
            part.variable === undefined ? (
              <span key={i}>{part.text}</span>
            ) : (
              <span
                key={i}
                className="variable"
                data-missing={part.missing || undefined}
                title={part.variable}
              >
                {part.missing ? `(${part.variable}: empty)` : part.text}
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
          <Text size="xs" c="dimmed">
            Not in the context data, so rendered as nothing: {missing.join(", ")}
          </Text>
        </Group>
      )}
    </div>
  );
}
