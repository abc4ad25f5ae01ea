import {
  Badge,
  Button,
  Card,
  Group,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { IconAlertTriangle, IconPlus, IconRobot, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { agentsQuery } from "../../api/agents";
import { type AgentFigures, agentsTodayQuery } from "../../api/stats";
import { boardQuery } from "../../api/calls";
import { isFinal } from "../../api/feedReducer";
import type { Agent } from "../../api/types";
import { Loaded } from "../../components/Loaded";
import { EmptyState, PageHeader } from "../../components/Page";
import { count, duration, phone, usd } from "../../lib/format";

export function AgentsPage() {
  const search = useSearch({ from: "/agents" });
  const navigate = useNavigate({ from: "/agents" });
  const query = useQuery(agentsQuery);
  const stats = useQuery(agentsTodayQuery);
  const board = useQuery(boardQuery);
  const live = useMemo(() => {
    const counts = new Map<string, number>();
    for (const call of board.data ?? [])
      if (!isFinal(call)) counts.set(call.agent_id, (counts.get(call.agent_id) ?? 0) + 1);
    return counts;
  }, [board.data]);
  const byAgent = useMemo(
    () => new Map((stats.data ?? []).map((row) => [row.agent_id, row])),
    [stats.data],
  );
  return (
    <>
      <PageHeader
        title="Agents"
        subtitle="Who answers your numbers, and who calls for you."
        actions={
          <Button component={Link} to="/agents/new" leftSection={<IconPlus size={17} />}>
            New agent
          </Button>
        }
      />
      <Loaded query={query} height={150}>
        {(agents) =>
          agents.length === 0 ? (
            <EmptyState
              icon={<IconRobot size={28} />}
              title="Create your first agent"
              action={
                <Button component={Link} to="/agents/new" leftSection={<IconPlus size={17} />}>
                  Create an agent
                </Button>
              }
            >
              An agent is a prompt, a voice, a greeting and what it knows. Start from a template,
              then talk to it through your microphone: no phone needed.
            </EmptyState>
          ) : (
            <Stack>
              <Group gap="sm">
                <TextInput
                  aria-label="Search agents"
                  placeholder="Search by name, number or prompt"
                  leftSection={<IconSearch size={16} />}
                  w={{ base: "100%", xs: 300 }}
                  defaultValue={search.q ?? ""}
                  onChange={(event) => {
                    const q = event.currentTarget.value || undefined;
                    void navigate({ search: (old) => ({ ...old, q }), replace: true });
                  }}
                />
                <SegmentedControl
                  aria-label="Type of agent"
                  value={search.type ?? "all"}
                  onChange={(value) =>
                    void navigate({
                      search: (old) => ({ ...old, type: value === "all" ? undefined : value }),
                      replace: true,
                    })
                  }
                  data={[
                    { value: "all", label: "All" },
                    { value: "inbound", label: "Inbound" },
                    { value: "outbound", label: "Outbound" },
                  ]}
                />
              </Group>
              <Cards
                agents={agents.filter((agent) => matches(agent, search.q, search.type))}
                stats={byAgent}
                live={live}
              />
            </Stack>
          )
        }
      </Loaded>
    </>
  );
}

function matches(agent: Agent, q: string | undefined, type: string | undefined): boolean {
  if (type && agent.type !== type) return false;
  if (!q) return true;
  const words = q.toLowerCase();
  const digits = words.replace(/\D/g, "");
  return (
    agent.name.toLowerCase().includes(words) ||
    agent.system_prompt.toLowerCase().includes(words) ||
    (digits !== "" && (agent.phone_number ?? "").includes(digits))
  );
}

function Cards({
  agents,
  stats,
  live,
}: {
  agents: readonly Agent[];
  stats: ReadonlyMap<string, AgentFigures>;
  live: ReadonlyMap<string, number>;
}) {
  if (agents.length === 0)
    return (
      <Text c="dimmed" py="xl" ta="center">
        No agent matches. Change the search or the filter.
      </Text>
    );
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
      {agents.map((agent) => (
        <AgentCard
          key={agent.id}
          agent={agent}
          stats={stats.get(agent.id)}
          live={live.get(agent.id) ?? 0}
        />
      ))}
    </SimpleGrid>
  );
}

function AgentCard({
  agent,
  stats,
  live,
}: {
  agent: Agent;
  stats: AgentFigures | undefined;
  live: number;
}) {
  const warning = agent.warnings.map((notice) => notice.message).join("\n");
  return (
    <Card
      component={Link}
      to={`/agents/${agent.id}`}
      className="card-link plain-link"
      data-testid="agent-card"
      style={{ textDecoration: "none" }}
    >
      <Text fw={650} size="lg" truncate title={agent.name}>
        {agent.name}
      </Text>
      <Group justify="space-between" gap={6}>
        <Text size="sm" c="dimmed" className="numbers">
          {agent.phone_number ? phone(agent.phone_number) : "No number yet"}
        </Text>
        <Group gap={6} wrap="nowrap">
          {live > 0 && (
            <Badge color="teal" c="var(--mantine-color-text)">
              {live} live
            </Badge>
          )}
          {!agent.enabled && (
            <Badge color="gray" c="var(--mantine-color-text)">
              Off
            </Badge>
          )}
          <Badge color={agent.type === "inbound" ? "iris" : "grape"} c="var(--mantine-color-text)">
            {agent.type === "inbound" ? "Inbound" : "Outbound"}
          </Badge>
        </Group>
      </Group>
      <Text size="sm" c="dimmed" lineClamp={2} mt="sm" mih={40}>
        {agent.system_prompt || "No prompt yet."}
      </Text>
      <Group mt="md" gap="lg" justify="space-between" wrap="nowrap">
        <Fact label="Calls today" value={stats?.calls ?? 0} />
        <Fact label="Average" value={duration(stats?.avg_duration_s ?? null)} />
        <Fact label="Cost today" value={usd(stats?.cost_usd ?? 0)} />
        {warning ? (
          <Tooltip label={warning} multiline maw={320} style={{ whiteSpace: "pre-line" }}>
            <Text c="var(--phony-operator)" lh={0} role="img" aria-label={`Warning: ${warning}`}>
              <IconAlertTriangle size={18} />
            </Text>
          </Tooltip>
        ) : (
          <Text size="xs" c="dimmed" aria-label={count(agent.version, "version")}>
            v{agent.version}
          </Text>
        )}
      </Group>
    </Card>
  );
}

function Fact({ label, value }: { label: string; value: string | number }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" fw={650} className="numbers">
        {value}
      </Text>
    </div>
  );
}
