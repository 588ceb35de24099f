import assert from "node:assert/strict";
import { mediaDialect } from "../../../../lib/formats/openai_media/dialect.ts";

const encode = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const sse = (...events: object[]): Uint8Array =>
  encode(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""));

const images = mediaDialect("openai_images");
const audio = mediaDialect("openai_audio");

Deno.test("mediaDialect.summarizeResponse reads usage beside a large picture", () => {
  const bytes = encode({
    created: 1,
    data: [{ b64_json: "A".repeat(200_000) }],
    usage: { input_tokens: 5, output_tokens: 7 },
  });

  const { usage, isJsonObject, error } = images.summarizeResponse(bytes);

  assert.deepEqual(
    [usage.promptTokens, usage.imageOutputTokens, isJsonObject, error],
    [5, 7, true, null],
  );
});

Deno.test("mediaDialect.summarizeResponse of text and sound knows nothing, and does not throw", () => {
  for (const bytes of [encode("1\n00:00:00,000 --> 00:00:01,000\nHi"), new Uint8Array([255, 0])]) {
    const { isJsonObject, usage } = audio.summarizeResponse(bytes);

    assert.deepEqual([isJsonObject, usage.promptTokens], [false, null]);
  }
});

Deno.test("mediaDialect.summarizeResponse reports an error under a good status", () => {
  assert.equal(audio.summarizeResponse(encode({ error: { message: "No." } })).error, "No.");
});

Deno.test("mediaDialect.summarizeEnd finds usage behind a picture of which the beginning is gone", () => {
  const bytes = encode('AAAA"}],"usage":{"input_tokens":5,"output_tokens":7}}');

  assert.equal(images.summarizeEnd(bytes).usage.imageOutputTokens, 7);
  assert.equal(images.summarizeEnd(encode('AAAA"}]}')).usage.promptTokens, null);
});

Deno.test("mediaDialect.summarizeStream takes the last event's usage for the end", () => {
  const delta = { type: "transcript.text.delta", delta: "Hi" };
  const done = {
    type: "transcript.text.done",
    text: "Hi",
    usage: { input_tokens: 14, output_tokens: 4, input_token_details: { audio_tokens: 10 } },
  };

  const whole = audio.summarizeStream(sse(delta, done));
  const cut = audio.summarizeStream(sse(delta));

  assert.deepEqual([whole.done, whole.error, whole.usage.audioInputTokens], [true, null, 10]);
  assert.deepEqual([cut.done, cut.usage.promptTokens], [false, null]);
});

Deno.test("mediaDialect.summarizeStream knows the end of a picture's event when that is all there is", () => {
  const tail = encode('AAAA","usage":{"input_tokens":5,"output_tokens":7}}\n\n');

  const { done, usage } = images.summarizeStream(tail);

  assert.deepEqual([done, usage.imageOutputTokens], [true, 7]);
});

Deno.test("mediaDialect.summarizeStream reports an error inside", () => {
  const { done, error } = images.summarizeStream(
    sse({ type: "error", error: { message: "Refused." } }),
  );

  assert.deepEqual([done, error], [false, "Refused."]);
});

Deno.test("mediaDialect.hasContent sees the first piece of an answer", () => {
  const events = ["speech.audio.delta", "image_generation.partial_image", "image_edit.completed"];

  assert.ok(events.every((type) => images.hasContent({ type })));
  assert.equal(images.hasContent({ type: "keepalive" }), false);
});
