import { Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { auditQuery } from "../../api/setup";
import { Loaded } from "../../components/Loaded";
import { Section } from "../../components/Page";
import { dateTime } from "../../lib/format";

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
                      <Table.Td>{entry.action}</Table.Td>
                      <Table.Td className="wrap-anywhere">{entry.summary || entry.target}</Table.Td>
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
