import { describe, expect, it } from "vitest";
import { contextDiff, reapply } from "./contextDiff";
import {
  type Draft,
  follow,
  fresh,
  hasMoved,
  type Held,
  isDirty,
  rebase,
  report,
  settle,
} from "./draft";
import type { JsonObject } from "./json";

const v1: Held<JsonObject> = { value: { hours: "9-5", vip: false }, version: 1 };
const v2: Held<JsonObject> = { value: { hours: "9-6", vip: false }, version: 2 };
const typed = (change: JsonObject): Draft<JsonObject> => ({
  ...fresh(v1),
  value: { ...v1.value, ...change },
});

describe("a draft", () => {
  it("is clean until something differs, and clean again when it is typed back", () => {
    expect(isDirty(fresh(v1))).toBe(false);
    expect(isDirty(typed({ vip: true }))).toBe(true);
    expect(isDirty(typed({ vip: false }))).toBe(false);
  });

  it("follows the base while nothing was typed", () => {
    expect(follow(fresh(v1), v2)).toMatchObject({ base: v2, value: v2.value });
  });

  it("stands still while the base does, so that following it renders nothing", () => {
    const draft = typed({ vip: true });
    expect(follow(draft, { ...v1, value: { ...v1.value } })).toBe(draft);
  });

  it("keeps what was typed when the base moves under it, and says so", () => {
    const draft = typed({ vip: true });
    expect(follow(draft, v2)).toBe(draft);
    expect(hasMoved(draft, v2)).toBe(true);
    expect(draft.base.version).toBe(1);
  });

  it("follows a base that came to say the same", () => {
    const draft = follow(typed({ hours: "9-6" }), v2);
    expect(draft).toMatchObject({ base: v2, value: v2.value });
    expect(isDirty(draft)).toBe(false);
  });

  it("notices a new version of the same, and the same version of something new", () => {
    expect(hasMoved(fresh(v1), { ...v1, version: 2 })).toBe(true);
    expect(hasMoved(fresh(v1), { ...v2, version: 1 })).toBe(true);
  });

  it("goes on top of what changed meanwhile", () => {
    const merge = (base: JsonObject, mine: JsonObject, theirs: JsonObject) =>
      reapply(theirs, contextDiff(base, mine));
    const draft = rebase(typed({ vip: true }), v2, merge);
    expect(draft).toMatchObject({ base: v2, value: { hours: "9-6", vip: true } });
    expect(hasMoved(draft, v2)).toBe(false);
    expect(isDirty(draft)).toBe(true);
  });

  it("is settled by its own save, but for what was typed meanwhile", () => {
    const sent = { hours: "9-6 ", vip: false };
    expect(settle(typed(sent), v2, sent).value).toEqual(v2.value);
    const later = settle(typed({ ...sent, vip: true }), v2, sent);
    expect(later).toMatchObject({ base: v2, value: { vip: true } });
    expect(isDirty(later)).toBe(true);
  });

  it("compares as it is told to", () => {
    const same = (one: JsonObject, other: JsonObject) => one.hours === other.hours;
    expect(isDirty(typed({ vip: true }), same)).toBe(false);
    expect(follow(typed({ vip: true }), v2, same).value).toEqual(v2.value);
  });

  it("knows the fields that cannot be read yet", () => {
    const broken = report(report(fresh(v1), "context_data", false), "tool_1", false);
    expect(broken.unread).toEqual(["context_data", "tool_1"]);
    expect(report(broken, "tool_1", false)).toBe(broken);
    expect(report(broken, "context_data", true).unread).toEqual(["tool_1"]);
    expect(follow(broken, v2).unread).toEqual(broken.unread);
  });
});
