import type { EditMode } from "../../api/types";

export const MODES: { value: EditMode; label: string }[] = [
  { value: "now", label: "Now, interrupting" },
  { value: "after_sentence", label: "After this sentence" },
  { value: "next_turn", label: "At the next turn" },
];
