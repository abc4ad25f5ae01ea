import { describe, expect, it } from "vitest";
import { languageChoices, timeZones } from "./languages";

describe("languages", () => {
  it("are shown by name, and the present one is among them", () => {
    const choices = languageChoices("cs");
    expect(choices).toContainEqual({ value: "de", label: "German (de)" });
    expect(choices).toContainEqual({ value: "cs", label: "Czech (cs)" });
    expect(choices.filter(({ value }) => value === "en")).toHaveLength(1);
    expect(languageChoices("not a code").at(-1)?.label).toBe("not a code (not a code)");
  });
});

describe("time zones", () => {
  it("hold the present one once", () => {
    expect(timeZones("Europe/Berlin").filter((zone) => zone === "Europe/Berlin")).toHaveLength(1);
    expect(timeZones("")).not.toContain("");
  });
});
