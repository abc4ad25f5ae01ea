import { describe, expect, it } from "vitest";
import { newSid, readOutbound, StreamWriter } from "./streamMessages";

describe("media stream messages", () => {
  it("count from start, with numbers as strings", () => {
    const writer = new StreamWriter("MZ1", "CA1");
    expect(JSON.parse(writer.connected())).toEqual({
      event: "connected",
      protocol: "Call",
      version: "1.0.0",
    });
    const start = JSON.parse(writer.start({ token: "t" })) as Record<string, unknown>;
    expect(start).toMatchObject({ event: "start", sequenceNumber: "1", streamSid: "MZ1" });
    expect(start.start).toMatchObject({ callSid: "CA1", customParameters: { token: "t" } });
    writer.media("AAAA");
    expect(JSON.parse(writer.media("BBBB"))).toEqual({
      event: "media",
      sequenceNumber: "3",
      streamSid: "MZ1",
      media: { track: "inbound", chunk: "2", timestamp: "20", payload: "BBBB" },
    });
    expect(JSON.parse(writer.mark("m"))).toMatchObject({
      sequenceNumber: "4",
      mark: { name: "m" },
    });
    expect(JSON.parse(writer.stop())).toMatchObject({ event: "stop" });
  });

  it("are read strictly and without throwing", () => {
    expect(readOutbound('{"event":"media","streamSid":"M","media":{"payload":"AA=="}}')).toEqual({
      event: "media",
      payload: "AA==",
    });
    expect(readOutbound('{"event":"mark","mark":{"name":"x"}}')).toEqual({
      event: "mark",
      name: "x",
    });
    expect(readOutbound('{"event":"clear"}')).toEqual({ event: "clear" });
    for (const bad of ["", "null", "{}", '{"event":"media","media":{}}', '{"event":"new"}'])
      expect(readOutbound(bad)).toBeNull();
  });

  it("make ids in the carrier's form", () => {
    expect(newSid("MZ")).toMatch(/^MZ[0-9a-f]{32}$/);
  });
});
