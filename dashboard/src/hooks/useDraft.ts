import { useState } from "react";
import {
  follow,
  fresh,
  hasMoved,
  type Held,
  isDirty,
  rebase,
  report,
  type Same,
  settle,
} from "../lib/draft";
import { sameJson } from "../lib/json";

/** A draft of what the server holds; `held` may move under it at any time. */
export function useDraft<T extends object>(held: Held<T>, same: Same<T> = sameJson) {
  const [kept, setKept] = useState(() => fresh(held));
  const draft = follow(kept, held, same);
  if (draft !== kept) setKept(draft);
  return {
    value: draft.value,
    base: draft.base,
    unread: draft.unread,
    dirty: isDirty(draft, same),
    /** Somebody else changed it while this was typed. */
    moved: hasMoved(draft, held, same),
    change: (part: Partial<T>) => setKept((old) => ({ ...old, value: { ...old.value, ...part } })),
    /** For an editor of text that may be unreadable: told whenever that changes. */
    readable: (field: string) => (yes: boolean) => setKept((old) => report(old, field, yes)),
    discard: () => setKept((old) => ({ ...fresh(held), unread: old.unread })),
    settle: (saved: Held<T>, sent: T) => setKept((old) => settle(old, saved, sent, same)),
    /** What was typed, put on top of what the server holds by now. */
    rebase: (merge: (base: T, mine: T, theirs: T) => T) =>
      setKept((old) => rebase(old, held, merge)),
  };
}
