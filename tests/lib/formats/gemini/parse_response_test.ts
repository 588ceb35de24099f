import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import { parseResponse } from "../../../../lib/formats/gemini/parse_response.ts";

Deno.test("parseResponse reads a whole answer", () => {
  const response = parseResponse({
    candidates: [{
      content: { parts: [{ text: "Hi" }], role: "model" },
      finishReason: "STOP",
      logprobsResult: { chosenCandidates: [{ token: "Hi", logProbability: -1 }] },
    }],
    usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 2, totalTokenCount: 3 },
    modelVersion: "gemini-2.5-flash",
    responseId: "r",
    modelStatus: { message: "old" },
  });

  assert.deepEqual(response, {
    id: "r",
    model: "gemini-2.5-flash",
    createdAt: null,
    choices: [{
      index: 0,
      parts: [{ type: "text", text: "Hi" }],
      finish: { reason: "stop", raw: "STOP", stopSequence: null, detail: null },
      logprobs: { content: [{ token: "Hi", logprob: -1, bytes: [72, 105], top_logprobs: [] }] },
    }],
    usage: { ...NO_USAGE, promptTokens: 1, completionTokens: 2, totalTokens: 3 },
    extra: { format: "gemini", fields: { modelStatus: { message: "old" } } },
  });
});

for (
  const [what, body, reason] of [
    ["no candidates and no reason", { modelVersion: "m" }, "error"],
    ["a blocked prompt", { promptFeedback: { blockReason: "OTHER" } }, "content_filter"],
    ["a candidate without content", { candidates: [{ finishReason: "OTHER" }] }, "other"],
    ["a candidate that says nothing", { candidates: [{ content: {} }] }, "error"],
  ] as const
) {
  Deno.test(`parseResponse of ${what} has one choice that ended with ${reason}`, () => {
    const { choices } = parseResponse(body);

    assert.deepEqual(choices.map(({ finish }) => finish?.reason), [reason]);
  });
}

Deno.test("parseResponse reports an error that came with a good status", () => {
  const { error } = parseResponse({
    error: { code: 503, message: "Busy.", status: "UNAVAILABLE" },
  });

  assert.equal(error?.kind, "overloaded");
});

Deno.test("parseResponse refuses what is no answer", () => {
  assert.throws(
    () => parseResponse({ choices: [] }),
    (error) => error instanceof FlowError && error.code === "upstream_invalid_response",
  );
});
