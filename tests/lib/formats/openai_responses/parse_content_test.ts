import assert from "node:assert/strict";
import {
  itemExtra,
  parseAnnotation,
  parseContent,
} from "../../../../lib/formats/openai_responses/parse_content.ts";

Deno.test("parseContent reads every kind of part", () => {
  const parts = parseContent([
    { type: "input_text", text: "Hi", prompt_cache_breakpoint: { mode: "explicit" } },
    { type: "input_image", image_url: "data:image/png;base64,AAAA", detail: "low" },
    { type: "input_image", image_url: "https://x.test/a.png" },
    { type: "input_image", file_id: "file-1" },
    { type: "input_file", filename: "a.pdf", file_data: "AAAA" },
    { type: "input_file", file_url: "https://x.test/a.pdf" },
    { type: "input_audio", input_audio: { data: "AAAA", format: "mp3" } },
    { type: "input_smell", odour: "rose" },
  ], "input[0].content");

  const at = (i: number) => ({ at: `input[0].content[${i}]` });
  const pdf = { kind: "base64", mediaType: "application/pdf", data: "AAAA" };
  assert.deepEqual(parts, [
    { type: "text", text: "Hi", cache: { ttl: "5m" }, ...at(0) },
    {
      type: "image",
      source: { kind: "base64", mediaType: "image/png", data: "AAAA" },
      detail: "low",
      ...at(1),
    },
    {
      type: "image",
      source: { kind: "url", url: "https://x.test/a.png", mediaType: null },
      ...at(2),
    },
    {
      type: "image",
      source: { kind: "file_id", id: "file-1", format: "openai_responses" },
      ...at(3),
    },
    { type: "file", source: pdf, name: "a.pdf", ...at(4) },
    {
      type: "file",
      source: { kind: "url", url: "https://x.test/a.pdf", mediaType: null },
      ...at(5),
    },
    {
      type: "audio",
      source: { kind: "base64", mediaType: "audio/mpeg", data: "AAAA" },
      ...at(6),
    },
    {
      type: "foreign",
      format: "openai_responses",
      value: { type: "input_smell", odour: "rose" },
      ...at(7),
    },
  ]);
});

Deno.test("parseContent keeps members that it does not know", () => {
  const [part] = parseContent([{ type: "input_text", text: "Hi", colour: "red" }], "c");

  assert.deepEqual(part?.extra, { format: "openai_responses", fields: { colour: "red" } });
});

Deno.test("parseContent names the part that is wrong", () => {
  for (
    const [content, param] of [
      [7, "c"],
      [[7], "c[0]"],
      [[{ text: "x" }], "c[0].type"],
      [[{ type: "input_text" }], "c[0].text"],
      [[{ type: "input_image" }], "c[0]"],
      [[{ type: "input_file" }], "c[0]"],
      [[{ type: "input_audio", input_audio: {} }], "c[0].input_audio.data"],
    ] as const
  ) {
    assert.throws(() => parseContent(content, "c"), { code: "invalid_request", param });
  }
});

Deno.test("parseAnnotation keeps the annotation beside what it says", () => {
  const fields = { type: "file_citation", file_id: "f", filename: "a.txt", index: 3 };

  assert.deepEqual(parseAnnotation(fields), {
    url: null,
    title: "a.txt",
    citedText: null,
    start: null,
    end: null,
    raw: { format: "openai_responses", fields },
  });
});

Deno.test("itemExtra tells the phase apart from other unknown members", () => {
  const known = new Set(["type"]);

  assert.deepEqual(itemExtra({ type: "message", phase: "commentary", x: 1 }, known)?.fields, {
    phase: "commentary",
    item: { x: 1 },
  });
  assert.equal(itemExtra({ type: "message" }, known), undefined);
});
