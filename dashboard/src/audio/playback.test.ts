import { describe, expect, it } from "vitest";
import { Playback, type Player } from "./playback";

type Told = Parameters<Player["on"]>[1];

/** A player without sound: keeps what it was asked, and says what it is made to say. */
class Silent implements Player {
  readonly asked: string[] = [];
  private readonly told = new Map<string, Told>();
  on(event: string, told: Told): void {
    this.told.set(event, told);
  }
  says(event: string, seconds = 0): void {
    this.told.get(event)?.(seconds);
  }
  setTime = (seconds: number) => void this.asked.push(`at ${seconds}`);
  setPlaybackRate = (rate: number) => void this.asked.push(`rate ${rate}`);
  skip = (seconds: number) => void this.asked.push(`skip ${seconds}`);
  play = () => Promise.resolve(void this.asked.push("play"));
  playPause = () => Promise.resolve(void this.asked.push("toggle"));
  destroy = () => void this.asked.push("destroy");
}

describe("a recording", () => {
  it("says where it is on the call's clock, which began before it", () => {
    const playback = new Playback();
    expect(playback.callMs()).toBeNull();
    const player = new Silent();
    const end = playback.attach(player, 1500);
    expect(playback.callMs()).toBe(1500);
    player.says("timeupdate", 2);
    expect(playback.callMs()).toBe(3500);
    playback.play(4500);
    playback.play(200); // before the recording begins
    expect(player.asked).toEqual(["at 3", "play", "at 0", "play"]);
    end();
    expect(playback.callMs()).toBeNull();
  });

  it("shows what its player says, and asks it for what was clicked", () => {
    const playback = new Playback();
    const player = new Silent();
    playback.attach(player, 0);
    player.says("play");
    expect(playback.state.get().playing).toBe(true);
    player.says("pause");
    expect(playback.state.get().playing).toBe(false);
    playback.toggle();
    playback.seek(-5);
    playback.setRate("1.5");
    expect(player.asked).toEqual(["toggle", "skip -5", "rate 1.5"]);
    expect(playback.state.get().rate).toBe("1.5");
    player.says("error");
    expect(playback.state.get().error).toContain("could not be loaded");
  });

  it("begins anew with another player", () => {
    const playback = new Playback();
    const first = new Silent();
    playback.attach(first, 0)();
    expect(first.asked).toEqual(["destroy"]);
    first.says("error");
    playback.attach(new Silent(), 0);
    expect(playback.state.get()).toMatchObject({ playing: false, at: 0, error: null });
  });
});
