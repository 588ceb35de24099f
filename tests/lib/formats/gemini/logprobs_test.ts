import assert from "node:assert/strict";
import { readLogprobs, renderLogprobs } from "../../../../lib/formats/gemini/logprobs.ts";

const RESULT = {
  chosenCandidates: [{ token: "Hé", tokenId: 9, logProbability: -0.1 }, { token: "!" }],
  topCandidates: [{ candidates: [{ token: "Hé", logProbability: -0.1 }] }, { candidates: [] }],
};

Deno.test("readLogprobs gives OpenAI's shape, a missing logarithm being that of certainty", () => {
  assert.deepEqual(readLogprobs(RESULT), {
    content: [
      {
        token: "Hé",
        logprob: -0.1,
        bytes: [72, 195, 169],
        top_logprobs: [{ token: "Hé", logprob: -0.1, bytes: [72, 195, 169] }],
      },
      { token: "!", logprob: 0, bytes: [33], top_logprobs: [] },
    ],
  });
});

Deno.test("renderLogprobs writes back what readLogprobs read", () => {
  const logprobs = readLogprobs(RESULT) ?? {};

  assert.deepEqual(readLogprobs(renderLogprobs(logprobs)), logprobs);
});

for (const value of [undefined, {}, { chosenCandidates: [] }, { chosenCandidates: 7 }]) {
  Deno.test(`readLogprobs finds none in ${JSON.stringify(value)}`, () => {
    assert.equal(readLogprobs(value), undefined);
  });
}

Deno.test("renderLogprobs of no tokens is nothing", () => {
  assert.equal(renderLogprobs({ content: [], refusal: [] }), undefined);
});
