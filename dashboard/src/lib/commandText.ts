import type { Command } from "../api/types";

/** A command as a sentence that begins with its author. */
export function commandText({ kind, args }: Pick<Command, "kind" | "args">): string {
  const arg = (name: string): string => (typeof args[name] === "string" ? args[name] : "");
  switch (kind) {
    case "say":
      return `had the agent say “${arg("text")}”`;
    case "whisper":
      return `whispered “${arg("text")}”`;
    case "mute":
      return "muted the agent";
    case "unmute":
      return "unmuted the agent";
    case "hang_up":
      return args.when === "now" ? "hung up" : "hung up after the sentence";
    case "transfer":
      return `transferred the caller to ${arg("to_number")}`;
    case "warm_transfer":
      return `transferred the caller to ${arg("to_number")}, with an introduction`;
    case "hold":
      return "put the caller on hold";
    case "unhold":
      return "took the caller off hold";
    case "send_dtmf":
      return `pressed ${arg("digits")}`;
    case "take_over":
      return "took the call over";
    case "hand_back":
      return "handed the call back";
    case "probe":
      return `asked the model “${arg("question")}”`;
  }
}
