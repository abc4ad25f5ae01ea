import { Alert, Button, Group, NumberInput, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { limitsQuery, pricesQuery, useSaveLimits, useSavePrices } from "../../api/prices";
import { CodeEditor } from "../../components/CodeEditor";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { Loaded } from "../../components/Loaded";
import { Section } from "../../components/Page";
import { isObject, type JsonObject, showJson } from "../../lib/contextDiff";
import { count, usd } from "../../lib/format";

export function MoneyTab() {
  const limits = useQuery(limitsQuery);
  const prices = useQuery(pricesQuery);
  return (
    <Stack>
      <Section
        title="Limit of the whole organization"
        hint="Near it, agents are told to wrap up; at it, no new call begins."
      >
        <Loaded query={limits} lines={1}>
          {(data) => (
            <LimitForm
              key={data.per_day_usd}
              limit={data.per_day_usd ?? null}
              spent={data.spent_today_usd}
            />
          )}
        </Loaded>
      </Section>
      <Loaded query={prices} height={200}>
        {(data) => (
          <>
            <Section
              title="Prices"
              hint={`USD, noted on ${data.table.dated}. Calls that begin from now on are billed with them.`}
            >
              {data.stale && (
                <Alert color="yellow" mb="md" py={8}>
                  The table is {count(data.age_days, "day")} old: compare it with your vendors&apos;
                  price pages.
                </Alert>
              )}
              <ModelTable models={data.table.models} />
              <CarrierTable table={data.table} />
            </Section>
            <Section
              title="Your changes"
              hint="Only what differs from the table as shipped; null removes an entry."
            >
              <ChangesForm key={data.version} changes={data.changes} version={data.version} />
            </Section>
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function LimitForm({ limit, spent }: { limit: number | null; spent: number }) {
  const [value, setValue] = useState<number | null>(limit);
  const save = useSaveLimits();
  return (
    <Group align="flex-end">
      <NumberInput
        label="Per day, USD"
        description="Empty: no limit"
        min={0}
        decimalScale={2}
        value={value ?? ""}
        onChange={(next) => setValue(typeof next === "number" ? next : null)}
      />
      <Button
        variant="default"
        disabled={value === limit}
        loading={save.isPending}
        onClick={() => save.mutate(value, { onSuccess: () => notifyDone("The limit is saved.") })}
      >
        Save
      </Button>
      <Text size="sm" c="dimmed" pb={8}>
        Today (UTC): {usd(spent)}
      </Text>
      {save.error && <ErrorPanel error={save.error} />}
    </Group>
  );
}

const COLUMNS = [
  ["audio_in", "Audio in"],
  ["audio_in_cached", "cached"],
  ["audio_out", "Audio out"],
  ["text_in", "Text in"],
  ["text_in_cached", "cached"],
  ["text_out", "Text out"],
] as const;

function ModelTable({ models }: { models: Record<string, JsonObject> }) {
  return (
    <Table.ScrollContainer minWidth={640} type="native" tabIndex={0}>
      <Table verticalSpacing={6} captionSide="top">
        <Table.Caption ta="left">Voice models, USD per million tokens</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Model</Table.Th>
            {COLUMNS.map(([key, label]) => (
              <Table.Th key={key} ta="right">
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Object.entries(models).map(([name, price]) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              {COLUMNS.map(([key]) => (
                <Table.Td key={key} ta="right" className="numbers">
                  {showJson(price[key] ?? "–")}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function CarrierTable({
  table,
}: {
  table: { carrier: object; transcription: Record<string, { per_minute: number }> };
}) {
  const carrier = Object.entries(table.carrier).flatMap(([key, value]: [string, unknown]) =>
    isObject(value)
      ? Object.entries(value).map(([prefix, price]): [string, unknown] => [
          `${key} ${prefix}`,
          price,
        ])
      : [[key, value] as [string, unknown]],
  );
  const rows: [string, unknown][] = [
    ...Object.entries(table.transcription).map(([name, price]): [string, unknown] => [
      `transcription ${name}`,
      price.per_minute,
    ]),
    ...carrier,
  ];
  return (
    <Table mt="lg" verticalSpacing={6} captionSide="top" maw={520}>
      <Table.Caption ta="left">Transcription and carrier, USD per minute</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>What</Table.Th>
          <Table.Th ta="right">Price</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, price]) => (
          <Table.Tr key={name}>
            <Table.Td>{name.replaceAll("_", " ")}</Table.Td>
            <Table.Td ta="right" className="numbers">
              {String(price)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function ChangesForm({ changes, version }: { changes: JsonObject; version: number }) {
  const [text, setText] = useState(() => JSON.stringify(changes, null, 2));
  const save = useSavePrices();
  let parsed: JsonObject | null = null;
  try {
    const value: unknown = JSON.parse(text || "{}");
    if (isObject(value)) parsed = value;
  } catch {
    parsed = null;
  }
  return (
    <Stack gap="sm">
      <CodeEditor
        language="json"
        label="Changes to the price table"
        value={text}
        onChange={setText}
        minHeight={90}
        invalid={parsed === null}
      />
      {save.error && <ErrorPanel error={save.error} />}
      <Group justify="flex-end">
        <Button
          disabled={parsed === null}
          loading={save.isPending}
          onClick={() =>
            parsed &&
            save.mutate(
              { changes: parsed, version },
              { onSuccess: () => notifyDone("The prices are saved.") },
            )
          }
        >
          Save prices
        </Button>
      </Group>
    </Stack>
  );
}
