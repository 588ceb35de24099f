import assert from "node:assert/strict";
import type { Endpoint } from "../../../../lib/formats/call.ts";
import {
  IMAGE_EDITS,
  IMAGE_GENERATIONS,
  MODERATIONS,
  RERANK,
  SPEECH,
  TRANSCRIPTIONS,
  TRANSLATIONS,
} from "../../../../lib/formats/openai_media/endpoints.ts";

const needed: [endpoint: Endpoint, fields: string[]][] = [
  [IMAGE_GENERATIONS, ["prompt"]],
  [IMAGE_EDITS, ["prompt"]],
  [SPEECH, ["input"]],
  [TRANSCRIPTIONS, []],
  [TRANSLATIONS, []],
  [MODERATIONS, ["input"]],
  [RERANK, ["query", "documents"]],
];
for (const [endpoint, fields] of needed) {
  Deno.test(`${endpoint.path} needs ${fields.join(" and ") || "no field by itself"}`, () => {
    const body = Object.fromEntries(fields.map((field) => [field, "x"]));

    endpoint.check(body);
    for (const param of fields) {
      assert.throws(() => endpoint.check({ ...body, [param]: null }), {
        code: "invalid_request",
        param,
      });
    }
  });
}

Deno.test("media endpoints lie where OpenAI has them", () => {
  for (const [endpoint] of needed) {
    assert.equal(endpoint.path, `/v1${endpoint.upstreamPath}`);
    assert.equal(endpoint.tokenInUser, false);
  }
});
