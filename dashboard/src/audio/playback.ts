/** A recording as it plays: where it is, whether it runs, and what went wrong. */

import type WaveSurfer from "wavesurfer.js";
import { Store } from "../api/feed";

interface PlaybackState {
  playing: boolean;
  /** Seconds into the recording. */
  at: number;
  rate: string;
  error: string | null;
}

export class Playback {
  readonly state = new Store<PlaybackState>({ playing: false, at: 0, rate: "1", error: null });

  private surfer: WaveSurfer | null = null;
  private startMs = 0;

  /** Follow a player whose recording begins at a place on the call's clock; returns the end. */
  attach(surfer: WaveSurfer, startMs: number): () => void {
    this.surfer = surfer;
    this.startMs = startMs;
    this.change({ playing: false, at: 0, error: null });
    surfer.on("play", () => this.change({ playing: true }));
    surfer.on("pause", () => this.change({ playing: false }));
    surfer.on("timeupdate", (at) => this.change({ at }));
    surfer.on("error", () => this.change({ error: "The recording could not be loaded." }));
    return () => {
      surfer.destroy();
      this.surfer = null;
    };
  }

  /** Where it is on the call's clock; null as long as there is no player. */
  callMs(): number | null {
    return this.surfer && this.state.get().at * 1000 + this.startMs;
  }

  /** Play from a place on the call's clock. */
  play(callMs: number): void {
    this.surfer?.setTime(Math.max(0, (callMs - this.startMs) / 1000));
    void this.surfer?.play();
  }

  toggle(): void {
    void this.surfer?.playPause();
  }

  seek(seconds: number): void {
    this.surfer?.skip(seconds);
  }

  setRate(rate: string): void {
    this.surfer?.setPlaybackRate(Number(rate));
    this.change({ rate });
  }

  private change(part: Partial<PlaybackState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }
}
