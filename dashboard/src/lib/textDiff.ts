/** Word differences of texts, by longest common subsequence. */

interface TextPart {
  text: string;
  kind: "same" | "added" | "removed";
}

/** Beyond this many cells the table costs more than it tells: show old and new whole. */
const MAX_CELLS = 4_000_000;

function sequenceDiff(before: readonly string[], after: readonly string[]): TextPart[] {
  const rows = before.length;
  const columns = after.length;
  if (rows * columns > MAX_CELLS)
    return [
      ...before.map((text): TextPart => ({ text, kind: "removed" })),
      ...after.map((text): TextPart => ({ text, kind: "added" })),
    ];
  const width = columns + 1;
  const table = new Uint32Array((rows + 1) * width);
  const at = (i: number, j: number): number => table[i * width + j] ?? 0;
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--)
      table[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const parts: TextPart[] = [];
  let i = 0;
  let j = 0;
  while (i < rows || j < columns) {
    const old = before[i];
    const next = after[j];
    if (i < rows && j < columns && old === next && old !== undefined) {
      parts.push({ text: old, kind: "same" });
      i++;
      j++;
    } else if (i < rows && old !== undefined && (j >= columns || at(i + 1, j) >= at(i, j + 1))) {
      parts.push({ text: old, kind: "removed" });
      i++;
    } else {
      parts.push({ text: next ?? "", kind: "added" });
      j++;
    }
  }
  return parts;
}

const merge = (parts: TextPart[]): TextPart[] => {
  const merged: TextPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (last?.kind === part.kind) last.text += part.text;
    else merged.push({ ...part });
  }
  return merged;
};

/** Changed words, spaces kept. */
export function wordDiff(before: string, after: string): TextPart[] {
  const words = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? [];
  return merge(sequenceDiff(words(before), words(after)));
}
