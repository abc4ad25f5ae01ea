import { describe, expect, it } from "vitest";
import { draftErrors, type PriceTable, readPrice, toChanges, toDraft } from "./prices";

const model = (audio_out: number) => ({
  audio_in: 32,
  audio_in_cached: 0.4,
  audio_out,
  text_in: 4,
  text_in_cached: 0.4,
  text_out: 24,
  image_in: 5,
  image_in_cached: 0.5,
});
const BASE: PriceTable = {
  dated: "2026-10-03",
  models: { "gpt-realtime-2.1": model(64), "gpt-realtime-mini": model(20) },
  transcription: { "whisper-1": { per_minute: 0.006 } },
  carrier: {
    inbound_local: 0.0085,
    inbound_toll_free: 0.022,
    outbound: { "+1": 0.014 },
    outbound_other: 0.25,
    media_stream: 0.0044,
    recording: 0.0025,
    detection: 0.0075,
  },
  unlisted_model: "gpt-realtime-2.1",
  unlisted_transcription: "whisper-1",
};
const edited = (cells: Record<string, string>) => {
  const draft = toDraft(BASE);
  return { ...draft, cells: { ...draft.cells, ...cells } };
};

describe("the price table", () => {
  it("differs in nothing before anything is changed", () => {
    expect(toChanges(BASE, toDraft(BASE))).toEqual({});
  });

  it("says only what was changed", () => {
    const draft = edited({
      "models.gpt-realtime-2.1.audio_out": "60",
      "carrier.recording": "0,003",
    });
    expect(toChanges(BASE, { ...draft, dated: "2026-11-01" })).toEqual({
      dated: "2026-11-01",
      models: { "gpt-realtime-2.1": { audio_out: 60 } },
      carrier: { recording: 0.003 },
    });
  });

  it("adds rows whole and removes them with null", () => {
    const draft = edited({ "carrier.outbound.+44": "0.02", "transcription.mine.per_minute": "0" });
    const next = {
      ...draft,
      models: ["gpt-realtime-2.1"],
      outbound: ["+44"],
      transcription: ["whisper-1", "mine"],
    };
    expect(toChanges(BASE, next)).toEqual({
      models: { "gpt-realtime-mini": null },
      transcription: { mine: { per_minute: 0 } },
      carrier: { outbound: { "+44": 0.02, "+1": null } },
    });
  });

  it("takes prices from 0 and names the cells that hold none", () => {
    expect(["0", "1.5", "1,5", "", "-1", "much"].map(readPrice)).toEqual([
      0,
      1.5,
      1.5,
      null,
      null,
      null,
    ]);
    const wrong = draftErrors(edited({ "carrier.detection": "free" }));
    expect([...wrong.keys()]).toEqual(["carrier.detection"]);
  });
});
