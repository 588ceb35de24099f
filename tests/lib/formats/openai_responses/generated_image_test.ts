import assert from "node:assert/strict";
import {
  generatedImage,
  parseGeneratedImage,
} from "../../../../lib/formats/openai_responses/generated_image.ts";

Deno.test("parseGeneratedImage reads the picture and generatedImage writes it back", () => {
  const item = {
    type: "image_generation_call",
    id: "ig_1",
    status: "completed",
    output_format: "webp",
    revised_prompt: "A cat",
    result: "AAAA",
  };

  const image = parseGeneratedImage(item);

  assert.deepEqual(image?.source, { kind: "base64", mediaType: "image/webp", data: "AAAA" });
  assert.ok(image);
  assert.deepEqual(generatedImage(image, "ig_other"), item);
});

Deno.test("parseGeneratedImage is null while there is no picture", () => {
  assert.equal(parseGeneratedImage({ type: "image_generation_call", result: null }), null);
});

Deno.test("generatedImage is null for a picture that has only an address", () => {
  const source = { kind: "url", url: "https://x.test/a.png", mediaType: null } as const;

  assert.equal(generatedImage({ type: "image", source }, "ig_1"), null);
});
