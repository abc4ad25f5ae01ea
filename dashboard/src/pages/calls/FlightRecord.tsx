import { ActionIcon, Card, Checkbox, Group, Stack, Text, Tooltip } from "@mantine/core";
import { IconZoomIn, IconZoomOut, IconZoomReset } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { flightQuery } from "../../api/calls";
import type { Call, FlightEvent } from "../../api/types";
import { Loaded } from "../../components/Loaded";
import { Section } from "../../components/Page";
import { clock } from "../../lib/format";

const LEGS: { leg: FlightEvent["leg"]; label: string; colour: string }[] = [
  { leg: "carrier", label: "Carrier", colour: "var(--phony-caller)" },
  { leg: "phony", label: "Phony", colour: "var(--mantine-color-dimmed)" },
  { leg: "engine", label: "Engine", colour: "var(--phony-agent)" },
  { leg: "operator", label: "Operator", colour: "var(--phony-operator)" },
];

/** Every event of the call on one clock: lanes to zoom into, and the list of what is in view. */
export function FlightRecord({ call }: { call: Call }) {
  const query = useQuery(flightQuery(call.id));
  return (
    <Loaded query={query} lines={2} height={160}>
      {(events) =>
        events.length === 0 ? (
          <Card>
            <Text size="sm" c="dimmed">
              Nothing was recorded: the call never reached a media stream.
            </Text>
          </Card>
        ) : (
          <Timeline events={events} />
        )
      }
    </Loaded>
  );
}

function Timeline({ events }: { events: readonly FlightEvent[] }) {
  const end = Math.max(1000, ...events.slice(-1).map((event) => event.at_ms)) * 1.01;
  const [view, setView] = useState<readonly [number, number]>([0, end]);
  const [legs, setLegs] = useState<string[]>(LEGS.map(({ leg }) => leg));
  const { event: chosen = null } = useSearch({ from: "/calls/$callId" });
  const navigate = useNavigate({ from: "/calls/$callId" });
  const choose = (seq: number | null) =>
    void navigate({
      search: (old) => ({ ...old, event: seq ?? undefined }),
      replace: true,
      resetScroll: false,
    });
  const drag = useRef<{ x: number; view: readonly [number, number] } | null>(null);
  const lanes = useRef<HTMLDivElement>(null);
  const [from, to] = view;
  const shown = useMemo(
    () =>
      events.filter(
        (event) => event.at_ms >= from && event.at_ms <= to && legs.includes(event.leg),
      ),
    [events, from, to, legs],
  );
  const move = (nextFrom: number, nextTo: number) => {
    const span = Math.min(end, Math.max(20, nextTo - nextFrom));
    const start = Math.min(Math.max(0, nextFrom), end - span);
    setView([start, start + span]);
  };
  const zoom = (factor: number, centre = (from + to) / 2) => {
    const span = (to - from) * factor;
    const share = (centre - from) / (to - from);
    move(centre - span * share, centre + span * (1 - share));
  };
  const onWheel = useEffectEvent((event: WheelEvent) => {
    const box = lanes.current?.getBoundingClientRect();
    const whole = to - from >= end;
    if (!box || (whole && event.deltaY > 0)) return; // nothing left to zoom out: the page scrolls
    event.preventDefault();
    const share = (event.clientX - box.left) / box.width;
    zoom(event.deltaY > 0 ? 1.25 : 0.8, from + share * (to - from));
  });
  useEffect(() => {
    const element = lanes.current;
    // React's own listener is passive: the page would scroll under the zoom.
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, []);
  return (
    <Stack>
      <Section
        title="Timeline"
        hint="Scroll to zoom, drag to move. With the keyboard: + and −, arrows."
        actions={
          <Group gap={6}>
            <Tooltip label="Zoom in">
              <ActionIcon variant="default" aria-label="Zoom in" onClick={() => zoom(0.5)}>
                <IconZoomIn size={17} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Zoom out">
              <ActionIcon variant="default" aria-label="Zoom out" onClick={() => zoom(2)}>
                <IconZoomOut size={17} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Whole call">
              <ActionIcon variant="default" aria-label="Whole call" onClick={() => move(0, end)}>
                <IconZoomReset size={17} />
              </ActionIcon>
            </Tooltip>
          </Group>
        }
      >
        <Checkbox.Group value={legs} onChange={setLegs} aria-label="Lanes to show">
          <Group gap="md" mb="xs">
            {LEGS.map(({ leg, label }) => (
              <Checkbox key={leg} value={leg} label={label} size="xs" />
            ))}
          </Group>
        </Checkbox.Group>
        <div
          ref={lanes}
          role="application"
          tabIndex={0}
          aria-label={`Timeline from ${clock(from)} to ${clock(to)}, ${shown.length} events`}
          data-testid="flight-lanes"
          style={{ touchAction: "pan-y", cursor: "grab", overflow: "hidden" }}
          onPointerDown={(event) => {
            drag.current = { x: event.clientX, view };
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            const box = lanes.current?.getBoundingClientRect();
            if (!drag.current || !box) return;
            const [start, stop] = drag.current.view;
            const by = ((event.clientX - drag.current.x) / box.width) * (stop - start);
            move(start - by, stop - by);
          }}
          onPointerUp={() => {
            drag.current = null;
          }}
          onKeyDown={(event) => {
            const step = (to - from) / 5;
            if (event.key === "+" || event.key === "=") zoom(0.5);
            else if (event.key === "-") zoom(2);
            else if (event.key === "ArrowLeft") move(from - step, to - step);
            else if (event.key === "ArrowRight") move(from + step, to + step);
            else return;
            event.preventDefault();
          }}
        >
          {LEGS.filter(({ leg }) => legs.includes(leg)).map(({ leg, label, colour }) => (
            <Lane
              key={leg}
              label={label}
              colour={colour}
              events={shown.filter((event) => event.leg === leg)}
              from={from}
              to={to}
              chosen={chosen}
            />
          ))}
          <Group justify="space-between" mt={4}>
            {[0, 0.25, 0.5, 0.75, 1].map((share) => (
              <Text key={share} size="xs" c="dimmed" className="numbers">
                {seconds(from + share * (to - from), to - from)}
              </Text>
            ))}
          </Group>
        </div>
      </Section>
      <EventList events={shown} chosen={chosen} onChoose={choose} />
    </Stack>
  );
}

const seconds = (ms: number, span: number): string =>
  span < 20_000 ? `${(ms / 1000).toFixed(span < 2000 ? 3 : 1)} s` : clock(ms);

function Lane({
  label,
  colour,
  events,
  from,
  to,
  chosen,
}: {
  label: string;
  colour: string;
  events: readonly FlightEvent[];
  from: number;
  to: number;
  chosen: number | null;
}) {
  // Marks closer than half a pixel cannot be told apart: draw one of them.
  const marks: FlightEvent[] = [];
  let last = -Infinity;
  for (const event of events) {
    const place = ((event.at_ms - from) / (to - from)) * 2000;
    if (place - last < 1 && event.seq !== chosen) continue;
    marks.push(event);
    last = place;
  }
  return (
    <div className="lane">
      <Text size="xs" c="dimmed" style={{ position: "absolute", left: 4, top: 0 }}>
        {label}
      </Text>
      {marks.map((event) => (
        <i
          key={event.seq}
          style={{
            position: "absolute",
            left: `${((event.at_ms - from) / (to - from)) * 100}%`,
            top: event.direction === "in" ? 22 : 17,
            height: event.seq === chosen ? 22 : 12,
            width: event.seq === chosen ? 3 : 2,
            borderRadius: 1,
            background: colour,
          }}
        />
      ))}
    </div>
  );
}

const ARROWS = { in: "→ in", out: "← out", note: "note" };

function EventList({
  events,
  chosen,
  onChoose,
}: {
  events: readonly FlightEvent[];
  chosen: number | null;
  onChoose: (seq: number | null) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => box.current,
    estimateSize: () => 30,
    overscan: 12,
    getItemKey: (index) => events[index]?.seq ?? index,
  });
  return (
    <Card padding="sm">
      <Text size="sm" fw={600} px="xs" pb="xs">
        {events.length} events in view
      </Text>
      <div
        ref={box}
        style={{ height: 360, overflow: "auto" }}
        tabIndex={0}
        role="region"
        aria-label="Events in view"
      >
        <div style={{ height: rows.getTotalSize(), position: "relative" }}>
          {rows.getVirtualItems().map((item) => {
            const event = events[item.index];
            if (!event) return null;
            const open = event.seq === chosen;
            return (
              <div
                key={item.key}
                ref={rows.measureElement}
                data-index={item.index}
                style={{
                  position: "absolute",
                  inset: "0 0 auto 0",
                  transform: `translateY(${item.start}px)`,
                }}
              >
                <button
                  type="button"
                  className="turn"
                  style={{ gridTemplateColumns: "76px 70px 56px 1fr", padding: "4px 8px" }}
                  aria-expanded={open}
                  onClick={() => onChoose(open ? null : event.seq)}
                >
                  <Text component="span" size="xs" className="numbers" c="dimmed">
                    {(event.at_ms / 1000).toFixed(3)}
                  </Text>
                  <Text component="span" size="xs">
                    {event.leg}
                  </Text>
                  <Text component="span" size="xs" c="dimmed">
                    {ARROWS[event.direction]}
                  </Text>
                  <Text component="span" size="xs" fw={600} truncate>
                    {event.name}
                  </Text>
                </button>
                {open && <pre className="event-data">{JSON.stringify(event.data, null, 2)}</pre>}
              </div>
            );
          })}
        </div>
      </div>
    </Card>
  );
}
