import { Text } from "@mantine/core";
import { memo, useMemo } from "react";
import type { Command, Edit, Turn } from "../api/types";
import { LatencyBar } from "./LatencyBar";
import { clock, words } from "../lib/format";
import { saidParts } from "../lib/heard";
import { timeline } from "../lib/timeline";
import { EditLine } from "./EditLine";
import { commandText } from "../lib/commandText";

const WHO = { caller: "Caller", agent: "Agent", operator: "Operator", system: "Phony" };

/** Who speaks; an operator by name, for several may take a call over. */
function who(turn: Turn): string {
  const author = turn.data["author"];
  return typeof author === "string" ? `${WHO[turn.role]} · ${author}` : WHO[turn.role];
}

interface Props {
  turns: readonly Turn[];
  edits: readonly Edit[];
  commands: readonly Command[];
  callStart: string;
  /** While the call runs, its edits can be undone. */
  live?: boolean;
  /** The turn that plays now, in a recording. */
  currentId?: string | undefined;
  onJump?: ((ms: number) => void) | undefined;
}

/** The conversation word by word, with edits and commands where they happened. */
export function Transcript(props: Props) {
  const { turns, edits, commands, callStart, live = false, currentId, onJump } = props;
  const entries = useMemo(
    () => timeline(turns, edits, commands, callStart),
    [turns, edits, commands, callStart],
  );
  const scaleMs = useMemo(
    () => Math.max(1500, ...turns.map((turn) => turn.latency?.total ?? 0)),
    [turns],
  );
  return (
    <div data-testid="transcript">
      {entries.map((entry) =>
        entry.kind === "turn" ? (
          <TurnLine
            key={entry.id}
            turn={entry.turn}
            scaleMs={scaleMs}
            current={entry.id === currentId}
            onJump={onJump}
          />
        ) : entry.kind === "edit" ? (
          <EditLine key={entry.id} edit={entry.edit} at={entry.at} live={live} />
        ) : (
          <CommandLine key={entry.id} command={entry.command} at={entry.at} />
        ),
      )}
    </div>
  );
}

const TurnLine = memo(function TurnLine({
  turn,
  scaleMs,
  current,
  onJump,
}: {
  turn: Turn;
  scaleMs: number;
  current: boolean;
  onJump: ((ms: number) => void) | undefined;
}) {
  const content = (
    <>
      <Text
        component="span"
        size="xs"
        c="dimmed"
        className="numbers"
        pt={2}
        title="On the call's clock"
      >
        {clock(turn.started_ms)}
      </Text>
      <span style={{ minWidth: 0, display: "block" }}>
        <span className="who" data-role={turn.role}>
          {who(turn)}
        </span>
        {turn.interrupted && (
          <Text component="span" size="xs" c="dimmed" ml={8}>
            interrupted
          </Text>
        )}
        <span style={{ display: "block" }} className="wrap-anywhere">
          <Words turn={turn} />
        </span>
        {turn.latency && turn.latency.total > 0 && (
          <LatencyBar latency={turn.latency} scaleMs={scaleMs} />
        )}
      </span>
    </>
  );
  const shared = {
    className: "turn",
    "data-testid": "turn",
    "data-role": turn.role,
    "data-kind": turn.kind,
    "data-final": turn.final || undefined,
    "data-current": current || undefined,
  };
  if (onJump)
    return (
      <button type="button" {...shared} onClick={() => onJump(turn.started_ms)}>
        {content}
      </button>
    );
  return <div {...shared}>{content}</div>;
});

function Words({ turn }: { turn: Turn }) {
  if (turn.kind === "dtmf") return <>pressed {turn.said || turn.heard}</>;
  const parts = saidParts(turn);
  const growing = !turn.final && turn.role !== "system";
  return (
    <>
      {parts.length === 0 && growing && <span className="waiting">…</span>}
      {parts.length === 0 && !growing && <Wordless turn={turn} />}
      {parts.map((part, i) =>
        part.state === "unheard" ? (
          <del key={i} className="unheard" title="Said by the model, never heard by the caller">
            {part.text}
          </del>
        ) : (
          <span key={i} className={part.state === "waiting" ? "waiting" : undefined}>
            {part.text}
          </span>
        ),
      )}
      {growing && parts.length > 0 && <span className="caret" aria-hidden />}
    </>
  );
}

const WHY_NO_WORDS: Record<string, string> = {
  no_words: "a sound without words",
  not_transcribed: "the engine could not write it down",
  transcription_off: "not written down: transcription is off",
  engine_lost: "the engine was lost before its words came",
  worker_lost: "the worker was lost before its words came",
  call_ended: "the call ended before its words came",
};

/** A turn that ended without words says why. */
function Wordless({ turn }: { turn: Turn }) {
  const reason = turn.data["reason"];
  if (typeof reason !== "string") return null;
  return (
    <Text component="span" size="sm" c="dimmed" fs="italic" data-testid="wordless">
      {WHY_NO_WORDS[reason] ?? reason.replaceAll("_", " ")}
    </Text>
  );
}

function CommandLine({ command, at }: { command: Command; at: number }) {
  return (
    <div className="turn" data-testid="command" data-kind={command.kind} data-state={command.state}>
      <Text component="span" size="xs" c="dimmed" className="numbers" pt={2}>
        {clock(at)}
      </Text>
      <Text size="sm" component="div" c="dimmed" className="wrap-anywhere">
        <b>{command.author || "Somebody"}</b> {commandText(command)}
        {" · "}
        <span data-testid="command-state">{words(command.state)}</span>
        {command.result && `: ${command.result}`}
      </Text>
    </div>
  );
}
