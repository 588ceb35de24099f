import assert from "node:assert/strict";
import { packCarrier } from "../../../../lib/formats/carrier.ts";
import {
  nativeSignature,
  readSignature,
  signatureFor,
  SKIP_VALIDATION,
} from "../../../../lib/formats/gemini/signatures.ts";

const OWN = { format: "gemini", value: { thoughtSignature: "c2ln" } } as const;
const FOREIGN = { format: "anthropic_messages", value: { signature: "s" } } as const;
const THOUGHT = { type: "reasoning", text: "Hm.", isSummary: false, proof: FOREIGN } as const;

Deno.test("readSignature takes a provider's signature for a proof", () => {
  assert.deepEqual(readSignature("c2ln"), { proof: OWN, reasoning: [] });
});

for (const signature of [undefined, "", 7, SKIP_VALIDATION]) {
  Deno.test(`readSignature finds no proof in ${JSON.stringify(signature)}`, () => {
    assert.deepEqual(readSignature(signature), { reasoning: [] });
  });
}

Deno.test("signatureFor carries foreign proofs and reasoning, which readSignature restores", () => {
  const signature = signatureFor(FOREIGN, [THOUGHT]);

  assert.deepEqual(readSignature(signature), { proof: FOREIGN, reasoning: [THOUGHT] });
});

Deno.test("signatureFor writes Gemini's own signature as it is when nothing else must ride", () => {
  assert.equal(signatureFor(OWN, []), "c2ln");
  assert.equal(signatureFor(undefined, []), undefined);
  assert.deepEqual(readSignature(signatureFor(OWN, [THOUGHT])).proof, OWN);
});

Deno.test("nativeSignature knows nothing of other formats' proofs", () => {
  assert.equal(nativeSignature(OWN), "c2ln");
  assert.equal(nativeSignature(FOREIGN), undefined);
  assert.equal(signatureFor(FOREIGN, []), packCarrier({ proof: FOREIGN }));
});
