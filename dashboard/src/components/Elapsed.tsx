import { useSyncExternalStore } from "react";
import { duration } from "../lib/format";

let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** One second hand for the whole page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Whole seconds: the same for everything that is drawn within one. */
const second = (): number => Math.floor(Date.now() / 1000);

/** How long something has been going on, ticking. */
export function Elapsed({ since }: { since: string }) {
  const now = useSyncExternalStore(subscribe, second);
  return <span className="numbers">{duration(now - new Date(since).getTime() / 1000)}</span>;
}
