import { Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { agentsQuery } from "../../api/agents";
import { auditQuery } from "../../api/setup";
import { Loaded } from "../../components/Loaded";
import { Section } from "../../components/Page";
import { dateTime } from "../../lib/format";

/** What was changed, as a link where it has a page. */
function Target({ id }: { id: string }) {
  const { data } = useQuery(agentsQuery);
  if (id.startsWith("agent_")) {
    const agent = data?.find((each) => each.id === id);
    return (
      <Link to="/agents/$agentId" params={{ agentId: id }}>
        {agent?.name ?? id}
      </Link>
    );
  }
  if (id.startsWith("call_"))
    return (
      <Link to="/calls/$callId" params={{ callId: id }}>
        {id}
      </Link>
    );
  return <>{id}</>;
}

export function AuditTab() {
  const query = useQuery(auditQuery);
  return (
    <Section title="Audit log" hint="Who changed what, and when. The newest 200 entries.">
      <Loaded query={query} height={36}>
        {(entries) =>
          entries.length === 0 ? (
            <Text size="sm" c="dimmed">
              Nothing was changed yet.
            </Text>
          ) : (
            <Table.ScrollContainer minWidth={620} type="native" tabIndex={0}>
              <Table verticalSpacing="xs">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>When</Table.Th>
                    <Table.Th>Who</Table.Th>
                    <Table.Th>What</Table.Th>
                    <Table.Th>Of</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {entries.map((entry) => (
                    <Table.Tr key={entry.id}>
                      <Table.Td className="numbers" style={{ whiteSpace: "nowrap" }}>
                        {dateTime(entry.at)}
                      </Table.Td>
                      <Table.Td>{entry.actor}</Table.Td>
                      <Table.Td>{entry.action.replace(/[._]/g, " ")}</Table.Td>
                      <Table.Td className="wrap-anywhere">
                        <Target id={entry.target} />
                        {entry.summary && (
                          <Text size="xs" c="dimmed">
                            {entry.summary}
                          </Text>
                        )}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Loaded>
    </Section>
  );
}
