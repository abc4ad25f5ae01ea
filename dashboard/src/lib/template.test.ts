import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "./json";
import { missingVariables, renderParts, variables } from "./template";

interface Case {
  template: string;
  values: JsonObject;
  text: string;
}

const render = (text: string, ...data: JsonObject[]) =>
  renderParts(text, ...data)
    .map((part) => part.text)
    .join("");

const table = new URL("../../../tests/domain/template_cases.json", import.meta.url);
const cases = JSON.parse(readFileSync(table, "utf8")) as Case[];

describe("templates", () => {
  it.each(cases)("as the server: $template", ({ template, values, text }) => {
    expect(render(template, values)).toBe(text);
  });

  it("finds variables once and in order", () => {
    expect(variables("{{b}} {{ a }} {{b}} {not} {{x.y | default: z}} \\{{q}}")).toEqual([
      "b",
      "a",
      "x.y",
    ]);
  });

  it("marks what was filled in", () => {
    expect(renderParts("Hi {{name}}, {{gone}}!", { name: "Ada" })).toEqual([
      { text: "Hi " },
      { text: "Ada", variable: "name" },
      { text: "!" },
    ]);
  });

  it("lists what neither the data nor a default fills", () => {
    const texts = ["{{a}}", "{{b}} {{c}} {{d | default: x}} {{time}}"];
    expect(missingVariables(texts, { a: 1, c: null }, { time: "now" })).toEqual(["b", "c"]);
  });

  it("takes the first data that has a value", () => {
    expect(
      render("{{date}} {{time}}", { date: "mine", time: "" }, { date: "x", time: "noon" }),
    ).toBe("mine noon");
  });
});
