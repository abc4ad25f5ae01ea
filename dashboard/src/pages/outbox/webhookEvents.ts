import type { WebhookEvent } from "../../api/webhooks";

export const EVENTS: WebhookEvent[] = [
  "call.started",
  "call.ended",
  "call.finished",
  "transcript.ready",
  "summary.ready",
  "edit.confirmed",
  "limit.reached",
];
