import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { Losses } from "../../../../lib/formats/gemini/losses.ts";
import {
  mediaPart,
  renderSource,
  sourceOfUri,
  tellMediaLosses,
  typeByEnding,
} from "../../../../lib/formats/gemini/media.ts";

const image = (source: Parameters<typeof mediaPart>[0]) =>
  ({ type: "image", source, at: "m[0]" }) as const;
const url = (address: string, mediaType: string | null = null) =>
  image({ kind: "url", url: address, mediaType });

Deno.test("mediaPart tells images, sound and files apart by their type", () => {
  const source = { kind: "base64", mediaType: "x", data: "" } as const;
  const types = ["image/png", "audio/wav", "application/pdf", null];

  assert.deepEqual(types.map((type) => mediaPart(source, type).type), [
    "image",
    "audio",
    "file",
    "file",
  ]);
});

Deno.test("sourceOfUri knows files that only Google can read", () => {
  const uploaded = "https://generativelanguage.googleapis.com/v1beta/files/abc";

  assert.deepEqual(sourceOfUri(uploaded, "image/png"), {
    kind: "file_id",
    id: uploaded,
    format: "gemini",
  });
  assert.equal(sourceOfUri("gs://b/a.png", "image/png").kind, "url");
});

for (
  const [what, part, expected, warns] of [
    [
      "bytes",
      image({ kind: "base64", mediaType: "image/png", data: "AA==" }),
      { inlineData: { mimeType: "image/png", data: "AA==" } },
      false,
    ],
    ["a data address", url("data:image/gif;base64,AA=="), {
      inlineData: { mimeType: "image/gif", data: "AA==" },
    }, false],
    ["an address by its ending", url("https://a.example/b.JPG?c=d"), {
      fileData: { mimeType: "image/jpeg", fileUri: "https://a.example/b.JPG?c=d" },
    }, true],
    ["an address of a known kind", url("https://a.example/b", "image/webp"), {
      fileData: { mimeType: "image/webp", fileUri: "https://a.example/b" },
    }, true],
    ["Google's own storage", url("gs://b/c"), { fileData: { fileUri: "gs://b/c" } }, false],
    ["a video site", url("https://youtu.be/x"), {
      fileData: { fileUri: "https://youtu.be/x" },
    }, false],
    ["its own file", image({ kind: "file_id", id: "files/a", format: "gemini" }), {
      fileData: { fileUri: "files/a" },
    }, false],
  ] as const
) {
  Deno.test(`renderSource writes ${what}`, () => {
    const losses = new Losses();

    assert.deepEqual(renderSource(part, losses), expected);
    assert.deepEqual(losses.warnings.map(({ kind }) => kind), warns ? ["adapted"] : []);
  });
}

for (
  const [what, part] of [
    ["an address of unknown content", url("https://a.example/picture")],
    ["another provider's file", image({ kind: "file_id", id: "f-1", format: "openai_chat" })],
  ] as const
) {
  Deno.test(`renderSource refuses ${what} and asks for base64`, () => {
    assert.throws(
      () => renderSource(part, new Losses()),
      (error) =>
        error instanceof FlowError && error.param === "m[0]" && /base64/.test(error.message),
    );
  });
}

Deno.test("typeByEnding looks at the path only", () => {
  assert.equal(typeByEnding("https://a.example/x.pdf#page=2"), "application/pdf");
  assert.equal(typeByEnding("https://a.example/x?f=a.png"), null);
  assert.equal(typeByEnding("https://a.example/x.constructor"), null);
});

Deno.test("tellMediaLosses names detail, file names and transcripts", () => {
  const losses = new Losses();
  const source = { kind: "base64", mediaType: "x", data: "" } as const;
  tellMediaLosses({ type: "image", source, detail: "high", at: "a" }, losses);
  tellMediaLosses({ type: "image", source, detail: "auto", at: "b" }, losses);
  tellMediaLosses({ type: "file", source, name: "x.pdf", at: "c" }, losses);
  tellMediaLosses({ type: "audio", source, transcript: "hi", at: "d" }, losses);

  assert.deepEqual(losses.warnings.map(({ field }) => field), [
    "a.detail",
    "c.name",
    "d.transcript",
  ]);
});
