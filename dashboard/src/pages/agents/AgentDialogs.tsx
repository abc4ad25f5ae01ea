import { Button, Checkbox, List, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useDeleteAgent, useSaveTemplate } from "../../api/agents";
import type { Agent } from "../../api/types";
import { Confirm } from "../../components/Confirm";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { count, phone } from "../../lib/format";

interface Props {
  agent: Agent;
  opened: boolean;
  onClose: () => void;
}

export function DeleteAgent({ agent, opened, onClose }: Props) {
  const remove = useDeleteAgent();
  const navigate = useNavigate();
  const [force, setForce] = useState(false);
  const live = agent.live_calls;
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={`Delete “${agent.name}”?`}
      action="Delete agent"
      busy={remove.isPending}
      disabled={live > 0 && !force}
      onConfirm={() =>
        remove.mutate(
          { id: agent.id, force },
          {
            onSuccess: () => {
              notifyDone(`${agent.name} is deleted.`);
              void navigate({ to: "/agents" });
            },
          },
        )
      }
    >
      <Text size="sm">This is what will happen:</Text>
      <List size="sm" spacing={4}>
        <List.Item>
          {agent.phone_number
            ? `${phone(agent.phone_number)} becomes free; what it did before Phony is restored at the carrier.`
            : "It has no number, so nothing changes at the carrier."}
        </List.Item>
        <List.Item>
          Its {count(agent.version, "version")} are deleted and cannot be brought back.
        </List.Item>
        <List.Item>Its calls, transcripts and recordings stay.</List.Item>
        {live > 0 && (
          <List.Item>{count(live, "live call")} go on with the version they run.</List.Item>
        )}
      </List>
      {live > 0 && (
        <Checkbox
          label={`Delete although ${count(live, "call")} are running`}
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
      )}
      {remove.error && <ErrorPanel error={remove.error} />}
    </Confirm>
  );
}

export function SaveTemplate({ agent, opened, onClose }: Props) {
  const save = useSaveTemplate(agent.id);
  const form = useForm({
    initialValues: { name: agent.name, description: "" },
    validate: { name: (value) => (value.trim() ? null : "Give it a name") },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Save as template"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={form.onSubmit((values) =>
          save.mutate(values, {
            onSuccess: () => {
              notifyDone("The template is saved. New agents can start from it.");
              onClose();
            },
          }),
        )}
      >
        <Stack>
          <TextInput label="Name" required {...form.getInputProps("name")} />
          <Textarea
            label="What is it for?"
            autosize
            minRows={2}
            {...form.getInputProps("description")}
          />
          {save.error && <ErrorPanel error={save.error} />}
          <Button type="submit" loading={save.isPending}>
            Save template
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
