import { Button, Group, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { settingsQuery, useSaveSettings } from "../../api/agents";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { Loaded } from "../../components/Loaded";
import { Section } from "../../components/Page";
import { timeZones } from "../../lib/languages";

export function OrganizationTab() {
  const settings = useQuery(settingsQuery);
  return (
    <Section
      title="Time zone"
      hint="Whose clock agents tell: today, tomorrow, {{date}} and {{time}}. An agent may have its own."
    >
      <Loaded query={settings} lines={1}>
        {({ timezone, local_time, version }) => (
          <ZoneForm key={version} zone={timezone} now={local_time} version={version} />
        )}
      </Loaded>
    </Section>
  );
}

function ZoneForm({ zone, now, version }: { zone: string; now: string; version: number }) {
  const [chosen, choose] = useState(zone);
  const save = useSaveSettings();
  return (
    <Group align="flex-end">
      <Select
        label="Time zone of the organization"
        searchable
        allowDeselect={false}
        limit={200}
        data={timeZones(chosen)}
        value={chosen}
        onChange={(value) => value && choose(value)}
      />
      <Button
        variant="default"
        disabled={chosen === zone}
        loading={save.isPending}
        onClick={() =>
          save.mutate(
            { timezone: chosen, version },
            { onSuccess: () => notifyDone("The time zone is saved.") },
          )
        }
      >
        Save
      </Button>
      <Text size="sm" c="dimmed" pb={8} className="numbers">
        There it is {now.slice(11, 16)}
      </Text>
      {save.error && <ErrorPanel error={save.error} />}
    </Group>
  );
}
