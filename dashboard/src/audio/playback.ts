/** A recording as it plays: where it is, whether it runs, and what went wrong. */

import { Store } from "../api/feed";

/** What is asked of whatever plays the sound; a WaveSurfer does it. */
export interface Player {
  on(event: "play" | "pause" | "error", told: () => void): unknown;
  on(event: "timeupdate", told: (seconds: number) => void): unknown;
  setTime(seconds: number): void;
  setPlaybackRate(rate: number): void;
  skip(seconds: number): void;
  play(): Promise<void>;
  playPause(): Promise<void>;
  destroy(): void;
}

interface PlaybackState {
  playing: boolean;
  /** Seconds into the recording. */
  at: number;
  rate: string;
  error: string | null;
}

export class Playback {
  readonly state = new Store<PlaybackState>({ playing: false, at: 0, rate: "1", error: null });

  private player: Player | null = null;
  private startMs = 0;

  /** Follow a player whose recording begins at a place on the call's clock; returns the end. */
  attach(player: Player, startMs: number): () => void {
    this.player = player;
    this.startMs = startMs;
    this.change({ playing: false, at: 0, error: null });
    player.on("play", () => this.change({ playing: true }));
    player.on("pause", () => this.change({ playing: false }));
    player.on("timeupdate", (at) => this.change({ at }));
    player.on("error", () => this.change({ error: "The recording could not be loaded." }));
    return () => {
      player.destroy();
      this.player = null;
    };
  }

  /** Where it is on the call's clock; null as long as there is no player. */
  callMs(): number | null {
    return this.player && this.state.get().at * 1000 + this.startMs;
  }

  /** Play from a place on the call's clock. */
  play(callMs: number): void {
    this.player?.setTime(Math.max(0, (callMs - this.startMs) / 1000));
    void this.player?.play();
  }

  toggle(): void {
    void this.player?.playPause();
  }

  seek(seconds: number): void {
    this.player?.skip(seconds);
  }

  setRate(rate: string): void {
    this.player?.setPlaybackRate(Number(rate));
    this.change({ rate });
  }

  private change(part: Partial<PlaybackState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }
}
