import { Alert, Button, Group, NumberInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { limitsQuery, pricesQuery, useSaveLimits } from "../../api/prices";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { Loaded } from "../../components/Loaded";
import { Section } from "../../components/Page";
import { count, usd } from "../../lib/format";
import { PriceEditor } from "./PriceEditor";

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
          <Section
            title="Prices"
            hint="USD. Calls that begin from now on are billed with what is saved here."
          >
            {data.stale && (
              <Alert color="yellow" mb="md" py={8}>
                The table is {count(data.age_days, "day")} old: compare it with your vendors&apos;
                price pages.
              </Alert>
            )}
            <PriceEditor prices={data} />
          </Section>
        )}
      </Loaded>
    </Stack>
  );
}

function LimitForm({ limit, spent }: { limit: number | null; spent: number }) {
  const form = useForm<{ limit: number | string }>({ initialValues: { limit: limit ?? "" } });
  // An empty field is a text: no limit.
  const value = typeof form.values.limit === "number" ? form.values.limit : null;
  const save = useSaveLimits();
  return (
    <Group align="flex-end">
      <NumberInput
        label="Per day, USD"
        description="Empty: no limit"
        min={0}
        decimalScale={2}
        {...form.getInputProps("limit")}
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
