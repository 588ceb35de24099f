import assert from "node:assert/strict";
import { ReasoningCargo } from "../../../../lib/formats/gemini/reasoning_cargo.ts";

const OWN = { format: "gemini", value: { thoughtSignature: "c2ln" } } as const;
const FOREIGN = { format: "anthropic_messages", value: { signature: "s" } } as const;
const PLAIN = { type: "reasoning", text: "a", isSummary: false } as const;
const PROVEN = { ...PLAIN, proof: FOREIGN };

const loaded = (showsThoughts = true) => {
  const cargo = new ReasoningCargo(showsThoughts);
  for (const part of [PLAIN, PROVEN, { ...PLAIN, text: "" }]) cargo.hold(part);
  return cargo;
};

Deno.test("ReasoningCargo gives a call all that led to it, once", () => {
  const cargo = loaded();

  assert.deepEqual(cargo.forCall(undefined), [PLAIN, PROVEN]);
  assert.deepEqual(cargo.forCall(undefined), []);
});

Deno.test("ReasoningCargo carries only proven reasoning to a call of Gemini's, or to the end", () => {
  assert.deepEqual(loaded().forCall(OWN), [PROVEN]);
  assert.deepEqual(loaded().atEnd(), [PROVEN]);
});

Deno.test("ReasoningCargo leaves what the caller sees with Gemini's own signature", () => {
  const signed = { ...PLAIN, proof: OWN };
  const [shown, hidden] = [new ReasoningCargo(true), new ReasoningCargo(false)];
  shown.hold(signed);
  hidden.hold(signed);

  assert.deepEqual(shown.atEnd(), []);
  assert.deepEqual(hidden.atEnd(), [signed]);
});
