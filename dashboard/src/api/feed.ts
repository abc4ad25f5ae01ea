/**
 * The one live socket. It feeds the query cache, once per animation frame whatever arrives, and
 * comes back by itself where it left off.
 */

import type { QueryClient } from "@tanstack/react-query";
import {
  boardOfSnapshot,
  type FeedMessage,
  isFinal,
  mergeBoard,
  mergeCommands,
  mergeEdits,
  mergeTurns,
  newerCall,
} from "./feedReducer";
import { keys } from "./keys";
import type { Call, Command, Edit, PhoneNumber, Turn } from "./types";

type FeedStatus = "connecting" | "live" | "reconnecting";

/** A value that components subscribe to outside of the query cache. */
export class Store<T> {
  private readonly listeners = new Set<() => void>();
  constructor(private value: T) {}
  readonly get = (): T => this.value;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  set(value: T): void {
    if (Object.is(value, this.value)) return;
    this.value = value;
    for (const listener of this.listeners) listener();
  }
}

interface Arrived<T> {
  item: T;
  at: number;
}

/** What the feed said about a watched call: a REST answer that was under way may be older. */
class Recent {
  readonly turns = new Map<string, Arrived<Turn>>();
  readonly edits = new Map<string, Arrived<Edit>>();
  readonly commands = new Map<string, Arrived<Command>>();
}

const since = <T>(map: ReadonlyMap<string, Arrived<T>>, start: number): Map<string, T> =>
  new Map([...map].filter(([, a]) => a.at >= start).map(([id, a]) => [id, a.item]));

const QUIET_MS = 45_000;
const RETRY_MS = [300, 600, 1200, 2500, 4000];

export class Feed {
  readonly status = new Store<FeedStatus>("connecting");
  /** Loudness in dBFS by call: caller, agent. Meters read it without rendering. */
  readonly levels = new Map<string, readonly [number, number]>();
  private readonly levelListeners = new Set<() => void>();

  /** When the feed last said something about the board: a REST answer asked for before is older. */
  boardAt = 0;

  private socket: WebSocket | null = null;
  private cursor: string | undefined;
  private attempts = 0;
  private opened = false;
  private stopped = true;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private quietTimer: ReturnType<typeof setTimeout> | undefined;
  private flushTimer: ReturnType<typeof setTimeout> | undefined;
  private sweepTimer: ReturnType<typeof setInterval> | undefined;
  private frame: number | undefined;
  private listTimer: ReturnType<typeof setTimeout> | undefined;
  private inbox: FeedMessage[] = [];
  private readonly watched = new Map<string, { users: number; recent: Recent }>();

  constructor(private readonly client: QueryClient) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    window.addEventListener("online", this.hurry);
    document.addEventListener("visibilitychange", this.hurry);
    this.sweepTimer = setInterval(this.sweep, 4000);
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener("online", this.hurry);
    document.removeEventListener("visibilitychange", this.hurry);
    clearTimeout(this.retryTimer);
    clearTimeout(this.quietTimer);
    clearTimeout(this.listTimer);
    this.listTimer = undefined;
    clearInterval(this.sweepTimer);
    this.socket?.close();
    this.socket = null;
    this.status.set("connecting");
  }

  /** Ask for the words of a call while someone looks at it. */
  watch(callId: string): () => void {
    const entry = this.watched.get(callId) ?? { users: 0, recent: new Recent() };
    entry.users++;
    this.watched.set(callId, entry);
    this.sendWatch();
    return () => {
      entry.users--;
      if (entry.users > 0) return;
      this.watched.delete(callId);
      this.sendWatch();
    };
  }

  /** A transcript read over REST, with what the feed said meanwhile. */
  withRecentTurns(callId: string, turns: Turn[], start: number): Turn[] {
    const recent = this.watched.get(callId)?.recent;
    return recent ? mergeTurns(turns, since(recent.turns, start)) : turns;
  }

  withRecentEdits(callId: string, edits: Edit[], start: number): Edit[] {
    const recent = this.watched.get(callId)?.recent;
    return recent ? mergeEdits(edits, since(recent.edits, start)) : edits;
  }

  withRecentCommands(callId: string, commands: Command[], start: number): Command[] {
    const recent = this.watched.get(callId)?.recent;
    return recent ? mergeCommands(commands, since(recent.commands, start)) : commands;
  }

  onLevels(listener: () => void): () => void {
    this.levelListeners.add(listener);
    return () => this.levelListeners.delete(listener);
  }

  private connect(): void {
    clearTimeout(this.retryTimer);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const cursor = this.cursor ? `&cursor=${encodeURIComponent(this.cursor)}` : "";
    const socket = new WebSocket(`${scheme}://${location.host}/events?scope=all${cursor}`);
    this.socket = socket;
    socket.onopen = () => {
      this.attempts = 0;
      this.listenForQuiet();
      this.sendWatch();
      this.status.set("live");
      // What failed or was missed while the server was away is read again.
      if (this.opened) void this.client.invalidateQueries();
      this.opened = true;
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      this.listenForQuiet();
      let message: FeedMessage;
      try {
        message = JSON.parse(event.data) as FeedMessage;
      } catch {
        return; // not ours
      }
      if ("cursor" in message && message.cursor) this.cursor = message.cursor;
      if (message.type === "resync") this.cursor = undefined;
      this.inbox.push(message);
      this.schedule();
    };
    socket.onclose = () => {
      if (this.socket === socket) this.lost();
    };
  }

  private lost(): void {
    clearTimeout(this.quietTimer);
    this.socket = null;
    if (this.stopped) return;
    this.status.set("reconnecting");
    const pause = RETRY_MS[Math.min(this.attempts, RETRY_MS.length - 1)] ?? 4000;
    this.attempts++;
    // A key may have been asked for: a refused socket does not say so, a REST answer does.
    if (this.attempts % 3 === 0) void this.client.invalidateQueries({ queryKey: keys.setup });
    this.retryTimer = setTimeout(() => this.connect(), pause * (0.75 + Math.random() / 2));
  }

  private readonly hurry = (): void => {
    if (this.stopped || this.socket || document.hidden) return;
    this.attempts = 0;
    this.connect();
  };

  /** The server pings; silence means a dead connection that nobody closed. */
  private listenForQuiet(): void {
    clearTimeout(this.quietTimer);
    this.quietTimer = setTimeout(() => this.socket?.close(), QUIET_MS);
  }

  private sendWatch(): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.socket.send(JSON.stringify({ type: "watch", call_ids: [...this.watched.keys()] }));
  }

  private schedule(): void {
    if (this.frame !== undefined || this.flushTimer !== undefined) return;
    // Hidden pages get no animation frames; they update four times a second.
    if (document.hidden) this.flushTimer = setTimeout(this.flush, 250);
    else {
      this.frame = requestAnimationFrame(this.flush);
      this.flushTimer = setTimeout(this.flush, 300);
    }
  }

  private readonly flush = (): void => {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    clearTimeout(this.flushTimer);
    this.frame = undefined;
    this.flushTimer = undefined;
    const batch = this.inbox;
    this.inbox = [];
    if (batch.length > 0) this.apply(batch);
  };

  private readonly sweep = (): void => {
    this.client.setQueryData<Call[]>(keys.calls.board, (board) => {
      if (!board?.some(isFinal)) return board;
      const swept = mergeBoard(board, new Map(), Date.now());
      return swept.length === board.length ? board : swept;
    });
  };

  private apply(batch: readonly FeedMessage[]): void {
    const calls = new Map<string, Call>();
    const turns = new Map<string, Map<string, Turn>>();
    const edits = new Map<string, Map<string, Edit>>();
    const commands = new Map<string, Map<string, Command>>();
    const now = Date.now();
    let levels = false;
    for (const message of batch)
      switch (message.type) {
        case "snapshot":
          if (message.calls) {
            this.boardAt = now;
            const live = message.calls;
            this.client.setQueryData<Call[]>(keys.calls.board, (board) =>
              boardOfSnapshot(board ?? [], live, now),
            );
            for (const call of live) put(calls, call.id, call);
          }
          for (const list of Object.values(message.turns ?? {}))
            for (const turn of list) putIn(turns, turn.call_id, turn);
          for (const edit of message.edits ?? []) putIn(edits, edit.call_id, edit);
          for (const command of message.commands ?? []) putIn(commands, command.call_id, command);
          break;
        case "call":
          put(calls, message.call.id, newerCall(calls.get(message.call.id), message.call));
          break;
        case "turn":
          putIn(turns, message.turn.call_id, message.turn);
          break;
        case "edit":
          putIn(edits, message.edit.call_id, message.edit);
          break;
        case "command":
          putIn(commands, message.command.call_id, message.command);
          break;
        case "levels":
          levels = true;
          for (const [id, pair] of Object.entries(message.levels)) this.levels.set(id, pair);
          break;
        case "agent":
          void this.client.invalidateQueries({ queryKey: keys.agents.all });
          break;
        case "number":
          this.client.setQueryData<PhoneNumber[]>(keys.numbers.list, (list) =>
            list?.map((n) => (n.id === message.number.id ? { ...n, ...message.number } : n)),
          );
          void this.client.invalidateQueries({ queryKey: keys.numbers.all });
          break;
        default:
          break;
      }
    if (calls.size > 0) this.applyCalls(calls, now);
    for (const [id, updates] of turns) {
      this.remember(id, "turns", updates, now);
      this.client.setQueryData<Turn[]>(keys.calls.turns(id), (t) => t && mergeTurns(t, updates));
    }
    for (const [id, updates] of edits) {
      this.remember(id, "edits", updates, now);
      this.client.setQueryData<Edit[]>(keys.calls.edits(id), (e) => e && mergeEdits(e, updates));
    }
    for (const [id, updates] of commands) {
      this.remember(id, "commands", updates, now);
      this.client.setQueryData<Command[]>(
        keys.calls.commands(id),
        (c) => c && mergeCommands(c, updates),
      );
    }
    if (levels) for (const listener of this.levelListeners) listener();
  }

  private applyCalls(calls: ReadonlyMap<string, Call>, now: number): void {
    let ended = false;
    const before = this.client.getQueryData<Call[]>(keys.calls.board);
    for (const call of calls.values()) {
      const known = before?.find((c) => c.id === call.id);
      if (isFinal(call)) {
        this.levels.delete(call.id);
        if (!known || !isFinal(known)) ended = true;
      } else if (before && !known) ended = true; // a new call belongs into the lists, too
      this.client.setQueryData<Call>(keys.calls.one(call.id), (old) => old && newerCall(old, call));
    }
    this.boardAt = now;
    this.client.setQueryData<Call[]>(keys.calls.board, (board) =>
      mergeBoard(board ?? [], calls, now),
    );
    if (ended) this.refreshLists();
  }

  /** Calls that began or ended change lists and figures; many in a row are one reading. */
  private refreshLists(): void {
    this.listTimer ??= setTimeout(() => {
      this.listTimer = undefined;
      void this.client.invalidateQueries({ queryKey: keys.calls.lists });
      void this.client.invalidateQueries({ queryKey: keys.stats.all });
    }, 1500);
  }

  private remember(
    callId: string,
    what: "turns" | "edits" | "commands",
    updates: ReadonlyMap<string, unknown>,
    at: number,
  ): void {
    const recent = this.watched.get(callId)?.recent;
    if (!recent) return;
    const map = recent[what] as Map<string, Arrived<unknown>>;
    for (const [id, item] of updates) map.set(id, { item, at });
  }
}

function put<T>(map: Map<string, T>, key: string, item: T): void {
  map.set(key, item);
}

function putIn<T extends { id: string }>(
  map: Map<string, Map<string, T>>,
  callId: string,
  item: T,
): void {
  const inner = map.get(callId) ?? new Map<string, T>();
  inner.set(item.id, item);
  map.set(callId, inner);
}
