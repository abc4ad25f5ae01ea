import {
  Badge,
  Button,
  Card,
  Group,
  Modal,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { IconFilePlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { templatesQuery, useCreateAgent, useDeleteTemplate } from "../../api/agents";
import type { Template } from "../../api/types";
import { Confirm } from "../../components/Confirm";
import { ErrorPanel, notifyError } from "../../components/ErrorPanel";
import { Loaded } from "../../components/Loaded";
import { PageHeader } from "../../components/Page";

/** In the place of a template's id. */
const BLANK = "blank";

export function NewAgentPage() {
  const templates = useQuery(templatesQuery);
  const { template } = useSearch({ from: "/agents/new" });
  const navigate = useNavigate({ from: "/agents/new" });
  const choose = (id: string | undefined) =>
    void navigate({ search: { template: id }, replace: true, resetScroll: false });
  const chosen = templates.data?.find(({ id }) => id === template) ?? null;
  const blank = template === BLANK;
  return (
    <>
      <PageHeader
        title="New agent"
        back={{ to: "/agents", label: "Agents" }}
        subtitle="Start from a template or from nothing. Everything can be changed afterwards."
      />
      <Loaded query={templates} height={120}>
        {(list) => (
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            <Choice
              title="Blank agent"
              text="An empty prompt and the default voice."
              onClick={() => choose(BLANK)}
              icon={<IconFilePlus size={20} />}
            />
            {list.map((template) => (
              <TemplateChoice
                key={template.id}
                template={template}
                onClick={() => choose(template.id)}
              />
            ))}
          </SimpleGrid>
        )}
      </Loaded>
      <Modal
        opened={blank || chosen !== null}
        onClose={() => choose(undefined)}
        title={chosen?.name ?? "Blank agent"}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {(blank || chosen) && <NameForm key={template} template={chosen} />}
      </Modal>
    </>
  );
}

function Choice({
  title,
  text,
  onClick,
  icon,
  badge,
  extra,
}: {
  title: string;
  text: string;
  onClick: () => void;
  icon?: React.ReactNode;
  badge?: React.ReactNode;
  extra?: React.ReactNode;
}) {
  return (
    <Card className="card-link" padding={0} style={{ position: "relative" }}>
      <UnstyledButton
        onClick={onClick}
        p="lg"
        style={{ flex: 1, display: "flex", flexDirection: "column", alignItems: "stretch" }}
      >
        <Group gap={8} pr={extra ? 32 : 0}>
          {icon}
          <Text fw={650}>{title}</Text>
          {badge}
        </Group>
        <Text size="sm" c="dimmed" mt={6}>
          {text}
        </Text>
      </UnstyledButton>
      {extra && <div style={{ position: "absolute", right: 12, top: 12 }}>{extra}</div>}
    </Card>
  );
}

function TemplateChoice({ template, onClick }: { template: Template; onClick: () => void }) {
  const [asking, ask] = useDisclosure();
  const remove = useDeleteTemplate();
  return (
    <>
      <Choice
        title={template.name}
        text={template.description || "Saved from an agent."}
        onClick={onClick}
        badge={
          <Badge
            size="sm"
            color={template.fields.type === "outbound" ? "grape" : "iris"}
            c="var(--mantine-color-text)"
          >
            {template.fields.type === "outbound" ? "Outbound" : "Inbound"}
          </Badge>
        }
        extra={
          !template.builtin && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              aria-label={`Delete the template ${template.name}`}
              onClick={ask.open}
            >
              <IconTrash size={15} />
            </Button>
          )
        }
      />
      <Confirm
        opened={asking}
        onClose={ask.close}
        title={`Delete the template “${template.name}”?`}
        action="Delete template"
        busy={remove.isPending}
        onConfirm={() => remove.mutate(template.id, { onError: (error) => notifyError(error) })}
      >
        <Text size="sm">Agents made from it stay as they are.</Text>
      </Confirm>
    </>
  );
}

function NameForm({ template }: { template: Template | null }) {
  const create = useCreateAgent();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: {
      name: template?.name ?? "",
      type: template?.fields.type ?? "inbound",
    },
    validate: { name: (value) => (value.trim() ? null : "Give it a name") },
  });
  const submit = form.onSubmit(({ name, type }) =>
    create.mutate(
      { ...(template?.fields ?? {}), name, type },
      {
        onSuccess: (agent) =>
          void navigate({ to: "/agents/$agentId", params: { agentId: agent.id } }),
      },
    ),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label="Name" data-autofocus required {...form.getInputProps("name")} />
        <div>
          <Text size="sm" fw={500} mb={4} id="type-label">
            Type
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby="type-label"
            data={[
              { value: "inbound", label: "Inbound: answers a number" },
              { value: "outbound", label: "Outbound: calls people" },
            ]}
            {...form.getInputProps("type")}
          />
        </div>
        {create.error && <ErrorPanel error={create.error} />}
        <Button type="submit" loading={create.isPending}>
          Create agent
        </Button>
      </Stack>
    </form>
  );
}
