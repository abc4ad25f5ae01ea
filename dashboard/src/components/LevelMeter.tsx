import { useEffect, useRef } from "react";
import { feed } from "../api/feedInstance";

const share = (dbfs: number): number => Math.max(0, Math.min(1, (dbfs + 55) / 50));

/** Loudness of caller and agent; moved by script, so that levels never render anything. */
export function LevelMeter({ callId, width = 72 }: { callId: string; width?: number | string }) {
  const caller = useRef<HTMLElement>(null);
  const agent = useRef<HTMLElement>(null);
  useEffect(() => {
    const draw = () => {
      const [callerDb, agentDb] = feed.levels.get(callId) ?? [-96, -96];
      if (caller.current) caller.current.style.transform = `scaleX(${share(callerDb)})`;
      if (agent.current) agent.current.style.transform = `scaleX(${share(agentDb)})`;
    };
    draw();
    return feed.onLevels(draw);
  }, [callId]);
  return (
    <div
      className="meter"
      style={{ width }}
      role="img"
      aria-label="Levels of caller and agent"
      title="Above the caller, below the agent"
      data-testid="meter"
    >
      <span>
        <i ref={caller} />
      </span>
      <span>
        <i ref={agent} />
      </span>
    </div>
  );
}
