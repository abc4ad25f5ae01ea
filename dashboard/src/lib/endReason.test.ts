import { describe, expect, it } from "vitest";
import { endReason } from "./endReason";

describe("why a call ended", () => {
  it("is said with a cure where we know it", () => {
    const why = endReason({ outcome: "engine_failed", end_reason: "insufficient_quota" });
    expect(why?.what).toContain("out of quota");
    expect(why?.cure).toContain("Fallback");
  });

  it("is said of a caller who was passed on for want of an engine", () => {
    const why = endReason({ outcome: "transferred", end_reason: "no engine: invalid_api_key" });
    expect(why?.cure).toContain("OPENAI_API_KEY");
  });

  it("is shown as it is where we do not", () => {
    const why = endReason({ outcome: "carrier_failed", end_reason: "carrier:failed" });
    expect(why).toEqual({ what: "Why it ended: carrier:failed.", cure: "" });
  });

  it("is nothing to tell of a call that went well", () => {
    expect(endReason({ outcome: "caller_hung_up", end_reason: "hangup" })).toBeNull();
    expect(endReason({ outcome: null, end_reason: null })).toBeNull();
  });
});
