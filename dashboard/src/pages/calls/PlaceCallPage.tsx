import {
  Alert,
  Button,
  Card,
  Group,
  Loader,
  Select,
  Stack,
  Stepper,
  Text,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPhoneOutgoing } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { agentsQuery, previewQuery, usePlaceCall } from "../../api/agents";
import { callQuery } from "../../api/calls";
import { isFinal } from "../../api/feedReducer";
import { numbersQuery } from "../../api/numbers";
import type { Agent } from "../../api/types";
import { softphone } from "../../audio/softphone";
import { StatusBadge } from "../../components/CallBits";
import { ContextEditor, UNREADABLE } from "../../components/ContextEditor";
import { Elapsed } from "../../components/Elapsed";
import { ErrorPanel } from "../../components/ErrorPanel";
import { LinkButton } from "../../components/LinkButton";
import { Loaded } from "../../components/Loaded";
import { EmptyState, PageHeader, Section } from "../../components/Page";
import type { JsonObject } from "../../lib/json";
import { duration, phone, usd, words } from "../../lib/format";
import { Warnings } from "../agents/AgentSize";
import { fieldsOf } from "../agents/fields";

export function PlaceCallPage() {
  const search = useSearch({ from: "/place-call" });
  const agents = useQuery(agentsQuery);
  return (
    <>
      <PageHeader title="Place a call" subtitle="An outbound agent calls a number for you." />
      <Loaded query={agents} lines={2} height={160}>
        {(all) => {
          const outbound = all.filter((agent) => agent.type === "outbound");
          if (outbound.length === 0)
            return (
              <EmptyState
                icon={<IconPhoneOutgoing size={28} />}
                title="No outbound agent yet"
                action={<LinkButton to="/agents/new">Create an outbound agent</LinkButton>}
              >
                Calls are placed by outbound agents. Create one, for example from the payment
                reminder template.
              </EmptyState>
            );
          return (
            <div className="call-grid">
              <CallForm agents={outbound} preferred={search.agent} />
              {search.call ? (
                <Progress callId={search.call} />
              ) : (
                <Card>
                  <Text size="sm" c="dimmed">
                    The progress of the call appears here: ringing, answered, result.
                  </Text>
                </Card>
              )}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

const NOBODY = { name: "nobody", type: "outbound" } as const;

interface Placing {
  agentId: string;
  to: string;
  from: string | null;
  override: JsonObject;
}

function CallForm({ agents, preferred }: { agents: Agent[]; preferred: string | undefined }) {
  const navigate = useNavigate({ from: "/place-call" });
  const place = usePlaceCall();
  const numbers = useQuery(numbersQuery);
  const phoneState = useSyncExternalStore(softphone.state.subscribe, softphone.state.get);
  const form = useForm<Placing>({
    initialValues: {
      agentId: agents.find((agent) => agent.id === preferred)?.id ?? agents[0]?.id ?? "",
      to: "",
      from: null,
      override: {},
    },
  });
  const { agentId, override } = form.values;
  const agent = agents.find((each) => each.id === agentId);
  const [given] = useDebouncedValue(override, 400);
  const preview = useQuery({
    ...previewQuery(agent ? fieldsOf(agent) : NOBODY, given),
    enabled: agent !== undefined,
  }).data;
  const missing = preview?.missing_variables ?? [];
  const warnings = (preview?.warnings ?? []).filter(({ code }) => code.endsWith("large"));
  return (
    <Section title="The call">
      <form
        onSubmit={form.onSubmit(({ agentId, to, from, override }) =>
          place.mutate(
            {
              agent_id: agentId,
              to_number: to,
              ...(from ? { from_number: from } : {}),
              ...(Object.keys(override).length > 0 ? { context_override: override } : {}),
            },
            {
              onSuccess: (call) =>
                void navigate({ search: (old) => ({ ...old, call: call.id }), replace: true }),
            },
          ),
        )}
      >
        <Stack>
          <Select
            label="Agent"
            allowDeselect={false}
            data={agents.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps("agentId")}
          />
          <TextInput
            label="To number"
            description="An extension may follow: +1 555 123 4567 ext. 5"
            placeholder="+15551234567"
            required
            {...form.getInputProps("to")}
            rightSectionWidth={150}
            rightSection={
              phoneState.phase === "ready" ? (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  onClick={() => form.setFieldValue("to", softphone.number)}
                >
                  My softphone
                </Button>
              ) : null
            }
          />
          <Select
            label="From number"
            placeholder={
              agent?.phone_number ? `${phone(agent.phone_number)} (the agent's)` : "Chosen for you"
            }
            clearable
            data={(numbers.data ?? [])
              .filter((number) => number.status !== "missing")
              .map((number) => ({
                value: number.phone_number,
                label: phone(number.phone_number),
              }))}
            {...form.getInputProps("from")}
          />
          <div>
            <Text size="sm" fw={500}>
              What the agent shall know for this call
            </Text>
            <Text size="xs" c="dimmed" mb={6}>
              On top of its own context data, such as customer_name and reason.
            </Text>
            <ContextEditor
              label="Context for this call"
              value={override}
              onChange={(next) => form.setFieldValue("override", next)}
              onValidity={(valid) => form.setFieldError("override", valid ? null : UNREADABLE)}
            />
          </div>
          {missing.length > 0 && (
            <Alert color="yellow" py={8}>
              <Group gap={6}>
                <Text size="sm">Without a value; what the agent says closes up:</Text>
                {missing.map((name) => (
                  <Button
                    key={name}
                    size="compact-xs"
                    variant="default"
                    onClick={() => form.setFieldValue("override", { ...override, [name]: "" })}
                  >
                    {name}
                  </Button>
                ))}
              </Group>
            </Alert>
          )}
          <Warnings notices={warnings} />
          {place.error && <ErrorPanel error={place.error} />}
          <Group justify="flex-end">
            <Button
              type="submit"
              leftSection={<IconPhoneOutgoing size={17} />}
              loading={place.isPending}
              disabled={"override" in form.errors || !form.values.to.trim()}
            >
              Call
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

const STEPS = ["queued", "ringing", "in_progress"];

function Progress({ callId }: { callId: string }) {
  const query = useQuery({
    ...callQuery(callId),
    // The feed tells at once; this is for the case that it is down.
    refetchInterval: (q) => (q.state.data && isFinal(q.state.data) ? false : 3000),
  });
  return (
    <Section title="Progress">
      <Loaded query={query} lines={1} height={120}>
        {(call) => {
          const final = isFinal(call);
          const missed = final && !call.answered_at;
          const step = missed ? 2 : final ? STEPS.length : STEPS.indexOf(call.status);
          return (
            <Stack data-testid="call-progress" data-status={call.status}>
              <Text fw={600} className="numbers">
                {phone(call.to_number)}
              </Text>
              <Stepper active={step} orientation="vertical" size="sm" iconSize={30}>
                <Stepper.Step
                  label="Given to the carrier"
                  description={call.agent_name}
                  loading={call.status === "queued"}
                />
                <Stepper.Step label="Ringing" loading={call.status === "ringing"} />
                <Stepper.Step
                  label={missed ? "Not answered" : "Answered"}
                  {...(missed ? { color: "orange" } : {})}
                  loading={call.status === "in_progress"}
                  description={
                    call.answered_by ? `by ${words(call.answered_by).toLowerCase()}` : undefined
                  }
                />
              </Stepper>
              {!final && call.answered_at && (
                <Text size="sm">
                  Talking for <Elapsed since={call.answered_at} />: {call.last_words || "…"}
                </Text>
              )}
              {!final && !call.answered_at && (
                <Group gap={8}>
                  <Loader size="xs" />
                  <Text size="sm" c="dimmed">
                    {words(call.status)} for <Elapsed since={call.created_at} />
                  </Text>
                </Group>
              )}
              {final && (
                <div>
                  <StatusBadge call={call} />
                  <Text size="sm" mt={6}>
                    {duration(call.duration_s)}, {usd(call.cost.total_usd)}
                  </Text>
                </div>
              )}
              <Button
                component={Link}
                to={`/calls/${call.id}`}
                variant={final ? "default" : "filled"}
              >
                {final ? "Open the call" : "Watch and steer it"}
              </Button>
            </Stack>
          );
        }}
      </Loaded>
    </Section>
  );
}
