import {
  Alert,
  Badge,
  Button,
  Code,
  CopyButton,
  Group,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { apiKeysQuery, sessionQuery, useCreateKey, useDeleteKey } from "../../api/setup";
import type { ApiKey, KeyInput } from "../../api/types";
import { Confirm } from "../../components/Confirm";
import { ErrorPanel } from "../../components/ErrorPanel";
import { Loaded } from "../../components/Loaded";
import { Section } from "../../components/Page";
import { useDialogOf } from "../../hooks/useDialogOf";
import { ago, dateTime } from "../../lib/format";

const SCOPES = [
  { value: "read", label: "Read: see everything but keys" },
  { value: "operate", label: "Operate: also place and steer calls" },
  { value: "admin", label: "Admin: also change agents, numbers, keys" },
];

export function KeysTab() {
  const keys = useQuery(apiKeysQuery);
  const session = useQuery(sessionQuery);
  const revoking = useDialogOf<ApiKey>();
  const remove = useDeleteKey();
  return (
    <Stack>
      {session.data && !session.data.required && (
        <Alert color="gray" py={8}>
          This server answers only this machine, so no key is needed yet. With PHONY_PUBLIC_URL or
          PHONY_API_KEY set, every request needs one.
        </Alert>
      )}
      <NewKeyForm />
      <Section title="Keys">
        <Loaded query={keys} lines={2} height={44}>
          {(list) =>
            list.length === 0 ? (
              <Text size="sm" c="dimmed">
                No keys yet.
              </Text>
            ) : (
              <Table.ScrollContainer minWidth={560} type="native" tabIndex={0}>
                <Table verticalSpacing="sm">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>Name</Table.Th>
                      <Table.Th>May</Table.Th>
                      <Table.Th>Begins with</Table.Th>
                      <Table.Th>Last used</Table.Th>
                      <Table.Th>
                        <span className="sr-only">Actions</span>
                      </Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {list.map((key) => (
                      <Table.Tr key={key.id}>
                        <Table.Td>{key.name}</Table.Td>
                        <Table.Td>
                          <Badge color="gray" c="var(--mantine-color-text)">
                            {key.scope}
                          </Badge>
                        </Table.Td>
                        <Table.Td>
                          <Code>{key.prefix}…</Code>
                        </Table.Td>
                        <Table.Td title={dateTime(key.last_used_at)}>
                          {ago(key.last_used_at)}
                        </Table.Td>
                        <Table.Td ta="right">
                          <Button size="xs" variant="default" onClick={() => revoking.open(key)}>
                            Revoke
                          </Button>
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
      <Confirm
        opened={revoking.opened}
        onClose={revoking.close}
        title={`Revoke the key “${revoking.subject?.name ?? ""}”?`}
        action="Revoke"
        busy={remove.isPending}
        onConfirm={() =>
          revoking.subject && remove.mutate(revoking.subject.id, { onSuccess: revoking.close })
        }
      >
        <Text size="sm">
          Programs that use it are refused from now on. It cannot be brought back.
        </Text>
        {remove.error && <ErrorPanel error={remove.error} />}
      </Confirm>
    </Stack>
  );
}

function NewKeyForm() {
  const form = useForm<KeyInput>({ initialValues: { name: "", scope: "operate" } });
  const create = useCreateKey();
  return (
    <Section title="New key" hint="The name stands as author beside what the key changes.">
      <form
        onSubmit={form.onSubmit((values) =>
          create.mutate(values, { onSuccess: () => form.setFieldValue("name", "") }),
        )}
      >
        <Group align="flex-end">
          <TextInput label="Name" placeholder="crm" required {...form.getInputProps("name")} />
          <Select
            label="May"
            w={300}
            allowDeselect={false}
            data={SCOPES}
            {...form.getInputProps("scope")}
          />
          <Button type="submit" loading={create.isPending} disabled={!form.values.name.trim()}>
            Create key
          </Button>
        </Group>
      </form>
      {create.error && <ErrorPanel error={create.error} />}
      {create.data && (
        <Alert color="teal" mt="md" title="Copy it now: it is shown only this once">
          <Group>
            <Code className="wrap-anywhere">{create.data.key}</Code>
            <CopyButton value={create.data.key}>
              {({ copied, copy }) => (
                <Button size="xs" variant="default" onClick={copy}>
                  {copied ? "Copied" : "Copy"}
                </Button>
              )}
            </CopyButton>
          </Group>
        </Alert>
      )}
    </Section>
  );
}
