import { ActionIcon, Alert, Button, Menu, Tabs, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconAlertTriangle,
  IconDots,
  IconMicrophone,
  IconPhoneOutgoing,
  IconTemplate,
  IconTrash,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { agentQuery } from "../../api/agents";
import type { Agent } from "../../api/types";
import { LinkButton } from "../../components/LinkButton";
import { Loaded } from "../../components/Loaded";
import { NO_AGENT } from "./missing";
import { PageHeader } from "../../components/Page";
import { count, phone } from "../../lib/format";
import { AgentCalls } from "./AgentCalls";
import { AgentEditor } from "./AgentEditor";
import { AgentVersions } from "./AgentVersions";
import { DeleteAgent, SaveTemplate } from "./AgentDialogs";

export function AgentPage() {
  const { agentId } = useParams({ from: "/agents/$agentId" });
  const query = useQuery(agentQuery(agentId));
  return (
    <Loaded query={query} lines={3} height={140} missing={NO_AGENT}>
      {(agent) => <AgentView key={agent.id} agent={agent} />}
    </Loaded>
  );
}

/** All else stands beside the editor, where it can be mended. */
const shownAbove = (agent: Agent) =>
  agent.warnings.filter((notice) => notice.field === "phone_number");

function AgentView({ agent }: { agent: Agent }) {
  const { tab = "edit" } = useSearch({ from: "/agents/$agentId" });
  const navigate = useNavigate({ from: "/agents/$agentId" });
  const [deleting, deletion] = useDisclosure();
  const [copying, template] = useDisclosure();
  return (
    <>
      <PageHeader
        title={agent.name}
        back={{ to: "/agents", label: "Agents" }}
        subtitle={[
          agent.type === "inbound" ? "Inbound" : "Outbound",
          agent.phone_number ? phone(agent.phone_number) : "no number",
          `version ${agent.version}`,
          agent.live_calls > 0 ? count(agent.live_calls, "live call") : null,
        ]
          .filter(Boolean)
          .join(" · ")}
        actions={
          <>
            {agent.type === "outbound" && (
              <LinkButton
                to="/place-call"
                search={{ agent: agent.id }}
                variant="default"
                leftSection={<IconPhoneOutgoing size={16} />}
              >
                Place a call
              </LinkButton>
            )}
            <Button
              component={Link}
              to={`/agents/${agent.id}/talk`}
              leftSection={<IconMicrophone size={16} />}
            >
              Talk to this agent
            </Button>
            <Menu position="bottom-end" width={210}>
              <Menu.Target>
                <Tooltip label="More">
                  <ActionIcon variant="default" size={36} aria-label="More actions">
                    <IconDots size={18} />
                  </ActionIcon>
                </Tooltip>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconTemplate size={16} />} onClick={template.open}>
                  Save as template
                </Menu.Item>
                <Menu.Item
                  color="red"
                  leftSection={<IconTrash size={16} />}
                  onClick={deletion.open}
                >
                  Delete agent
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        }
      />
      {shownAbove(agent).map((notice) => (
        <Alert
          key={`${notice.code}${notice.message}`}
          color="yellow"
          variant="light"
          icon={<IconAlertTriangle size={18} />}
          mb="sm"
          py={8}
        >
          {notice.message} {notice.cure}
        </Alert>
      ))}
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          void navigate({ search: { tab: next === "edit" || !next ? undefined : next } })
        }
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="edit">Agent</Tabs.Tab>
          <Tabs.Tab value="versions">Versions</Tabs.Tab>
          <Tabs.Tab value="calls">Calls</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="edit">
          <AgentEditor agent={agent} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <AgentVersions agent={agent} />
        </Tabs.Panel>
        <Tabs.Panel value="calls">
          <AgentCalls agent={agent} />
        </Tabs.Panel>
      </Tabs>
      <DeleteAgent agent={agent} opened={deleting} onClose={deletion.close} />
      <SaveTemplate agent={agent} opened={copying} onClose={template.close} />
    </>
  );
}
