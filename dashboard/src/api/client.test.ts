import { describe, expect, it } from "vitest";
import { explain, ifMatch, lines, Problem, toProblem } from "./client";

describe("problems", () => {
  it("are read from the server's problem document", () => {
    const problem = toProblem(422, {
      title: "Invalid",
      detail: "unknown voice 'x'",
      code: "invalid",
      field: "voice",
      cure: "use one of: marin",
    });
    expect(problem).toMatchObject({ status: 422, code: "invalid", field: "voice" });
    expect(explain(problem)).toEqual({
      title: "Invalid",
      detail: "unknown voice 'x'",
      cure: "use one of: marin",
    });
  });

  it("name every field that is wrong", () => {
    const problem = toProblem(422, {
      title: "Invalid",
      errors: [{ field: "name", message: "must not be empty" }, { message: "bad" }],
    });
    expect(explain(problem).detail).toBe("name: must not be empty\nbad");
  });

  it("make sense without a document", () => {
    expect(toProblem(502, null)).toMatchObject({ status: 502, title: "HTTP 502" });
    expect(toProblem(502, "<html>").detail).toContain("could not");
    expect(explain(new Error("boom"))).toMatchObject({ detail: "boom", cure: null });
    expect(new Problem(0, "Away", "")).toMatchObject({ message: "Away" });
  });

  it("carry the version as an entity tag", () => {
    expect(ifMatch(3)).toEqual({ "if-match": '"3"' });
    expect(ifMatch(undefined)).toEqual({});
  });
});

describe("an answer by lines", () => {
  const read = async (...chunks: string[]) => {
    const bytes = new TextEncoder();
    const data = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(stream) {
        for (const chunk of chunks) stream.enqueue(bytes.encode(chunk));
        stream.close();
      },
    });
    const found: unknown[] = [];
    for await (const line of lines(Promise.resolve({ data }))) found.push(line);
    return found;
  };

  it("is cut at line ends, wherever its chunks end", async () => {
    expect(await read('{"a":1}\n{"b"', ':"é"}', '\n\n{"c":3}\n')).toEqual([
      { a: 1 },
      { b: "é" },
      { c: 3 },
    ]);
  });

  it("may end without a line end, or say nothing", async () => {
    expect(await read('{"a":1}')).toEqual([{ a: 1 }]);
    expect(await read("")).toEqual([]);
  });

  it("does not hide a line that broke off", async () => {
    await expect(read('{"a":1}\n{"b":')).rejects.toThrow(SyntaxError);
  });
});
