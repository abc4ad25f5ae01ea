import { describe, expect, it } from "vitest";
import { missingVariables, renderParts, variables } from "./template";

describe("templates", () => {
  it("finds variables once and in order", () => {
    expect(variables("{{b}} {{ a }} {{b}} {not} {{x.y}}")).toEqual(["b", "a", "x.y"]);
  });

  it("fills in values and leaves missing ones empty", () => {
    const parts = renderParts("Hi {{name}}, {{gone}}!", { name: "Ada" });
    expect(parts.map((part) => part.text).join("")).toBe("Hi Ada, !");
    expect(parts.find((part) => part.variable === "gone")?.missing).toBe(true);
  });

  it("lists what the data does not fill", () => {
    expect(missingVariables(["{{a}}", "{{b}} {{c}}"], { a: 1, c: null })).toEqual(["b", "c"]);
  });
});
