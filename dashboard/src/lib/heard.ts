/** What was said against what was heard of it. */

interface SaidPart {
  text: string;
  /** `waiting`: said by the model, not yet played to the caller. */
  state: "heard" | "unheard" | "waiting";
}

interface Spoken {
  said: string;
  heard: string;
  interrupted: boolean;
  final: boolean;
}

const bare = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Where in `said` the heard words end: the heard text may differ in spaces and punctuation. */
export function heardLength(said: string, heard: string): number {
  if (said.startsWith(heard)) return heard.length;
  const heardWords = heard.split(/\s+/).map(bare).filter(Boolean);
  let matched = 0;
  let end = 0;
  for (const match of said.matchAll(/\S+/g)) {
    const word = bare(match[0]);
    const expected = heardWords[matched];
    if (word === "") {
      if (matched > 0) end = match.index + match[0].length;
      continue;
    }
    if (expected === undefined) break;
    if (word === expected) {
      matched++;
      end = match.index + match[0].length;
    } else {
      // A word cut in its middle still counts as far as it was heard.
      if (word.startsWith(expected)) end = match.index + expected.length;
      break;
    }
  }
  return end;
}

/** A turn's text in at most two parts: heard first, then what never (or not yet) was. */
export function saidParts(turn: Spoken): SaidPart[] {
  const { said, heard } = turn;
  if (!said) return heard ? [{ text: heard, state: "heard" }] : [];
  if (turn.final && !turn.interrupted) return [{ text: said, state: "heard" }];
  const end = heardLength(said, heard);
  const rest = said.slice(end);
  const parts: SaidPart[] = [];
  if (end > 0) parts.push({ text: said.slice(0, end), state: "heard" });
  if (rest.trim()) parts.push({ text: rest, state: turn.interrupted ? "unheard" : "waiting" });
  return parts;
}
