import assert from "node:assert/strict";
import { differences, errorDifferences } from "../../../tools/fidelity/compare.ts";
import type { ChoiceReading, Reading } from "../../../tools/fidelity/oracle/reading.ts";

const CHOICE: ChoiceReading = {
  text: "Hi",
  refusal: "",
  reasoning: "Hm.",
  calls: [{ name: "f", args: { a: 1, b: [2] } }],
  end: "tool_calls",
  proofs: [],
  media: 0,
  spoken: "",
};
const USAGE = { prompt: 9, completion: 5, cached: 4, cacheWrite: null, reasoning: 2 };
const reading = (choice: Partial<ChoiceReading> = {}, usage = {}): Reading => ({
  choices: [{ ...CHOICE, ...choice }],
  usage: { ...USAGE, ...usage },
  error: null,
});

const lost: [what: string, got: Reading, begins: string][] = [
  ["a changed text", reading({ text: "Hi!" }), "text:"],
  ["a refusal out of nothing", reading({ refusal: "No." }), "refusal:"],
  ["lost reasoning", reading({ reasoning: "" }), "reasoning:"],
  ["a lost call", reading({ calls: [] }), "calls:"],
  ["a changed argument", reading({ calls: [{ name: "f", args: { a: 1, b: [3] } }] }), "calls:"],
  ["another finish", reading({ end: "stop" }), "finish:"],
  ["an answer that never ended", reading({ end: null }), "finish:"],
  ["other tokens", reading({}, { completion: 7 }), "usage completion:"],
  ["forgotten cached tokens", reading({}, { cached: null }), "usage cached:"],
  ["no answer at all", { ...reading(), choices: [] }, "choices:"],
];
for (const [what, got, begins] of lost) {
  Deno.test(`differences sees ${what}`, () => {
    const found = differences(reading(), got, { format: "openai_chat" });

    assert.equal(found.length, 1);
    assert.ok(found[0]?.startsWith(begins), String(found[0]));
  });
}

const same: [what: string, source: Reading, got: Reading][] = [
  ["the order of members", reading(), reading({ calls: [{ name: "f", args: { b: [2], a: 1 } }] })],
  ["reasoning in other paragraphs", reading(), reading({ reasoning: "Hm .\n" })],
  ["zero and nothing", reading({}, { cached: 0 }), reading({}, { cached: null })],
  ["calls after a named choice", reading({ end: "stop" }), reading()],
];
for (const [what, source, got] of same) {
  Deno.test(`differences lets pass ${what}`, () => {
    assert.deepEqual(differences(source, got, { format: "openai_chat" }), []);
  });
}

Deno.test("errorDifferences wants the provider's own words", () => {
  assert.deepEqual(errorDifferences("Overloaded", "529 Overloaded for now"), []);
  assert.equal(errorDifferences("Overloaded", "Something went wrong").length, 1);
  assert.equal(errorDifferences("Overloaded", null).length, 1);
});
