/** Voices an agent may have, and who speaks for those that a live call cannot use. */

export const REALTIME_VOICES = [
  "marin",
  "cedar",
  "alloy",
  "ash",
  "ballad",
  "coral",
  "echo",
  "sage",
  "shimmer",
  "verse",
] as const;

export const STAND_INS: Readonly<Record<string, string>> = {
  nova: "marin",
  onyx: "cedar",
  fable: "ballad",
};

/** Said before saving; the server's own warning comes with the saved agent. */
export function voiceWarning(voice: string): string | null {
  const other = STAND_INS[voice];
  return other === undefined
    ? null
    : `OpenAI Realtime has no voice “${voice}”: calls will be spoken by “${other}”.`;
}
