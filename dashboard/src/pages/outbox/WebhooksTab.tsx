import {
  Alert,
  Badge,
  Button,
  Card,
  Code,
  Group,
  MultiSelect,
  Stack,
  Switch,
  Text,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { IconWebhook } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import {
  deliveriesQuery,
  useChangeWebhook,
  useCreateWebhook,
  useDeleteWebhook,
  useResend,
  useTestWebhook,
  type Webhook,
  type WebhookEvent,
  webhooksQuery,
} from "../../api/webhooks";
import { Confirm } from "../../components/Confirm";
import { ErrorPanel, notifyDone, notifyError } from "../../components/ErrorPanel";
import { Loaded } from "../../components/Loaded";
import { EmptyState, Section } from "../../components/Page";
import { dateTime, words } from "../../lib/format";
import { EVENTS } from "./webhookEvents";

export function WebhooksTab() {
  const query = useQuery(webhooksQuery);
  return (
    <Stack>
      <NewWebhook />
      <Loaded query={query} lines={2}>
        {(hooks) =>
          hooks.length === 0 ? (
            <EmptyState icon={<IconWebhook size={28} />} title="Nobody is told yet">
              Give the address of your system above: it is told when calls begin and end, with a
              signature that it can check.
            </EmptyState>
          ) : (
            <>
              {hooks.map((hook) => (
                <Hook key={hook.id} hook={hook} />
              ))}
            </>
          )
        }
      </Loaded>
    </Stack>
  );
}

function NewWebhook() {
  const form = useForm({ initialValues: { url: "", events: [] as WebhookEvent[] } });
  const create = useCreateWebhook();
  return (
    <Section title="New webhook" hint="Signed as Standard Webhooks says.">
      <form
        onSubmit={form.onSubmit((values) =>
          create.mutate(values, { onSuccess: () => form.reset() }),
        )}
      >
        <Group align="flex-end">
          <TextInput
            label="URL"
            placeholder="https://example.com/phony"
            required
            w={{ base: "100%", xs: 320 }}
            {...form.getInputProps("url")}
          />
          <MultiSelect
            label="Events"
            placeholder={form.values.events.length === 0 ? "All" : ""}
            data={EVENTS}
            {...form.getInputProps("events")}
            w={{ base: "100%", xs: 280 }}
          />
          <Button type="submit" loading={create.isPending} disabled={!form.values.url.trim()}>
            Add
          </Button>
        </Group>
      </form>
      {create.error && <ErrorPanel error={create.error} />}
      {create.data && (
        <Alert color="teal" mt="md" title="Its signing secret, shown only this once">
          <Code className="wrap-anywhere">{create.data.secret}</Code>
        </Alert>
      )}
    </Section>
  );
}

function Hook({ hook }: { hook: Webhook }) {
  const [open, deliveries] = useDisclosure();
  const [asking, ask] = useDisclosure();
  const change = useChangeWebhook();
  const test = useTestWebhook();
  const remove = useDeleteWebhook();
  return (
    <Card padding="md">
      <Group justify="space-between">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} className="wrap-anywhere">
            {hook.url}
          </Text>
          <Text size="sm" c="dimmed">
            {hook.events.length > 0 ? hook.events.join(", ") : "All events"}
          </Text>
          {hook.disabled_reason && (
            <Text size="sm" c="var(--mantine-color-error)">
              Switched off: {hook.disabled_reason}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <Switch
            label="On"
            checked={hook.enabled}
            onChange={(event) =>
              change.mutate(
                { id: hook.id, enabled: event.currentTarget.checked },
                { onError: (error) => notifyError(error) },
              )
            }
          />
          <Button
            size="xs"
            variant="default"
            loading={test.isPending}
            onClick={() =>
              test.mutate(hook.id, {
                onSuccess: (delivery) => {
                  notifyDone(`The test is ${words(delivery.state).toLowerCase()}.`);
                  deliveries.open();
                },
                onError: (error) => notifyError(error),
              })
            }
          >
            Test
          </Button>
          <Button size="xs" variant="default" aria-expanded={open} onClick={deliveries.toggle}>
            Deliveries
          </Button>
          <Button size="xs" variant="default" onClick={ask.open}>
            Delete
          </Button>
        </Group>
      </Group>
      {open && <Deliveries hook={hook} />}
      <Confirm
        opened={asking}
        onClose={ask.close}
        title="Delete this webhook?"
        action="Delete webhook"
        busy={remove.isPending}
        onConfirm={() => remove.mutate(hook.id, { onError: (error) => notifyError(error) })}
      >
        <Text size="sm">It is told nothing more, and its log of deliveries is lost.</Text>
      </Confirm>
    </Card>
  );
}

function Deliveries({ hook }: { hook: Webhook }) {
  const query = useQuery(deliveriesQuery(hook.id));
  const resend = useResend();
  return (
    <Stack gap={6} mt="md">
      <Loaded query={query} lines={2} height={30}>
        {(list) =>
          list.length === 0 ? (
            <Text size="sm" c="dimmed">
              Nothing was sent yet.
            </Text>
          ) : (
            <>
              {list.map((delivery) => (
                <Group key={delivery.id} gap={10} justify="space-between">
                  <Group gap={10}>
                    <Badge
                      color={
                        delivery.state === "delivered"
                          ? "teal"
                          : delivery.state === "failed"
                            ? "red"
                            : "yellow"
                      }
                      c="var(--mantine-color-text)"
                    >
                      {words(delivery.state)}
                    </Badge>
                    <Text size="sm">{delivery.event}</Text>
                    <Text size="sm" c="dimmed">
                      {dateTime(delivery.created_at)}
                    </Text>
                  </Group>
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() =>
                      resend.mutate(delivery.id, { onError: (error) => notifyError(error) })
                    }
                  >
                    Send again
                  </Button>
                </Group>
              ))}
            </>
          )
        }
      </Loaded>
    </Stack>
  );
}
