/** The shapes of the API, by the names the pages use. */

import type { JsonObject } from "../lib/contextDiff";
import type { Latency } from "../lib/latency";

export type AgentType = "inbound" | "outbound";

export interface TurnDetection {
  type: "server_vad" | "semantic_vad";
  threshold: number;
  prefix_padding_ms: number;
  silence_duration_ms: number;
  eagerness: "low" | "medium" | "high" | "auto";
  interrupt_response: boolean;
}

export interface HttpTool {
  name: string;
  description: string;
  parameters: JsonObject;
  url: string;
  method: "GET" | "POST";
  headers: Record<string, string>;
  timeout_s: number;
}

export type BuiltinTool = "end_call" | "transfer_call" | "send_dtmf" | "update_context";

export interface AgentFields {
  name: string;
  type: AgentType;
  phone_number: string | null;
  system_prompt: string;
  voice: string;
  greeting_message: string;
  greeting_interruptible: boolean;
  context_data: JsonObject;
  notes: string;
  model: string;
  language: string;
  speed: number;
  turn_detection: TurnDetection;
  transcription: { enabled: boolean; model: string; keywords: string[] };
  recording: boolean;
  voicemail: { action: "hang_up" | "leave_message" | "continue"; message: string };
  silence: { prompt_after_s: number; max_prompts: number; prompt: string; goodbye: string };
  max_duration_s: number;
  tools: {
    builtin: BuiltinTool[];
    transfer_targets: Record<string, string>;
    http: HttpTool[];
  };
  limits: { per_call_usd: number | null; per_day_usd: number | null };
  retention_days: number | null;
  enabled: boolean;
}

export interface Agent extends AgentFields {
  id: string;
  org_id: string;
  version: number;
  created_at: string;
  updated_at: string;
  effective_voice: string;
  number_status: string | null;
  number_id: string | null;
  live_calls: number;
  warnings: Notice[];
}

export interface Notice {
  code: string;
  field: string;
  message: string;
  cure: string | null;
}

export interface AgentVersion {
  agent_id: string;
  version: number;
  author: string;
  note: string;
  created_at: string;
  changed: string[];
  fields: AgentFields;
}

export interface Template {
  id: string;
  name: string;
  description: string;
  builtin: boolean;
  fields: Partial<AgentFields>;
}

export type CallStatus =
  "queued" | "ringing" | "in_progress" | "completed" | "busy" | "no_answer" | "canceled" | "failed";

export const FINAL: ReadonlySet<string> = new Set([
  "completed",
  "busy",
  "no_answer",
  "canceled",
  "failed",
]);

export interface CostItem {
  kind: string;
  description: string;
  quantity: number;
  unit: string;
  unit_price_usd: number;
  amount_usd: number;
  source: string;
  final: boolean;
}

export interface Call {
  id: string;
  agent_id: string;
  agent_version: number;
  agent_name: string;
  agent?: Agent | null;
  direction: "inbound" | "outbound" | "browser";
  status: CallStatus;
  outcome: string | null;
  end_reason: string | null;
  from_number: string;
  to_number: string;
  worker_id: string | null;
  phase: string;
  context_data: JsonObject;
  notes: string;
  system_prompt: string;
  context_version: number;
  created_at: string;
  answered_at: string | null;
  ended_at: string | null;
  duration_s: number | null;
  answered_by: string | null;
  cost: {
    items: CostItem[];
    total_usd: number;
    final: boolean;
    carrier_price_usd: number | null;
    carrier_error_usd: number | null;
    prices_dated: string;
  };
  stats: {
    turns: number;
    caller_turns: number;
    agent_turns: number;
    interruptions: number;
    tool_calls: number;
    tool_errors: number;
    edits: number;
    engine_sessions: number;
    reply_ms: number[];
  };
  last_words: string;
  summary: string | null;
  has_recording: boolean;
  muted: boolean;
  taken_over_by: string | null;
  resume_count: number;
  version: number;
}

export interface Turn {
  id: string;
  call_id: string;
  index: number;
  role: "caller" | "agent" | "operator" | "system";
  said: string;
  heard: string;
  started_ms: number;
  ended_ms: number | null;
  heard_ms: number;
  said_ms: number;
  interrupted: boolean;
  final: boolean;
  kind: "speech" | "dtmf" | "tool" | "greeting" | "prompt" | "event";
  item_id: string;
  latency: Latency | null;
  data: JsonObject;
}

export type EditMode = "now" | "after_sentence" | "next_turn";
export type EditState =
  "draft" | "pending" | "sent" | "confirmed" | "refused" | "expired" | "undone";

export interface Edit {
  id: string;
  call_id: string;
  batch_id: string | null;
  author: string;
  mode: EditMode;
  set: JsonObject;
  unset: string[];
  notes: string | null;
  system_prompt: string | null;
  probe: string | null;
  probe_answer: string | null;
  state: EditState;
  reason: string | null;
  before: JsonObject;
  undoes: string | null;
  undone_by: string | null;
  until: string | null;
  created_at: string;
  sent_at: string | null;
  confirmed_at: string | null;
  turn: number | null;
  at_ms: number | null;
}

export type CommandKind =
  | "say"
  | "whisper"
  | "mute"
  | "unmute"
  | "hang_up"
  | "transfer"
  | "warm_transfer"
  | "hold"
  | "unhold"
  | "send_dtmf"
  | "take_over"
  | "hand_back"
  | "probe";

export interface Command {
  id: string;
  call_id: string;
  kind: CommandKind;
  args: JsonObject;
  author: string;
  state: "pending" | "running" | "done" | "refused" | "failed";
  result: string | null;
  created_at: string;
  done_at: string | null;
  at_ms: number | null;
}

export interface FlightEvent {
  call_id: string;
  seq: number;
  at_ms: number;
  leg: "carrier" | "engine" | "operator" | "phony";
  direction: "in" | "out" | "note";
  name: string;
  data: JsonObject;
}

export interface PhoneNumber {
  id: string;
  phone_number: string;
  sid: string;
  friendly_name: string;
  capabilities: Record<string, boolean>;
  status: "available" | "assigned" | "elsewhere" | "missing";
  agent_id: string | null;
  config: { voice_url: string; voice_application_sid: string; trunk_sid: string };
  synced_at: string | null;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  total: number;
}
