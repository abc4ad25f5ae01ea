import {
  Badge,
  Button,
  Card,
  Group,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconHash, IconRefresh, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { agentsQuery } from "../../api/agents";
import { numbersQuery, useUnassign } from "../../api/numbers";
import type { Agent, PhoneNumber } from "../../api/types";
import { Confirm } from "../../components/Confirm";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { NARROW } from "../../components/layout";
import { Loaded } from "../../components/Loaded";
import { EmptyState, PageHeader } from "../../components/Page";
import { useDialogOf } from "../../hooks/useDialogOf";
import { ago, phone } from "../../lib/format";
import { AssignNumber } from "./AssignNumber";
import { SyncDialog } from "./SyncDialog";

const STATUS = {
  available: { label: "Available", color: "iris", help: "Yours and free: no agent answers it." },
  assigned: { label: "Assigned", color: "teal", help: "Calls reach the agent." },
  elsewhere: { label: "Elsewhere", color: "orange", help: "Calls go to another system." },
  missing: { label: "Missing", color: "red", help: "No longer in your carrier account." },
} as const;

export function NumbersPage() {
  const query = useQuery(numbersQuery);
  const search = useSearch({ from: "/numbers" });
  const navigate = useNavigate({ from: "/numbers" });
  const [syncing, sync] = useDisclosure();
  const newest = (query.data ?? [])
    .map((number) => number.synced_at)
    .filter((at) => at !== null)
    .sort()
    .at(-1);
  return (
    <>
      <PageHeader
        title="Numbers"
        subtitle={newest ? `Read from your carrier account ${ago(newest)}.` : "Your phone numbers."}
        actions={
          <Button leftSection={<IconRefresh size={16} />} onClick={sync.open}>
            Sync with the carrier
          </Button>
        }
      />
      <Loaded query={query}>
        {(numbers) =>
          numbers.length === 0 ? (
            <EmptyState
              icon={<IconHash size={28} />}
              title="No numbers yet"
              action={<Button onClick={sync.open}>Read my numbers</Button>}
            >
              Sync reads the phone numbers of your carrier account. It shows what would change
              before anything is changed.
            </EmptyState>
          ) : (
            <Stack>
              <Group gap="sm">
                <TextInput
                  aria-label="Search numbers"
                  placeholder="Search by number, name or agent"
                  leftSection={<IconSearch size={16} />}
                  w={{ base: "100%", xs: 300 }}
                  defaultValue={search.q ?? ""}
                  onChange={(event) => {
                    const q = event.currentTarget.value || undefined;
                    void navigate({ search: (old) => ({ ...old, q }), replace: true });
                  }}
                />
                <Select
                  aria-label="Status"
                  placeholder="Any status"
                  clearable
                  w={170}
                  data={Object.entries(STATUS).map(([value, { label }]) => ({ value, label }))}
                  value={search.status ?? null}
                  onChange={(status) =>
                    void navigate({
                      search: (old) => ({ ...old, status: status ?? undefined }),
                      replace: true,
                    })
                  }
                />
              </Group>
              <NumberTable
                numbers={numbers.filter((number) => matches(number, search.q, search.status))}
              />
            </Stack>
          )
        }
      </Loaded>
      <SyncDialog opened={syncing} onClose={sync.close} />
    </>
  );
}

function matches(number: PhoneNumber, q: string | undefined, status: string | undefined): boolean {
  if (status && number.status !== status) return false;
  if (!q) return true;
  const digits = q.replace(/\D/g, "");
  const words = q.toLowerCase();
  return (
    (digits !== "" && number.phone_number.includes(digits)) ||
    number.friendly_name.toLowerCase().includes(words) ||
    (number.agent_name ?? "").toLowerCase().includes(words)
  );
}

function NumberTable({ numbers }: { numbers: readonly PhoneNumber[] }) {
  const assigning = useDialogOf<PhoneNumber>();
  const freeing = useDialogOf<PhoneNumber>();
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const agents = useQuery(agentsQuery);
  const callers = new Map(
    (agents.data ?? [])
      .filter((agent) => agent.type === "outbound" && agent.phone_number)
      .map((agent) => [agent.phone_number, agent]),
  );
  if (numbers.length === 0)
    return (
      <Text c="dimmed" py="xl" ta="center">
        No number matches. Change the search or the filter.
      </Text>
    );
  return (
    <Card padding={0}>
      <Table.ScrollContainer minWidth={narrow ? 0 : 760} type="native" tabIndex={0}>
        <Table verticalSpacing="sm" horizontalSpacing="md" className="stacking">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Number</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th>Agent</Table.Th>
              <Table.Th>Calls go to</Table.Th>
              <Table.Th>
                <span className="sr-only">Actions</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {numbers.map((number) => (
              <Table.Tr key={number.id} data-testid="number-row">
                <Table.Td>
                  <Text size="sm" fw={600} className="numbers">
                    {phone(number.phone_number)}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {number.friendly_name !== number.phone_number && number.friendly_name}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Tooltip label={STATUS[number.status].help}>
                    <Badge color={STATUS[number.status].color} c="var(--mantine-color-text)">
                      {STATUS[number.status].label}
                    </Badge>
                  </Tooltip>
                </Table.Td>
                <Table.Td>
                  {number.agent_id ? (
                    <Link to="/agents/$agentId" params={{ agentId: number.agent_id }}>
                      {number.agent_name ?? number.agent_id}
                    </Link>
                  ) : (
                    <Text size="sm" c="dimmed">
                      Nobody answers
                    </Text>
                  )}
                  <CallsFrom agent={callers.get(number.phone_number)} />
                </Table.Td>
                <Table.Td>
                  <WebhookHealth number={number} />
                </Table.Td>
                <Table.Td>
                  <Group gap={6} justify="flex-end" wrap="nowrap">
                    <Button
                      size="xs"
                      variant="default"
                      disabled={number.status === "missing"}
                      onClick={() => assigning.open(number)}
                    >
                      {number.agent_id ? "Reassign" : "Assign"}
                    </Button>
                    {number.agent_id && (
                      <Button
                        size="xs"
                        variant="subtle"
                        color="gray"
                        c="var(--mantine-color-text)"
                        onClick={() => freeing.open(number)}
                      >
                        Unassign
                      </Button>
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <AssignNumber number={assigning.subject} onClose={assigning.close} />
      <Unassign number={freeing.subject} onClose={freeing.close} />
    </Card>
  );
}

/** An outbound agent shows this number to those it calls; somebody else may answer it. */
function CallsFrom({ agent }: { agent: Agent | undefined }) {
  return agent ? (
    <Text size="xs" c="dimmed">
      <Link to="/agents/$agentId" params={{ agentId: agent.id }}>
        {agent.name}
      </Link>{" "}
      calls from it
    </Text>
  ) : null;
}

function WebhookHealth({ number }: { number: PhoneNumber }) {
  const wanted = number.agent_id !== null;
  if (!wanted && !number.points_to) return null;
  const color = number.webhook_ok ? "teal.6" : wanted ? "red.7" : "gray.5";
  return (
    <Group gap={7} wrap="nowrap">
      <Text c={color} component="span" lh={0} aria-hidden>
        <span className="pulse" style={{ display: "block" }} />
      </Text>
      <div>
        <Text size="sm" className="wrap-anywhere">
          {number.points_to}
        </Text>
        {wanted && !number.webhook_ok && (
          <Text size="xs" c="var(--mantine-color-error)">
            Calls do not reach Phony. Sync connects it again.
          </Text>
        )}
      </div>
    </Group>
  );
}

function Unassign({ number, onClose }: { number: PhoneNumber | null; onClose: () => void }) {
  const unassign = useUnassign();
  return (
    <Confirm
      opened={number !== null}
      onClose={onClose}
      title={`Take ${phone(number?.phone_number)} from ${number?.agent_name ?? "its agent"}?`}
      action="Unassign"
      busy={unassign.isPending}
      onConfirm={() =>
        number &&
        unassign.mutate(number.id, {
          onSuccess: () => {
            notifyDone(`${phone(number.phone_number)} is free.`);
            onClose();
          },
        })
      }
    >
      <Text size="sm">
        The agent no longer answers it. What the number did before Phony is restored at the carrier.
        Running calls go on.
      </Text>
      {unassign.error && <ErrorPanel error={unassign.error} />}
    </Confirm>
  );
}
