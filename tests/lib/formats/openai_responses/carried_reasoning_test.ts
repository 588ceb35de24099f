import assert from "node:assert/strict";
import { packCarrier } from "../../../../lib/formats/carrier.ts";
import {
  isEntryList,
  joinedTexts,
  opaqueOf,
  readReasoning,
  reasoningItem,
  reasoningNotes,
  replayedReasoning,
} from "../../../../lib/formats/openai_responses/carried_reasoning.ts";

const SUMMARY = [{ type: "summary_text", text: "A" }, { type: "summary_text", text: "B" }];
const FOREIGN = { format: "gemini", value: { thoughtSignature: "sig" } } as const;
const OWN = {
  format: "openai_responses",
  value: { id: "rs_1", encrypted_content: "enc" },
} as const;

Deno.test("readReasoning makes one part of a summary, with what proves it", () => {
  const item = { type: "reasoning", id: "rs_1", summary: SUMMARY, encrypted_content: "enc" };

  assert.deepEqual(readReasoning(item), {
    parts: [{ type: "reasoning", text: "A\n\nB", isSummary: true, proof: OWN }],
    loose: null,
  });
});

Deno.test("readReasoning puts the proof on the thoughts when there is a summary as well", () => {
  const content = [{ type: "reasoning_text", text: "T" }];
  const item = {
    type: "reasoning",
    id: "rs_1",
    summary: SUMMARY,
    content,
    encrypted_content: "enc",
  };

  assert.deepEqual(readReasoning(item).parts, [
    { type: "reasoning", text: "A\n\nB", isSummary: true },
    { type: "reasoning", text: "T", isSummary: false, proof: OWN },
  ]);
});

Deno.test("readReasoning takes hidden reasoning as an empty part, and nothing as none", () => {
  assert.deepEqual(
    readReasoning({ type: "reasoning", id: "rs_1", summary: [], encrypted_content: "enc" }).parts,
    [{ type: "reasoning", text: "", isSummary: true, proof: OWN }],
  );
  assert.deepEqual(readReasoning({ type: "reasoning", summary: [] }).parts, []);
});

Deno.test("readReasoning opens carriers: of its own text, of hidden reasoning, of another item", () => {
  const carried = (encrypted_content: string, summary: unknown[] = []) =>
    readReasoning({ type: "reasoning", id: "rs_9", summary, encrypted_content });
  const hidden = { text: "", isSummary: false, proof: FOREIGN };

  assert.deepEqual(carried(packCarrier({ proof: FOREIGN }), SUMMARY).parts, [
    { type: "reasoning", text: "A\n\nB", isSummary: true, proof: FOREIGN },
  ]);
  assert.deepEqual(carried(packCarrier({ reasoning: [hidden] })).parts, [
    { type: "reasoning", ...hidden },
  ]);
  assert.deepEqual(carried(packCarrier({ proof: FOREIGN, callId: "c" })), {
    parts: [],
    loose: { proof: FOREIGN, callId: "c" },
  });
});

Deno.test("opaqueOf gives back by readReasoning what it was given", () => {
  for (const proof of [FOREIGN, OWN, { ...OWN, value: { encrypted_content: "enc" } }]) {
    for (const text of ["", "Thought"]) {
      const part = { text, isSummary: true, proof };
      const item = reasoningItem(text, true, { encrypted_content: opaqueOf(part) });

      assert.deepEqual(readReasoning(item).parts, [{ type: "reasoning", ...part }]);
    }
  }
  assert.equal(opaqueOf({ text: "T", isSummary: true }), null);
});

Deno.test("replayedReasoning is the provider's own item, for its own proof only", () => {
  const part = { type: "reasoning", text: "A", isSummary: true } as const;

  assert.deepEqual(replayedReasoning({ ...part, proof: OWN }), {
    type: "reasoning",
    id: "rs_1",
    encrypted_content: "enc",
    summary: [{ type: "summary_text", text: "A" }],
  });
  assert.equal(replayedReasoning({ ...part, proof: FOREIGN }), null);
  assert.equal(replayedReasoning(part), null);
});

Deno.test("reasoningItem writes thoughts as content beside an empty summary", () => {
  assert.deepEqual(reasoningItem("T", false, { id: undefined }), {
    type: "reasoning",
    summary: [],
    content: [{ type: "reasoning_text", text: "T" }],
  });
});

Deno.test("reasoningNotes keep lists that were joined, and the id unless it is in the proof", () => {
  const item = { id: "rs_1", summary: SUMMARY };

  assert.deepEqual(reasoningNotes(item)?.fields, { id: "rs_1", summary: SUMMARY });
  assert.equal(
    reasoningNotes({ id: "rs_1", summary: [], encrypted_content: "enc" }),
    undefined,
  );
});

Deno.test("joinedTexts and isEntryList take lists of entries", () => {
  assert.equal(joinedTexts(SUMMARY), "A\n\nB");
  assert.equal(joinedTexts("plain"), "plain");
  assert.equal(joinedTexts(undefined), "");
  assert.equal(isEntryList(SUMMARY), true);
  assert.equal(isEntryList(["x"]), false);
});
