import assert from "node:assert/strict";
import type { Part } from "../../../../lib/domain/conversation/parts.ts";
import {
  renderAnnotation,
  renderContentPart,
} from "../../../../lib/formats/openai_responses/render_content.ts";
import { renderingOf } from "../../../../lib/formats/openai_responses/rendering.ts";
import { request, TARGET } from "./samples.ts";

const rendering = () => renderingOf(request({ format: "anthropic_messages" }), TARGET);
const PDF = { kind: "base64", mediaType: "application/pdf", data: "AAAA" } as const;

Deno.test("renderContentPart writes every kind of part", () => {
  const url = (address: string) => ({ kind: "url" as const, url: address, mediaType: null });
  const cases: [Part, unknown][] = [
    [{ type: "text", text: "Hi" }, { type: "input_text", text: "Hi" }],
    [
      { type: "image", source: { ...PDF, mediaType: "image/png" }, detail: "low" },
      { type: "input_image", image_url: "data:image/png;base64,AAAA", detail: "low" },
    ],
    [
      { type: "image", source: { kind: "file_id", id: "file-1", format: "openai_chat" } },
      { type: "input_image", file_id: "file-1", detail: "auto" },
    ],
    [
      { type: "file", source: PDF },
      {
        type: "input_file",
        filename: "file.pdf",
        file_data: "data:application/pdf;base64,AAAA",
      },
    ],
    [
      { type: "file", source: url("https://x.test/a.pdf"), name: "a.pdf" },
      { type: "input_file", filename: "a.pdf", file_url: "https://x.test/a.pdf" },
    ],
    [
      { type: "audio", source: { ...PDF, mediaType: "audio/mpeg" } },
      { type: "input_audio", input_audio: { data: "AAAA", format: "mp3" } },
    ],
    [
      { type: "foreign", format: "openai_responses", value: { type: "input_smell" } },
      { type: "input_smell" },
    ],
  ];
  for (const [part, expected] of cases) {
    assert.deepEqual(renderContentPart(part, "c", rendering()), expected);
  }
});

Deno.test("renderContentPart tells what has no place", () => {
  const r = rendering();

  assert.equal(renderContentPart({ type: "refusal", text: "No" }, "c[0]", r), null);
  const search = { type: "search_result" };
  const foreign = { type: "foreign", format: "anthropic_messages", value: search } as const;
  assert.equal(renderContentPart(foreign, "c[1]", r), null);
  assert.deepEqual(r.losses.warnings.map(({ field }) => field), ["c[0]", "c[1]"]);
});

Deno.test("renderContentPart refuses files of another provider, and sound by address", () => {
  const source = { kind: "file_id", id: "file_1", format: "anthropic_messages" } as const;
  const address = { kind: "url", url: "https://x.test/a.wav", mediaType: null } as const;

  for (const part of [{ type: "file", source }, { type: "audio", source: address }] as const) {
    assert.throws(() => renderContentPart(part, "c[0]", rendering()), {
      code: "invalid_request",
      param: "c[0]",
    });
  }
});

Deno.test("renderContentPart writes a cache mark for its own callers and notes others'", () => {
  const part: Part = { type: "text", text: "Hi", cache: { ttl: "1h" } };
  const r = rendering();

  assert.deepEqual(renderContentPart(part, "c", r), { type: "input_text", text: "Hi" });
  assert.deepEqual(r.losses.warnings.map(({ kind }) => kind), ["adapted"]);
  assert.deepEqual(renderContentPart(part, "c", renderingOf(request(), TARGET)), {
    type: "input_text",
    text: "Hi",
    prompt_cache_breakpoint: { mode: "explicit" },
  });
});

Deno.test("renderAnnotation writes an address with the place that it supports", () => {
  const citation = {
    url: "https://x.test",
    title: null,
    citedText: null,
    start: null,
    end: null,
    raw: { format: "gemini" as const, fields: {} },
  };

  assert.deepEqual(renderAnnotation(citation, 7), {
    type: "url_citation",
    url: "https://x.test",
    title: "https://x.test",
    start_index: 0,
    end_index: 7,
  });
  assert.equal(renderAnnotation({ ...citation, url: null }, 7), null);
  const fields = { type: "file_path", file_id: "f" };
  const raw = { format: "openai_responses" as const, fields };
  assert.deepEqual(renderAnnotation({ ...citation, url: null, raw }, 7), fields);
});
