import assert from "node:assert/strict";
import type {
  FilePart,
  ImagePart,
  MediaSource,
} from "../../../../lib/domain/conversation/parts.ts";
import { Losses } from "../../../../lib/formats/anthropic_messages/losses.ts";
import {
  audioBlock,
  fileBlock,
  imageBlock,
} from "../../../../lib/formats/anthropic_messages/render_media.ts";
import { flowError } from "../../../support/flow_error.ts";

const image = (source: MediaSource, detail?: string): ImagePart => ({
  type: "image",
  at: "m",
  source,
  ...(detail === undefined ? {} : { detail }),
});
const file = (source: MediaSource, name?: string): FilePart => ({
  type: "file",
  at: "m",
  source,
  ...(name === undefined ? {} : { name }),
});
const base64 = (mediaType: string, data = btoa("text")) =>
  ({ kind: "base64", mediaType, data }) as const;
const url = (value: string, mediaType: string | null = null) =>
  ({ kind: "url", url: value, mediaType }) as const;

const images: [source: MediaSource, expected: Record<string, unknown>][] = [
  [base64("image/png", "AA=="), { type: "base64", media_type: "image/png", data: "AA==" }],
  [url("https://a"), { type: "url", url: "https://a" }],
  [url("data:image/gif;base64,AA=="), { type: "base64", media_type: "image/gif", data: "AA==" }],
  [{ kind: "file_id", id: "f", format: "anthropic_messages" }, { type: "file", file_id: "f" }],
];
for (const [source, expected] of images) {
  Deno.test(`imageBlock writes ${JSON.stringify(source)}`, () => {
    assert.deepEqual(imageBlock(image(source), new Losses()), { type: "image", source: expected });
  });
}

Deno.test("imageBlock names the detail that is lost", () => {
  const losses = new Losses();

  imageBlock(image(url("https://a"), "high"), losses);
  imageBlock(image(url("https://a"), "auto"), losses);

  assert.deepEqual(losses.list.map(({ field }) => field), ["m.detail"]);
});

const files: [what: string, part: FilePart, expected: Record<string, unknown>][] = [
  ["a PDF with its name", file(base64("application/pdf", "AA=="), "a.pdf"), {
    type: "document",
    source: { type: "base64", media_type: "application/pdf", data: "AA==" },
    title: "a.pdf",
  }],
  ["text of any kind", file(base64("text/markdown; charset=utf-8")), {
    type: "document",
    source: { type: "text", media_type: "text/plain", data: "text" },
  }],
  ["JSON", file(base64("application/json", btoa("{}"))), {
    type: "document",
    source: { type: "text", media_type: "text/plain", data: "{}" },
  }],
  ["a picture", file(base64("image/png", "AA==")), {
    type: "image",
    source: { type: "base64", media_type: "image/png", data: "AA==" },
  }],
  ["an address", file(url("https://a/b.pdf")), {
    type: "document",
    source: { type: "url", url: "https://a/b.pdf" },
  }],
];
for (const [what, part, expected] of files) {
  Deno.test(`fileBlock writes ${what}`, () => {
    assert.deepEqual(fileBlock(part, new Losses()), expected);
  });
}

const refused: [what: string, part: FilePart][] = [
  ["video", file(base64("video/mp4"))],
  ["text that is none", file(base64("text/plain", "/w=="))],
  ["another provider's file", file({ kind: "file_id", id: "f", format: "openai_chat" })],
];
for (const [what, part] of refused) {
  Deno.test(`fileBlock refuses ${what}`, () => {
    assert.throws(
      () => fileBlock(part, new Losses()),
      flowError("invalid_request", /Anthropic model/),
    );
  });
}

Deno.test("audioBlock gives the transcript, and refuses sound without one", () => {
  const losses = new Losses();
  const sound = { type: "audio", source: base64("audio/wav") } as const;

  assert.deepEqual(audioBlock({ ...sound, transcript: "hello" }, losses), {
    type: "text",
    text: "hello",
  });
  assert.equal(losses.list[0]?.kind, "adapted");
  assert.throws(() => audioBlock(sound, losses), flowError("invalid_request", /sound/));
});
