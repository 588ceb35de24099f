import assert from "node:assert/strict";
import { headOf, parseResponse } from "../../../../lib/formats/openai_responses/parse_response.ts";

const MESSAGE = {
  type: "message",
  content: [{ type: "output_text", text: "Hi", logprobs: [{ token: "Hi", logprob: -1 }] }],
};

Deno.test("parseResponse reads an answer with its usage, tier and log probabilities", () => {
  const response = parseResponse({
    id: "resp_1",
    model: "m",
    created_at: 7.5,
    status: "completed",
    service_tier: "flex",
    output: [MESSAGE],
    usage: {
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 4 },
      output_tokens: 3,
      output_tokens_details: { reasoning_tokens: 2 },
      total_tokens: 13,
    },
  });

  assert.deepEqual(response.choices, [{
    index: 0,
    parts: [{ type: "text", text: "Hi" }],
    finish: { reason: "stop", raw: "completed", stopSequence: null, detail: null },
    logprobs: { content: [{ token: "Hi", logprob: -1 }] },
  }]);
  const { id, model, createdAt, serviceTier, usage } = response;
  assert.deepEqual([id, model, createdAt, serviceTier], ["resp_1", "m", 7, "flex"]);
  assert.deepEqual(
    [usage?.promptTokens, usage?.cachedTokens, usage?.completionTokens, usage?.reasoningTokens],
    [10, 4, 3, 2],
  );
});

Deno.test("parseResponse keeps what a failed answer says", () => {
  const failed = parseResponse({
    status: "failed",
    output: [],
    error: { code: "server_error", message: "Broke" },
  });
  const bare = parseResponse({ error: "Broke" });

  assert.equal(failed.choices[0]?.finish?.reason, "error");
  assert.equal(failed.error?.message, "Broke");
  assert.equal(bare.error?.message, "Broke");
  assert.deepEqual(bare.choices, []);
});

Deno.test("parseResponse refuses what is no answer", () => {
  assert.throws(() => parseResponse({ hello: "world" }), { code: "upstream_invalid_response" });
});

Deno.test("headOf takes what is there", () => {
  assert.deepEqual(headOf({}), { id: null, model: null, createdAt: null });
});
