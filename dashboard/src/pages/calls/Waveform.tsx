import { ActionIcon, Group, SegmentedControl, Text } from "@mantine/core";
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import WaveSurfer from "wavesurfer.js";
import type { Waveform as Peaks } from "../../api/types";
import type { Playback } from "../../audio/playback";
import { clock } from "../../lib/format";

const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Both sides of the recording, one above the other. */
export default function Waveform({
  waveform,
  url,
  playback,
}: {
  waveform: Peaks;
  url: string;
  playback: Playback;
}) {
  const host = useRef<HTMLDivElement>(null);
  const state = useSyncExternalStore(playback.state.subscribe, playback.state.get);
  const { playing, at, rate, error } = state;

  useEffect(() => {
    if (!host.current) return;
    const scale = (peaks: number[]) => peaks.map((peak) => peak / 100);
    const media = new Audio();
    media.preload = "metadata";
    media.src = url;
    const surfer = WaveSurfer.create({
      container: host.current,
      height: 52,
      barWidth: 2,
      barGap: 1,
      barRadius: 2,
      normalize: false,
      dragToSeek: true,
      media,
      duration: waveform.duration_s,
      peaks: [scale(waveform.caller), scale(waveform.agent)],
      cursorColor: colour("--mantine-color-text"),
      splitChannels: [
        { waveColor: `${colour("--phony-caller")}88`, progressColor: colour("--phony-caller") },
        { waveColor: `${colour("--phony-agent")}88`, progressColor: colour("--phony-agent") },
      ],
    });
    return playback.attach(surfer, waveform.start_ms);
  }, [url, waveform, playback]);

  return (
    <div>
      <Group wrap="nowrap" align="center" gap="md">
        <ActionIcon
          size={44}
          radius="xl"
          aria-label={playing ? "Pause the recording" : "Play the recording"}
          onClick={() => playback.toggle()}
          onKeyDown={(event) => {
            if (event.key === "ArrowRight") playback.seek(5);
            if (event.key === "ArrowLeft") playback.seek(-5);
          }}
        >
          {playing ? <IconPlayerPauseFilled size={20} /> : <IconPlayerPlayFilled size={20} />}
        </ActionIcon>
        <div style={{ flex: 1, minWidth: 0 }}>
          <div
            ref={host}
            data-testid="waveform"
            role="img"
            aria-label="Waveform: caller above, agent below"
          />
        </div>
      </Group>
      <Group justify="space-between" mt={6}>
        <Group gap="md">
          <Text size="xs" c="dimmed" className="numbers" data-testid="play-time">
            {clock(at * 1000)} / {clock(waveform.duration_s * 1000)}
          </Text>
          <Text size="xs" className="who" data-role="caller">
            Caller
          </Text>
          <Text size="xs" className="who" data-role="agent">
            Agent
          </Text>
        </Group>
        <SegmentedControl
          size="xs"
          aria-label="Speed of playback"
          value={rate}
          onChange={(value) => playback.setRate(value)}
          data={["1", "1.5", "2"].map((value) => ({ value, label: `${value}×` }))}
        />
      </Group>
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
