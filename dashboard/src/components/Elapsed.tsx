import { useEffect, useState, useSyncExternalStore } from "react";
import { duration } from "../lib/format";

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** One second hand for the whole page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
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

export function useNow(): number {
  useEffect(() => {
    now = Date.now();
  }, []);
  return useSyncExternalStore(subscribe, () => now);
}

/** How long something has been going on, ticking. */
export function Elapsed({ since }: { since: string }) {
  const [start] = useState(() => Date.now());
  const at = Math.max(useNow(), start);
  return <span className="numbers">{duration((at - new Date(since).getTime()) / 1000)}</span>;
}
