import assert from "node:assert/strict";
import { readDocument, readImage } from "../../../../lib/formats/anthropic_messages/parse_media.ts";
import { flowError } from "../../../support/flow_error.ts";

const images: [source: Record<string, unknown>, expected: unknown][] = [
  [
    { type: "base64", media_type: "image/png", data: "AA==" },
    { kind: "base64", mediaType: "image/png", data: "AA==" },
  ],
  [{ type: "url", url: "https://a" }, { kind: "url", url: "https://a", mediaType: null }],
  [
    { type: "file", file_id: "file_1" },
    { kind: "file_id", id: "file_1", format: "anthropic_messages" },
  ],
];
for (const [source, expected] of images) {
  Deno.test(`readImage reads a source of type ${source.type}`, () => {
    assert.deepEqual(readImage({ type: "image", source }, "at").source, expected);
  });
}

Deno.test("readDocument takes plain text as a text file with its title", () => {
  const source = { type: "text", media_type: "text/plain", data: "Grüße" };

  const { part } = readDocument({ type: "document", title: "Letter", source }, "at");

  assert.deepEqual(part, {
    type: "file",
    at: "at",
    name: "Letter",
    source: { kind: "base64", mediaType: "text/plain", data: btoa("Gr\u00c3\u00bc\u00c3\u009fe") },
  });
});

Deno.test("readDocument keeps how blocks of text were given", () => {
  const content = [{ type: "text", text: "a" }, { type: "text", text: "b" }];
  const source = { type: "content", content };

  const { part, rest } = readDocument({ type: "document", source }, "at");

  assert.deepEqual(
    part.type === "file" && part.source.kind === "base64" && part.source.data,
    btoa("a\nb"),
  );
  assert.deepEqual(rest, { source });
});

Deno.test("readDocument leaves blocks with pictures to Anthropic", () => {
  const block = { type: "document", source: { type: "content", content: [{ type: "image" }] } };

  assert.deepEqual(readDocument(block, "at").part, {
    type: "foreign",
    at: "at",
    format: "anthropic_messages",
    value: block,
  });
});

Deno.test("readImage and readDocument name a source that does not exist", () => {
  const block = { source: { type: "smoke" } };

  assert.throws(() => readImage(block, "m"), flowError("invalid_request", /m\.source\.type/));
  assert.throws(() => readDocument(block, "m"), flowError("invalid_request", /m\.source\.type/));
});
