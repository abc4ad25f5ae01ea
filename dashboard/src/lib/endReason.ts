import type { Call } from "../api/types";

const FAILED = new Set(["engine_failed", "carrier_failed", "rejected", "lost", "error"]);
const WITHOUT_ENGINE = "no engine: ";

// What happened, and what to do about it.
const KNOWN: Record<string, [string, string]> = {
  insufficient_quota: [
    "The engine's account is out of quota.",
    "Add credit with its vendor, or give the agent another engine under Fallback.",
  ],
  billing_hard_limit_reached: [
    "The engine's account has reached its spending limit.",
    "Raise the limit with its vendor, or give the agent another engine under Fallback.",
  ],
  account_deactivated: [
    "The engine's account is deactivated.",
    "Ask its vendor, or give the agent another engine under Fallback.",
  ],
  invalid_api_key: [
    "The engine refused the API key.",
    "Check OPENAI_API_KEY, or the key of the agent's own engine.",
  ],
  model_not_found: [
    "The engine does not have the agent's model.",
    "Choose another model, or ask the vendor for access to it.",
  ],
  server_error: ["The engine answered with an error of its own, every time it was asked.", ""],
  "no sign of life": ["The engine took the sound and gave no sign of life.", ""],
  "engine does not answer": ["The engine did not answer.", ""],
  "its worker was lost": ["The process that ran the call ended, and the caller was gone.", ""],
  restart: ["Phony was restarted under the call.", ""],
};

/** Why a call failed, as sentences; null if it did not. */
export function endReason({ outcome, end_reason }: Pick<Call, "outcome" | "end_reason">) {
  const unserved = end_reason?.startsWith(WITHOUT_ENGINE);
  if (!end_reason || !(unserved || FAILED.has(outcome ?? ""))) return null;
  const reason = unserved ? end_reason.slice(WITHOUT_ENGINE.length) : end_reason;
  const [what, cure] = KNOWN[reason] ?? [`Why it ended: ${reason}.`, ""];
  return { what, cure };
}
