import {
  Button,
  Group,
  NumberInput,
  Popover,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
} from "@mantine/core";
import { IconAdjustmentsHorizontal, IconHistory, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useDebouncedCallback } from "@mantine/hooks";
import { agentsQuery } from "../../api/agents";
import { type CallFilters, callsQuery } from "../../api/calls";
import { CallTable } from "../../components/CallTable";
import { Loaded } from "../../components/Loaded";
import { EmptyState, PageHeader } from "../../components/Page";
import { count, words } from "../../lib/format";

const OUTCOMES = [
  "caller_hung_up",
  "agent_hung_up",
  "operator_hung_up",
  "transferred",
  "voicemail",
  "silence",
  "max_duration",
  "spend_limit",
  "engine_failed",
  "carrier_failed",
  "not_answered",
  "rejected",
  "lost",
  "error",
];

export function CallsPage() {
  const search = useSearch({ from: "/calls" });
  const navigate = useNavigate({ from: "/calls" });
  const agents = useQuery(agentsQuery);
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const active = Object.values(search as object).some((value) => value !== undefined);
  const filters = {
    ...search,
    from: search.from && new Date(search.from).toISOString(),
    to: search.to && new Date(`${search.to}T23:59:59.999`).toISOString(),
  } as CallFilters;
  const query = useInfiniteQuery(callsQuery(filters));
  const total = query.data?.pages[0]?.total;
  return (
    <>
      <PageHeader
        title="Calls"
        subtitle={
          total === undefined ? "All calls" : `${count(total, "call")}${active ? " match" : ""}`
        }
      />
      <Stack>
        <Group gap="sm">
          <WordSearch q={search.q} onChange={(q) => set({ q })} />
          <Select
            aria-label="Agent"
            placeholder="Any agent"
            clearable
            searchable
            w={190}
            data={(agents.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={search.agent_id ?? null}
            onChange={(value) => set({ agent_id: value ?? undefined })}
          />
          <Select
            aria-label="Outcome"
            placeholder="Any outcome"
            clearable
            w={190}
            data={OUTCOMES.map((value) => ({ value, label: words(value) }))}
            value={search.outcome ?? null}
            onChange={(value) => set({ outcome: value ?? undefined })}
          />
          <Popover position="bottom-end" shadow="md" trapFocus withArrow width={360}>
            <Popover.Target>
              <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={16} />}>
                More filters
              </Button>
            </Popover.Target>
            <Popover.Dropdown>
              <MoreFilters search={search} set={set} />
            </Popover.Dropdown>
          </Popover>
          {active && (
            <Button variant="subtle" onClick={() => void navigate({ search: {}, replace: true })}>
              Clear all
            </Button>
          )}
        </Group>
        <Loaded query={query}>
          {({ pages }) => {
            const calls = pages.flatMap((page) => page.items);
            if (calls.length === 0)
              return active ? (
                <EmptyState icon={<IconSearch size={28} />} title="No call matches">
                  Take a filter away, or widen the dates.
                </EmptyState>
              ) : (
                <EmptyState
                  icon={<IconHistory size={28} />}
                  title="No calls yet"
                  action={
                    <Button component={Link} to="/agents">
                      Talk to an agent
                    </Button>
                  }
                >
                  Every call is kept here with its transcript, recording, cost and flight record.
                </EmptyState>
              );
            return (
              <>
                <CallTable calls={calls} />
                {query.hasNextPage && (
                  <Group justify="center">
                    <Button
                      variant="default"
                      loading={query.isFetchingNextPage}
                      onClick={() => void query.fetchNextPage()}
                    >
                      Show more
                    </Button>
                  </Group>
                )}
              </>
            );
          }}
        </Loaded>
      </Stack>
    </>
  );
}

function WordSearch({
  q,
  onChange,
}: {
  q: string | undefined;
  onChange: (q: string | undefined) => void;
}) {
  // Only what was typed moves the address, not the other way round.
  const search = useDebouncedCallback((text: string) => onChange(text || undefined), 300);
  return (
    <TextInput
      aria-label="Search the words of calls"
      placeholder="Search what was said"
      leftSection={<IconSearch size={16} />}
      w={{ base: "100%", xs: 260 }}
      defaultValue={q ?? ""}
      onChange={(event) => search(event.currentTarget.value)}
    />
  );
}

type Texts = "agent_id" | "number" | "direction" | "outcome" | "from" | "to" | "q";
type Figures = "min_duration_s" | "min_cost_usd" | "max_cost_usd";
type Search = { [K in Texts]?: string | undefined } & { [K in Figures]?: number | undefined };

function MoreFilters({ search, set }: { search: Search; set: (change: Partial<Search>) => void }) {
  const number = (value: number | string) => (typeof value === "number" ? value : undefined);
  return (
    <Stack gap="sm">
      <TextInput
        label="Number"
        placeholder="+1…"
        defaultValue={search.number ?? ""}
        onBlur={(event) => set({ number: event.currentTarget.value.trim() || undefined })}
      />
      <Select
        label="Direction"
        clearable
        comboboxProps={{ withinPortal: false }}
        data={[
          { value: "inbound", label: "Inbound" },
          { value: "outbound", label: "Outbound" },
          { value: "browser", label: "Browser" },
        ]}
        value={search.direction ?? null}
        onChange={(value) => set({ direction: value ?? undefined })}
      />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput
          type="date"
          label="From day"
          value={search.from ?? ""}
          onChange={(event) => set({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          label="To day"
          value={search.to ?? ""}
          onChange={(event) => set({ to: event.currentTarget.value || undefined })}
        />
        <NumberInput
          label="Longer than, s"
          min={0}
          value={search.min_duration_s ?? ""}
          onChange={(value) => set({ min_duration_s: number(value) })}
        />
        <NumberInput
          label="Cost from, USD"
          min={0}
          step={0.1}
          decimalScale={4}
          value={search.min_cost_usd ?? ""}
          onChange={(value) => set({ min_cost_usd: number(value) })}
        />
      </SimpleGrid>
    </Stack>
  );
}
