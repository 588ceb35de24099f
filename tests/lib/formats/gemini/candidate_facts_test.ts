import assert from "node:assert/strict";
import { CandidateFacts } from "../../../../lib/formats/gemini/candidate_facts.ts";

Deno.test("CandidateFacts keeps what only Gemini has, and no ratings that say nothing", () => {
  const facts = new CandidateFacts();
  facts.add({
    content: {},
    index: 0,
    finishReason: "STOP",
    avgLogprobs: -1,
    safetyRatings: [{ category: "A", probability: "NEGLIGIBLE" }, {
      category: "B",
      probability: "HIGH",
    }],
    groundingMetadata: { webSearchQueries: ["q"] },
  });
  facts.add({ newMember: 1, safetyRatings: [], groundingMetadata: { groundingChunks: [] } });

  assert.deepEqual(facts.own, {
    newMember: 1,
    safetyRatings: [{ category: "B", probability: "HIGH" }],
    groundingMetadata: { webSearchQueries: ["q"], groundingChunks: [] },
  });
});

Deno.test("CandidateFacts tells a source once, however often chunks repeat it", () => {
  const facts = new CandidateFacts();
  const citationMetadata = { citationSources: [{ startIndex: 0, endIndex: 2, uri: "u" }] };
  facts.add({ citationMetadata });
  facts.add({ citationMetadata });

  assert.deepEqual(facts.citationsIn("Hi").map(({ url, end }) => [url, end]), [["u", 2]]);
  assert.deepEqual(facts.own, {});
});
