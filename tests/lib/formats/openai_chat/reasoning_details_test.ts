import assert from "node:assert/strict";
import fc from "fast-check";
import type { Proof } from "../../../../lib/domain/conversation/parts.ts";
import {
  detailOfCall,
  detailsOfPart,
  ownDetails,
  readCallerDetails,
  readProviderDetails,
} from "../../../../lib/formats/openai_chat/reasoning_details.ts";

const proof: Proof = { format: "anthropic_messages", value: { signature: "sig" } };

Deno.test("readProviderDetails keeps a provider's list as its proof", () => {
  const list = [
    { type: "reasoning.text", text: "One ", index: 0 },
    { type: "reasoning.text", text: "two", signature: "s", index: 0 },
    { type: "reasoning.encrypted", data: "d", id: "rs_1", index: 1 },
  ];

  const part = readProviderDetails(list);

  assert.deepEqual([part?.text, part?.isSummary], ["One two", false]);
  assert.deepEqual(ownDetails(part?.proof), list);
  assert.equal(readProviderDetails([5]), null);
});

Deno.test("readProviderDetails takes a list of nothing but summaries for a summary", () => {
  const summary = { type: "reasoning.summary", summary: "S" };

  assert.equal(
    readProviderDetails([summary, { type: "reasoning.encrypted", data: "d" }])?.isSummary,
    true,
  );
  assert.equal(readProviderDetails([{ type: "reasoning.encrypted", data: "d" }])?.isSummary, false);
});

Deno.test("readCallerDetails gives back the parts that detailsOfPart carried", () => {
  const parts = fc.array(fc.record({
    type: fc.constant("reasoning" as const),
    text: fc.string(),
    isSummary: fc.boolean(),
    proof: fc.constantFrom<Proof>(
      proof,
      { format: "openai_responses", value: { id: "rs_1", encrypted_content: "e" } },
      { format: "gemini", value: { thoughtSignature: "t" } },
    ),
  }, { noNullPrototype: true }));
  fc.assert(fc.property(parts, (given) => {
    const details = given.flatMap((part, i) => detailsOfPart(part, i));

    // A hidden thought has no text that could be a summary.
    const expected = given.map((part) => part.text === "" ? { ...part, isSummary: false } : part);
    assert.deepEqual(readCallerDetails(details).parts, expected);
  }));
});

Deno.test("readCallerDetails keeps a provider's own entries apart from ours", () => {
  const native = { type: "reasoning.text", text: "native", signature: "s" };
  const ours = detailsOfPart({ text: "ours", isSummary: false, proof }, 1);

  const { parts } = readCallerDetails([native, ...ours, {
    type: "reasoning.encrypted",
    data: "d",
  }]);

  assert.deepEqual(parts.map((part) => [part.text, part.proof?.format]), [
    ["native", "openai_chat"],
    ["ours", "anthropic_messages"],
    ["", "openai_chat"],
  ]);
});

Deno.test("detailOfCall comes back as the proof of that call", () => {
  const { parts, callProofs } = readCallerDetails([detailOfCall("call_1", proof)]);

  assert.deepEqual(parts, []);
  assert.deepEqual([...callProofs], [["call_1", proof]]);
});

Deno.test("detailsOfPart shows a provider's own list as it was, and nothing without a proof", () => {
  const list = [{ type: "reasoning.encrypted", data: "d" }];
  const own: Proof = { format: "openai_chat", value: { reasoning_details: list } };

  assert.deepEqual(detailsOfPart({ text: "x", isSummary: false, proof: own }, 3), list);
  assert.deepEqual(detailsOfPart({ text: "x", isSummary: false }, 0), []);
});

Deno.test("ownDetails knows the lists of its own format only", () => {
  assert.equal(ownDetails(proof), null);
  assert.equal(ownDetails(undefined), null);
});
