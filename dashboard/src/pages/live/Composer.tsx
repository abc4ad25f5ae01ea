import { Button, Card, Checkbox, Group, SegmentedControl, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconSend } from "@tabler/icons-react";
import { useCommand } from "../../api/calls";
import type { Call, CommandKind } from "../../api/types";
import { notifyError } from "../../components/ErrorPanel";

const KINDS = {
  say: {
    label: "Say",
    placeholder: "The agent says exactly these words to the caller",
    button: "Say it",
  },
  whisper: {
    label: "Whisper",
    placeholder: "An instruction that only the model hears",
    button: "Whisper",
  },
  probe: {
    label: "Ask the model",
    placeholder: "What do you know about the caller? (nobody hears this)",
    button: "Ask",
  },
} as const;

/** Words to the call: aloud, to the model only, or a question to it. */
export function Composer({ call }: { call: Call }) {
  const form = useForm({
    initialValues: { kind: "say" as keyof typeof KINDS, text: "", reply: true },
  });
  const { kind, text, reply } = form.values;
  const command = useCommand(call.id);
  const live = call.status === "in_progress";
  const send = () => {
    const words = text.trim();
    if (!words || !live) return;
    const args =
      kind === "probe"
        ? { question: words }
        : kind === "whisper"
          ? { text: words, reply }
          : { text: words };
    command.mutate(
      { kind: kind satisfies CommandKind, args },
      {
        onSuccess: () => form.setFieldValue("text", ""),
        onError: (error) => notifyError(error),
      },
    );
  };
  return (
    <Card padding="sm">
      <form onSubmit={form.onSubmit(send)}>
        <SegmentedControl
          size="xs"
          aria-label="What to do with the words"
          {...form.getInputProps("kind")}
          data={Object.entries(KINDS).map(([value, { label }]) => ({ value, label }))}
        />
        <Textarea
          mt="xs"
          aria-label={KINDS[kind].label}
          placeholder={KINDS[kind].placeholder}
          autosize
          minRows={1}
          maxRows={6}
          {...form.getInputProps("text")}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault();
              send();
            }
          }}
        />
        <Group justify="space-between" mt="xs">
          {kind === "whisper" ? (
            <Checkbox
              label="Answer at once"
              {...form.getInputProps("reply", { type: "checkbox" })}
            />
          ) : (
            <span />
          )}
          <Button
            type="submit"
            size="sm"
            rightSection={<IconSend size={15} />}
            loading={command.isPending}
            disabled={!text.trim() || !live}
          >
            {KINDS[kind].button}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
