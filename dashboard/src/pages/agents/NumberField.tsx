import { Alert, Autocomplete, Badge, Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { numbersQuery, useAssign } from "../../api/numbers";
import type { Problem } from "../../api/client";
import type { Agent, AgentFields } from "../../api/types";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { phone } from "../../lib/format";
import type { SetField } from "./fields";

const STATUS_TEXT: Record<string, string> = {
  available: "Free",
  assigned: "Calls reach this agent",
  elsewhere: "Points to another system",
  missing: "No longer in your carrier account",
  not_in_account: "Not in your carrier account",
};

/** The agent's number: one of the account's, or typed in. */
export function NumberField({
  agent,
  values,
  set,
}: {
  agent: Agent;
  values: AgentFields;
  set: SetField;
}) {
  const { data: numbers = [] } = useQuery(numbersQuery);
  const typed = values.phone_number ?? "";
  const known = numbers.find((number) => number.phone_number === typed);
  const holder =
    values.type === "inbound" && known?.agent_id && known.agent_id !== agent.id
      ? known.agent_name
      : null;
  const status = typed === agent.phone_number ? agent.number_status : (known?.status ?? null);
  return (
    <>
      <Autocomplete
        label={values.type === "inbound" ? "Answers this number" : "Calls from this number"}
        placeholder="+18578167225"
        value={typed}
        onChange={(value) => set("phone_number", value.trim() === "" ? null : value)}
        data={numbers.map((number) => number.phone_number)}
        renderOption={({ option }) => {
          const number = numbers.find((n) => n.phone_number === option.value);
          return (
            <Group justify="space-between" w="100%" wrap="nowrap">
              <Text size="sm" className="numbers">
                {phone(option.value)}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {number?.agent_name ?? STATUS_TEXT[number?.status ?? ""] ?? ""}
              </Text>
            </Group>
          );
        }}
        comboboxProps={{ shadow: "md" }}
      />
      {typed !== "" && status && (
        <Badge
          mt={8}
          color={status === "assigned" ? "teal" : "yellow"}
          c="var(--mantine-color-text)"
        >
          {STATUS_TEXT[status] ?? status}
        </Badge>
      )}
      {holder && (
        <Text size="sm" mt={6} c="var(--phony-operator)">
          Answered by {holder} now. Saving asks before it is taken over.
        </Text>
      )}
    </>
  );
}

/** A number that another agent answers: say whom, and offer to take it. */
export function HeldNumber({
  agent,
  problem,
  onTaken,
}: {
  agent: Agent;
  problem: Problem;
  onTaken: () => void;
}) {
  const assign = useAssign();
  const details = (problem.body.details ?? problem.body) as Record<string, unknown>;
  const number = typeof details.phone_number === "string" ? details.phone_number : null;
  const name = typeof details.agent_name === "string" ? details.agent_name : "another agent";
  if (!number) return <ErrorPanel error={problem} />;
  return (
    <Alert color="yellow" mb="sm" title={`${phone(number)} is answered by ${name}`}>
      <Text size="sm">
        A number has one inbound agent. If you take it, {name} has no number any more, and your
        changes are saved.
      </Text>
      {assign.error && <ErrorPanel error={assign.error} />}
      <Button
        mt="xs"
        size="xs"
        color="red.8"
        loading={assign.isPending}
        onClick={() =>
          assign.mutate(
            { id: number, agent_id: agent.id, force: true },
            {
              onSuccess: () => {
                notifyDone(`${phone(number)} now reaches ${agent.name}.`);
                onTaken();
              },
            },
          )
        }
      >
        Take it from {name}
      </Button>
    </Alert>
  );
}
