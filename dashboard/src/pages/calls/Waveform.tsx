import { ActionIcon, Group, SegmentedControl, Text } from "@mantine/core";
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import WaveSurfer from "wavesurfer.js";
import type { Waveform as Peaks } from "../../api/types";
import { clock } from "../../lib/format";

export interface WaveControls {
  /** Play from a place on the call's clock. */
  play: (ms: number) => void;
}

const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Both sides of the recording, one above the other. */
export default function Waveform({
  waveform,
  url,
  onTime,
  ref,
}: {
  waveform: Peaks;
  url: string;
  onTime: (callMs: number) => void;
  ref: Ref<WaveControls>;
}) {
  const host = useRef<HTMLDivElement>(null);
  const wave = useRef<WaveSurfer | null>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [rate, setRate] = useState("1");
  const [error, setError] = useState<string | null>(null);
  const startMs = waveform.start_ms;

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
    wave.current = surfer;
    surfer.on("play", () => setPlaying(true));
    surfer.on("pause", () => setPlaying(false));
    surfer.on("timeupdate", setAt);
    surfer.on("error", () => setError("The recording could not be loaded."));
    return () => {
      surfer.destroy();
      wave.current = null;
    };
  }, [url, waveform]);

  useEffect(() => onTime(at * 1000 + startMs), [at, onTime, startMs]);

  useImperativeHandle(ref, () => ({
    play: (ms: number) => {
      wave.current?.setTime(Math.max(0, (ms - startMs) / 1000));
      void wave.current?.play();
    },
  }));

  const toggle = () => void wave.current?.playPause();
  const seek = (seconds: number) => wave.current?.skip(seconds);
  return (
    <div>
      <Group wrap="nowrap" align="center" gap="md">
        <ActionIcon
          size={44}
          radius="xl"
          aria-label={playing ? "Pause the recording" : "Play the recording"}
          onClick={toggle}
          onKeyDown={(event) => {
            if (event.key === "ArrowRight") seek(5);
            if (event.key === "ArrowLeft") seek(-5);
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
          onChange={(value) => {
            setRate(value);
            wave.current?.setPlaybackRate(Number(value));
          }}
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
