import assert from "node:assert/strict";
import { cacheMark, parseContent } from "../../../../lib/formats/openai_chat/parse_content.ts";
import { refusal } from "../../../support/chat_format.ts";

const part = (value: unknown) => {
  const [read] = parseContent([value], "c");
  assert.ok(read);
  const { at: _, ...rest } = read;
  return rest;
};

const parts: [what: string, given: unknown, expected: unknown][] = [
  ["text", { type: "text", text: "Hi" }, { type: "text", text: "Hi" }],
  ["a string in a list", "Hi", { type: "text", text: "Hi" }],
  ["text with a cache mark", {
    type: "text",
    text: "Hi",
    cache_control: { type: "ephemeral", ttl: "1h" },
  }, { type: "text", text: "Hi", cache: { ttl: "1h" } }],
  ["an unknown member", { type: "text", text: "", prompt_cache_breakpoint: { mode: "explicit" } }, {
    type: "text",
    text: "",
    extra: { format: "openai_chat", fields: { prompt_cache_breakpoint: { mode: "explicit" } } },
  }],
  ["an image in base64", {
    type: "image_url",
    image_url: { url: "data:image/png;base64,AAEC", detail: "low" },
  }, {
    type: "image",
    source: { kind: "base64", mediaType: "image/png", data: "AAEC" },
    detail: "low",
  }],
  ["an image as Mistral takes it", { type: "image_url", image_url: "https://a.test/b.png" }, {
    type: "image",
    source: { kind: "url", url: "https://a.test/b.png", mediaType: null },
  }],
  ["sound", { type: "input_audio", input_audio: { data: "AAEC", format: "mp3" } }, {
    type: "audio",
    source: { kind: "base64", mediaType: "audio/mpeg", data: "AAEC" },
  }],
  ["a file with its bytes", {
    type: "file",
    file: { filename: "a.pdf", file_data: "data:application/pdf;base64,AAEC" },
  }, {
    type: "file",
    source: { kind: "base64", mediaType: "application/pdf", data: "AAEC" },
    name: "a.pdf",
  }],
  ["a file as bare base64", { type: "file", file: { filename: "a.pdf", file_data: "AAEC" } }, {
    type: "file",
    source: { kind: "base64", mediaType: "application/pdf", data: "AAEC" },
    name: "a.pdf",
  }],
  ["an uploaded file", { type: "file", file: { file_id: "file-1" } }, {
    type: "file",
    source: { kind: "file_id", id: "file-1", format: "openai_chat" },
  }],
  ["a video", { type: "video_url", video_url: { url: "https://a.test/b" } }, {
    type: "file",
    source: { kind: "url", url: "https://a.test/b", mediaType: "video/mp4" },
  }],
  ["what nobody here knows", { type: "reference", reference_ids: [1] }, {
    type: "foreign",
    format: "openai_chat",
    value: { type: "reference", reference_ids: [1] },
  }],
];

for (const [what, given, expected] of parts) {
  Deno.test(`parseContent reads ${what}`, () => assert.deepEqual(part(given), expected));
}

Deno.test("parseContent takes a string for one text, and null or '' for none", () => {
  assert.deepEqual(parseContent("Hi", "messages[0].content"), [
    { type: "text", text: "Hi", at: "messages[0].content" },
  ]);
  assert.deepEqual(parseContent(null, "c"), []);
  assert.deepEqual(parseContent("", "c"), []);
});

const wrong: [content: unknown, param: string][] = [
  [5, "c"],
  [[5], "c[0]"],
  [[{ text: "no type" }], "c[0].type"],
  [[{ type: "text", text: 5 }], "c[0].text"],
  [[{ type: "image_url", image_url: {} }], "c[0].image_url.url"],
  [[{ type: "input_audio", input_audio: { data: "x" } }], "c[0].input_audio.format"],
  [[{ type: "text", text: "" }, { type: "file", file: {} }], "c[1].file"],
];

for (const [content, param] of wrong) {
  Deno.test(`parseContent refuses ${JSON.stringify(content)} and names ${param}`, () => {
    assert.equal(refusal(() => parseContent(content, "c")).param, param);
  });
}

Deno.test("cacheMark reads a mark of five minutes unless an hour is asked for", () => {
  assert.deepEqual(cacheMark({ cache_control: { type: "ephemeral" } }), { ttl: "5m" });
  assert.equal(cacheMark({ cache_control: null }), undefined);
});
