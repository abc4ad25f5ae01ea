import { Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { PageHeader } from "../../components/Page";
import { AuditTab } from "../access/AuditTab";
import { DestinationsTab } from "../calls/DestinationsTab";
import { HealthTab } from "./HealthTab";
import { KeysTab } from "../access/KeysTab";
import { OrganizationTab } from "./OrganizationTab";
import { MoneyTab } from "../money/MoneyTab";
import { WebhooksTab } from "../outbox/WebhooksTab";

export function SetupPage() {
  const { tab = "health" } = useSearch({ from: "/setup" });
  const navigate = useNavigate({ from: "/setup" });
  return (
    <>
      <PageHeader title="Set-up & health" subtitle="What is configured, and whether it works." />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          void navigate({ search: { tab: !next || next === "health" ? undefined : next } })
        }
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="health">Health</Tabs.Tab>
          <Tabs.Tab value="organization">Organization</Tabs.Tab>
          <Tabs.Tab value="money">Prices and limits</Tabs.Tab>
          <Tabs.Tab value="destinations">Destinations</Tabs.Tab>
          <Tabs.Tab value="keys">API keys</Tabs.Tab>
          <Tabs.Tab value="webhooks">Webhooks</Tabs.Tab>
          <Tabs.Tab value="audit">Audit log</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="health">
          <HealthTab />
        </Tabs.Panel>
        <Tabs.Panel value="organization">
          <OrganizationTab />
        </Tabs.Panel>
        <Tabs.Panel value="money">
          <MoneyTab />
        </Tabs.Panel>
        <Tabs.Panel value="destinations">
          <DestinationsTab />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <KeysTab />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks">
          <WebhooksTab />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <AuditTab />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
