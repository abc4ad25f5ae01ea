import { Badge, Button, Card, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconActivityHeartbeat, IconEdit, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { memo, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { boardQuery } from "../../api/calls";
import { isFinal } from "../../api/feedReducer";
import type { Call } from "../../api/types";
import { DirectionIcon, otherSide, phaseLabel, StatusBadge } from "../../components/CallBits";
import { Elapsed } from "../../components/Elapsed";
import { LevelMeter } from "../../components/LevelMeter";
import { NARROW } from "../../components/layout";
import { Loaded } from "../../components/Loaded";
import { EmptyState, PageHeader } from "../../components/Page";
import { count, duration, usd } from "../../lib/format";
import { ScopedEditDialog } from "./ScopedEditDialog";

const SORTS: Record<string, { label: string; order: (a: Call, b: Call) => number }> = {
  oldest: { label: "Longest first", order: (a, b) => a.created_at.localeCompare(b.created_at) },
  newest: { label: "Newest first", order: (a, b) => b.created_at.localeCompare(a.created_at) },
  cost: { label: "Dearest first", order: (a, b) => b.cost.total_usd - a.cost.total_usd },
  agent: { label: "By agent", order: (a, b) => a.agent_name.localeCompare(b.agent_name) },
};

export function LivePage() {
  const query = useQuery(boardQuery);
  const search = useSearch({ from: "/live" });
  const navigate = useNavigate({ from: "/live" });
  const [editing, edit] = useDisclosure();
  const calls = query.data;
  const shown = useMemo(() => {
    const q = (search.q ?? "").toLowerCase();
    const digits = q.replace(/\D/g, "");
    const order = (SORTS[search.sort ?? ""] ?? SORTS.newest)?.order;
    return (calls ?? [])
      .filter(
        (call) =>
          !q ||
          call.agent_name.toLowerCase().includes(q) ||
          call.last_words.toLowerCase().includes(q) ||
          (digits !== "" && (call.from_number + call.to_number).includes(digits)),
      )
      .sort(order);
  }, [calls, search.q, search.sort]);
  const live = (calls ?? []).filter((call) => !isFinal(call));
  const money = live.reduce((sum, call) => sum + call.cost.total_usd, 0);
  return (
    <>
      <PageHeader
        title="Live"
        subtitle={
          calls
            ? `${count(live.length, "call")} running, ${usd(money)} so far`
            : "Calls that are running now"
        }
        actions={
          live.length > 0 && (
            <Button variant="default" leftSection={<IconEdit size={16} />} onClick={edit.open}>
              Tell several calls
            </Button>
          )
        }
      />
      <Loaded query={query}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon={<IconActivityHeartbeat size={28} />}
              title="It is quiet"
              action={
                <>
                  <Button component={Link} to="/agents">
                    Talk to an agent
                  </Button>
                  <Button component={Link} to="/place-call" variant="default">
                    Place a call
                  </Button>
                </>
              }
            >
              Running calls appear here by themselves: with their words, levels and cost, and you
              can step in at any time.
            </EmptyState>
          ) : (
            <Stack>
              <Group gap="sm">
                <TextInput
                  aria-label="Search running calls"
                  placeholder="Search by agent, number or words"
                  leftSection={<IconSearch size={16} />}
                  w={{ base: "100%", xs: 300 }}
                  defaultValue={search.q ?? ""}
                  onChange={(event) => {
                    const q = event.currentTarget.value || undefined;
                    void navigate({ search: (old) => ({ ...old, q }), replace: true });
                  }}
                />
                <Select
                  aria-label="Order"
                  allowDeselect={false}
                  w={170}
                  data={Object.entries(SORTS).map(([value, { label }]) => ({ value, label }))}
                  value={search.sort ?? "newest"}
                  onChange={(sort) =>
                    void navigate({
                      search: (old) => ({ ...old, sort: sort ?? undefined }),
                      replace: true,
                    })
                  }
                />
              </Group>
              <Board calls={shown} />
            </Stack>
          )
        }
      </Loaded>
      <ScopedEditDialog opened={editing} onClose={edit.close} calls={live} />
    </>
  );
}

const ROW_PX = 76;
const CARD_PX = 148;

/** Only the rows in sight are in the page, however many calls run. */
function Board({ calls }: { calls: readonly Call[] }) {
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  useLayoutEffect(() => {
    setOffset(list.current?.offsetTop ?? 0);
  }, []);
  const rows = useWindowVirtualizer({
    count: calls.length,
    estimateSize: () => (narrow ? CARD_PX : ROW_PX),
    overscan: 6,
    scrollMargin: offset,
    getItemKey: (index) => calls[index]?.id ?? index,
  });
  return (
    <Card padding={0} ref={list} data-testid="board">
      {!narrow && (
        <div className="board-row board-head" aria-hidden>
          <span>Agent and caller</span>
          <span>Last words</span>
          <span>Levels</span>
          <span>Time</span>
          <span>Cost</span>
          <span>State</span>
        </div>
      )}
      <div role="list" style={{ height: rows.getTotalSize(), position: "relative" }}>
        {rows.getVirtualItems().map((item) => {
          const call = calls[item.index];
          return (
            call && (
              <div
                key={item.key}
                role="listitem"
                style={{
                  position: "absolute",
                  inset: "0 0 auto 0",
                  height: item.size,
                  transform: `translateY(${item.start - offset}px)`,
                }}
              >
                <BoardRow call={call} narrow={narrow} />
              </div>
            )
          );
        })}
      </div>
    </Card>
  );
}

const BoardRow = memo(function BoardRow({ call, narrow }: { call: Call; narrow: boolean }) {
  const final = isFinal(call);
  return (
    <Link
      to="/calls/$callId"
      params={{ callId: call.id }}
      className={narrow ? "board-row board-card" : "board-row"}
      data-testid="board-row"
      data-call={call.id}
      data-final={final || undefined}
    >
      <Group gap={10} wrap="nowrap" style={{ minWidth: 0 }}>
        <Text c="dimmed" component="span" lh={0}>
          <DirectionIcon direction={call.direction} />
        </Text>
        <div style={{ minWidth: 0 }}>
          <Text fw={650} size="sm" truncate>
            {call.agent_name || "Deleted agent"}
          </Text>
          <Text size="xs" c="dimmed" className="numbers" truncate>
            {otherSide(call)}
          </Text>
        </div>
      </Group>
      <Text size="sm" lineClamp={2} className="wrap-anywhere" data-testid="last-words">
        {call.last_words || <span className="waiting">No words yet</span>}
      </Text>
      <LevelMeter callId={call.id} width={84} />
      <Text size="sm" fw={600} className="numbers" ta="right">
        {final ? (
          duration(call.duration_s)
        ) : (
          <Elapsed since={call.answered_at ?? call.created_at} />
        )}
      </Text>
      <Text size="sm" className="numbers" ta="right" data-testid="running-cost">
        {usd(call.cost.total_usd)}
      </Text>
      <div style={{ textAlign: "right" }}>
        {final || call.status !== "in_progress" ? (
          <StatusBadge call={call} />
        ) : call.taken_over_by ? (
          <Badge color="orange" c="var(--mantine-color-text)">
            Taken over
          </Badge>
        ) : (
          <Badge color={call.muted ? "gray" : "teal"} c="var(--mantine-color-text)">
            {call.muted ? "Muted" : phaseLabel(call.phase)}
          </Badge>
        )}
      </div>
    </Link>
  );
});
