import { Alert, Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { agentsQuery } from "../../api/agents";
import { useAssign } from "../../api/numbers";
import type { PhoneNumber } from "../../api/types";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { Loaded } from "../../components/Loaded";
import { phone } from "../../lib/format";

/** Pick who answers a number; says whom it is taken from. */
export function AssignNumber({
  number,
  onClose,
}: {
  number: PhoneNumber | null;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={number !== null}
      onClose={onClose}
      title={`Who answers ${phone(number?.phone_number)}?`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {number && <AssignForm key={number.id} number={number} onClose={onClose} />}
    </Modal>
  );
}

function AssignForm({ number, onClose }: { number: PhoneNumber; onClose: () => void }) {
  const agents = useQuery(agentsQuery);
  const assign = useAssign();
  const form = useForm({ initialValues: { agentId: null as string | null } });
  const { agentId } = form.values;
  const inbound = (agents.data ?? []).filter((agent) => agent.type === "inbound");
  const chosen = inbound.find((agent) => agent.id === agentId);
  const taken = number.agent_id !== null && number.agent_id !== agentId;
  const elsewhere = number.status === "elsewhere";
  const given = chosen?.phone_number && chosen.phone_number !== number.phone_number;
  return (
    <Loaded query={agents} lines={1}>
      {() => (
        <Stack>
          <Select
            label="Agent"
            placeholder={inbound.length > 0 ? "Choose an inbound agent" : "No inbound agent yet"}
            searchable
            data-autofocus
            data={inbound.map((agent) => ({
              value: agent.id,
              label: agent.phone_number
                ? `${agent.name} (${phone(agent.phone_number)})`
                : agent.name,
            }))}
            {...form.getInputProps("agentId")}
          />
          {taken && (
            <Alert color="yellow" py={8}>
              It is taken from <b>{number.agent_name ?? "its agent"}</b>, who then has no number.
            </Alert>
          )}
          {elsewhere && (
            <Alert color="yellow" py={8}>
              Calls to it go to another system now ({number.points_to}). Phony takes it over and
              remembers what it did, for when you unassign it.
            </Alert>
          )}
          {given && (
            <Alert color="yellow" py={8}>
              {chosen.name} gives up {phone(chosen.phone_number)}: an agent answers one number.
            </Alert>
          )}
          {assign.error && <ErrorPanel error={assign.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              disabled={!chosen}
              loading={assign.isPending}
              onClick={() =>
                chosen &&
                assign.mutate(
                  { id: number.id, agent_id: chosen.id, force: taken || elsewhere },
                  {
                    onSuccess: (answer) => {
                      notifyDone(
                        [
                          `${phone(number.phone_number)} now reaches ${chosen.name}.`,
                          ...answer.warnings.map((notice) => notice.message),
                        ].join(" "),
                      );
                      onClose();
                    },
                  },
                )
              }
            >
              Assign
            </Button>
          </Group>
          <Text size="xs" c="dimmed">
            Running calls are not disturbed: the change counts from the next call.
          </Text>
        </Stack>
      )}
    </Loaded>
  );
}
