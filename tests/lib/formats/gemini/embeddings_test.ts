import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import {
  parseEmbedRequest,
  renderEmbedAnswer,
  renderEmbeddingList,
  renderEmbedRequest,
} from "../../../../lib/formats/gemini/embeddings.ts";

const MODEL = "gemini-embedding-001";
const isRefused = (param: string) => (error: unknown): boolean =>
  error instanceof FlowError && error.code === "invalid_request" && error.param === param;

Deno.test("renderEmbedRequest makes one request of each text", () => {
  const { body, warnings } = renderEmbedRequest(
    { model: "x", input: ["a", "b"], dimensions: 8, encoding_format: "base64", user: "u" },
    MODEL,
  );

  const request = (text: string) => ({
    model: `models/${MODEL}`,
    content: { parts: [{ text }] },
    outputDimensionality: 8,
  });
  assert.deepEqual(body, { requests: [request("a"), request("b")] });
  assert.deepEqual(warnings.map(({ field }) => field), ["user"]);
});

for (
  const [body, param] of [
    [{ input: [1, 2] }, "input"],
    [{ input: [[1, 2]] }, "input[0]"],
    [{ input: [] }, "input"],
    [{}, "input"],
    [{ input: "a", encoding_format: "int8" }, "encoding_format"],
    [{ input: "a", dimensions: "many" }, "dimensions"],
  ] as const
) {
  Deno.test(`renderEmbedRequest refuses ${JSON.stringify(body)}`, () => {
    assert.throws(() => renderEmbedRequest(body, MODEL), isRefused(param));
  });
}

Deno.test("renderEmbeddingList gives numbers, or their bytes in base64 where asked", () => {
  const answer = { embeddings: [{ values: [1, -2] }], usageMetadata: { promptTokenCount: 4 } };
  const floats = renderEmbeddingList(answer, { input: "a" }, "openai-name");
  const base64 = renderEmbeddingList(answer, { input: "a", encoding_format: "base64" }, "m");

  assert.deepEqual(floats.body, {
    object: "list",
    data: [{ object: "embedding", index: 0, embedding: [1, -2] }],
    model: "openai-name",
    usage: { prompt_tokens: 4, total_tokens: 4 },
  });
  assert.equal(floats.usage?.promptTokens, 4);
  assert.match(JSON.stringify(base64.body), /"embedding":"AACAPwAAAMA="/);
});

Deno.test("renderEmbeddingList warns when nobody counted", () => {
  const { usage, warnings } = renderEmbeddingList({ embedding: { values: [1] } }, {}, "m");

  assert.equal(usage, null);
  assert.deepEqual(warnings.map(({ field }) => field), ["usage"]);
});

for (const answer of [{}, { embeddings: [] }, { embeddings: [{ values: "x" }] }]) {
  Deno.test(`embeddings cannot be read from ${JSON.stringify(answer)}`, () => {
    const isInvalid = (error: unknown): boolean =>
      error instanceof FlowError && error.code === "upstream_invalid_response";

    assert.throws(() => renderEmbeddingList(answer, {}, "m"), isInvalid);
    assert.throws(() => renderEmbedAnswer({ data: [] }, true), isInvalid);
  });
}

Deno.test("parseEmbedRequest reads one content or a batch, in either spelling", () => {
  const content = { parts: [{ text: "a" }, { text: "b" }] };
  const one = parseEmbedRequest(
    { content, output_dimensionality: 8, task_type: "CLUSTERING" },
    "m",
  );
  const batch = parseEmbedRequest({ requests: [{ content }, { content }] }, "m");

  assert.deepEqual(one.body, {
    model: "m",
    input: ["ab"],
    dimensions: 8,
    encoding_format: "float",
  });
  assert.deepEqual(one.warnings.map(({ field }) => field), ["taskType"]);
  assert.deepEqual(batch.body, { model: "m", input: ["ab", "ab"], encoding_format: "float" });
});

for (
  const [body, param] of [
    [{}, "content"],
    [{ content: { parts: [] } }, "content.parts"],
    [
      { requests: [{ content: { parts: [{ inlineData: {} }] } }] },
      "requests[0].content.parts[0].text",
    ],
    [{
      requests: [{ content: { parts: [{ text: "a" }] } }, {
        content: { parts: [{ text: "a" }] },
        outputDimensionality: 8,
      }],
    }, "requests[1].outputDimensionality"],
  ] as const
) {
  Deno.test(`parseEmbedRequest refuses ${JSON.stringify(body).slice(0, 60)} for ${param}`, () => {
    assert.throws(() => parseEmbedRequest(body, "m"), isRefused(param));
  });
}

Deno.test("renderEmbedAnswer writes vectors in the order of their index, from base64 too", () => {
  const answer = {
    data: [{ index: 1, embedding: "AACAPwAAAMA=" }, { index: 0, embedding: [0.5] }],
    usage: { prompt_tokens: 4 },
  };

  assert.deepEqual(renderEmbedAnswer(answer, true), {
    embeddings: [{ values: [0.5] }, { values: [1, -2] }],
    usageMetadata: { promptTokenCount: 4 },
  });
  assert.deepEqual(renderEmbedAnswer(answer, false), {
    embedding: { values: [0.5] },
    usageMetadata: { promptTokenCount: 4 },
  });
});
