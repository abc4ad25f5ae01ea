import {
  Alert,
  Button,
  Checkbox,
  Group,
  Modal,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import {
  IconHandStop,
  IconHeadset,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconTransfer,
} from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { type CommandInput, useCommand } from "../../api/calls";
import type { Call } from "../../api/types";
import type { Operator } from "../../audio/operator";
import { Confirm } from "../../components/Confirm";
import { ErrorPanel, notifyError } from "../../components/ErrorPanel";
import { Keypad } from "../../components/Keypad";

/** What an operator can do with a running call. */
export function CallControls({ call, operator }: { call: Call; operator: Operator }) {
  const command = useCommand(call.id);
  const { mode, error } = useSyncExternalStore(operator.state.subscribe, operator.state.get);
  const [transferring, transfer] = useDisclosure();
  const [hangingUp, hangUp] = useDisclosure();
  const [handingBack, handBack] = useDisclosure();
  const live = call.status === "in_progress";
  const held = call.phase === "hold";
  const send = (input: CommandInput) =>
    command.mutate(input, { onError: (problem) => notifyError(problem) });

  const takeOver = useMutation({
    mutationFn: async () => {
      await operator.speak();
      await command.mutateAsync({ kind: "take_over" });
    },
    onError: (problem) => {
      operator.stop();
      notifyError(problem, "Could not take over");
    },
  });
  const mine = mode === "speaking";
  return (
    <>
      {call.taken_over_by && (
        <Alert color="orange" py={8} data-testid="taken-over">
          <Group justify="space-between">
            <Text size="sm">
              <b>{mine ? "You speak" : `${call.taken_over_by} speaks`}</b> to the caller; the agent
              listens.
            </Text>
            <Button size="xs" variant="default" onClick={handBack.open}>
              Hand back
            </Button>
          </Group>
        </Alert>
      )}
      {error && (
        <Alert color="red" py={8}>
          {error}
        </Alert>
      )}
      <Group gap="xs" role="toolbar" aria-label="Call controls">
        {!call.taken_over_by && (
          <Button
            leftSection={<IconHeadset size={17} />}
            disabled={!live}
            loading={takeOver.isPending}
            onClick={() => takeOver.mutate()}
          >
            Take over
          </Button>
        )}
        <Button
          variant="default"
          disabled={!live}
          leftSection={call.muted ? <IconMicrophone size={17} /> : <IconMicrophoneOff size={17} />}
          onClick={() => send({ kind: call.muted ? "unmute" : "mute" })}
        >
          {call.muted ? "Unmute agent" : "Mute agent"}
        </Button>
        <Button
          variant="default"
          disabled={!live}
          leftSection={held ? <IconPlayerPlay size={17} /> : <IconPlayerPause size={17} />}
          onClick={() => send({ kind: held ? "unhold" : "hold" })}
        >
          {held ? "Resume" : "Hold"}
        </Button>
        <Button
          variant="default"
          disabled={!live}
          leftSection={<IconTransfer size={17} />}
          onClick={transfer.open}
        >
          Transfer
        </Button>
        <Keypad
          disabled={!live}
          onPress={(digits) => send({ kind: "send_dtmf", args: { digits } })}
        />
        <Button
          variant="default"
          disabled={!live}
          leftSection={<IconHandStop size={17} />}
          onClick={() => send({ kind: "hang_up", args: { when: "after_sentence" } })}
        >
          End after sentence
        </Button>
        <Button color="red.8" leftSection={<IconPhoneOff size={17} />} onClick={hangUp.open}>
          Hang up
        </Button>
      </Group>
      <Confirm
        opened={hangingUp}
        onClose={hangUp.close}
        title="Hang up now?"
        action="Hang up"
        onConfirm={() => {
          send({ kind: "hang_up", args: { when: "now" } });
          hangUp.close();
        }}
      >
        <Text size="sm">The caller is cut off in mid-sentence.</Text>
      </Confirm>
      <Modal
        opened={transferring}
        onClose={transfer.close}
        title="Transfer the caller"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <TransferForm call={call} onClose={transfer.close} />
      </Modal>
      <Modal
        opened={handingBack}
        onClose={handBack.close}
        title="Hand back to the agent"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <HandBackForm call={call} operator={operator} onClose={handBack.close} />
      </Modal>
    </>
  );
}

function TransferForm({ call, onClose }: { call: Call; onClose: () => void }) {
  const form = useForm({ initialValues: { number: "", warm: true, summary: "" } });
  const command = useCommand(call.id);
  const targets = Object.entries(call.agent?.tools.transfer_targets ?? {});
  return (
    <form
      onSubmit={form.onSubmit(({ number, warm, summary }) =>
        command.mutate(
          warm
            ? {
                kind: "warm_transfer",
                args: { to_number: number, ...(summary.trim() ? { summary } : {}) },
              }
            : { kind: "transfer", args: { to_number: number } },
          { onSuccess: onClose },
        ),
      )}
    >
      <Stack>
        <TextInput
          label="To number"
          description="An extension may follow: ext. 5"
          placeholder="+15551234567"
          required
          data-autofocus
          {...form.getInputProps("number")}
        />
        {targets.length > 0 && (
          <Group gap={6}>
            {targets.map(([name, target]) => (
              <Button
                key={name}
                size="compact-sm"
                variant="default"
                onClick={() => form.setFieldValue("number", target)}
              >
                {name}
              </Button>
            ))}
          </Group>
        )}
        <Checkbox
          label="Introduce the caller first"
          description="The caller hears music. The person called hears a summary and accepts with a key; if not, the caller is back with the agent."
          {...form.getInputProps("warm", { type: "checkbox" })}
        />
        {form.values.warm && (
          <Textarea
            label="What to tell them (empty: the agent's own summary)"
            autosize
            minRows={2}
            {...form.getInputProps("summary")}
          />
        )}
        {command.error && <ErrorPanel error={command.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={command.isPending} disabled={!form.values.number.trim()}>
            Transfer
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function HandBackForm({
  call,
  operator,
  onClose,
}: {
  call: Call;
  operator: Operator;
  onClose: () => void;
}) {
  const form = useForm({ initialValues: { note: "" } });
  const command = useCommand(call.id);
  return (
    <form
      onSubmit={form.onSubmit(({ note }) =>
        command.mutate(
          { kind: "hand_back", args: note.trim() ? { note } : {} },
          {
            onSuccess: () => {
              operator.stop();
              onClose();
            },
          },
        ),
      )}
    >
      <Stack>
        <Textarea
          label="What should the agent know besides what you said?"
          placeholder="The refund is approved; no need to ask for the invoice."
          autosize
          minRows={2}
          data-autofocus
          {...form.getInputProps("note")}
        />
        {command.error && <ErrorPanel error={command.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={command.isPending}>
            Hand back
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
