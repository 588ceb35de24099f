import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Cargo,
  mayHoldCarrier,
  packCarrier,
  unpackCarrier,
} from "../../../lib/formats/carrier.ts";

const proofs = fc.record({
  format: fc.constantFrom("openai_chat", "openai_responses", "anthropic_messages", "gemini"),
  value: fc.json().map((text) => ({ signature: JSON.parse(text) })),
}, { noNullPrototype: true });
const reasoning = fc.record(
  { text: fc.string({ unit: "binary" }), isSummary: fc.boolean(), proof: proofs },
  { requiredKeys: ["text", "isSummary"], noNullPrototype: true },
);
const cargoes = fc.record(
  { proof: proofs, reasoning: fc.array(reasoning, { minLength: 1, maxLength: 3 }) },
  { requiredKeys: [], noNullPrototype: true },
) as fc.Arbitrary<Cargo>;

/** A carrier as somebody else might make one: our mark around anything. */
const carrierOf = (content: unknown): string =>
  new TextEncoder().encode(JSON.stringify({ flow1: content })).toBase64();

Deno.test("unpackCarrier gives back what packCarrier was given", () => {
  fc.assert(fc.property(cargoes, (cargo) => {
    assert.deepEqual(unpackCarrier(packCarrier(cargo)), cargo);
  }));
});

Deno.test("packCarrier writes padded base64, which Gemini's clients check", () => {
  fc.assert(fc.property(cargoes, (cargo) => {
    const text = packCarrier(cargo);

    assert.match(text, /^[A-Za-z0-9+/]+={0,2}$/);
    assert.equal(text.length % 4, 0);
  }));
});

Deno.test("unpackCarrier of a text that is not ours is null", () => {
  const foreign = [
    "",
    "EqQBCgIYAhIkNGQ2",
    "gAAAAABo",
    btoa('{"flow":{}}'),
    btoa('{"flow1":"text"}'),
    btoa('{"flow1":[1]}'),
    btoa('{"flow1":null}'),
    `${packCarrier({})}!`,
  ];

  assert.deepEqual(foreign.map(unpackCarrier), foreign.map(() => null));
  fc.assert(fc.property(fc.base64String(), (text) => {
    assert.equal(unpackCarrier(text), null);
  }));
});

Deno.test("unpackCarrier of a carrier that lost more than its padding is null", () => {
  const proof = { format: "anthropic_messages", value: { signature: "sig" } } as const;
  const whole = packCarrier({ proof, reasoning: [{ text: "Thoughts…", isSummary: false }] });

  for (let length = 0; length < whole.replace(/=+$/, "").length; length++) {
    assert.equal(unpackCarrier(whole.slice(0, length)), null, `${length} characters`);
  }
});

Deno.test("unpackCarrier leaves out what no format of ours could have written", () => {
  const cases: [content: object, cargo: Cargo][] = [
    [{ proof: { format: "somebody", value: {} } }, {}],
    [{ proof: { format: "gemini", value: "text" } }, {}],
    [{ proof: "text", reasoning: "text" }, {}],
    [{ reasoning: [1, { text: 2 }, { text: "kept", isSummary: "yes", proof: 1 }] }, {
      reasoning: [{ text: "kept", isSummary: false }],
    }],
  ];

  for (const [content, cargo] of cases) {
    assert.deepEqual(unpackCarrier(carrierOf(content)), cargo, JSON.stringify(content));
  }
});

Deno.test("packCarrier keeps what the proof belongs to", () => {
  const proof = { format: "gemini", value: { thoughtSignature: "sig" } } as const;

  assert.deepEqual(unpackCarrier(packCarrier({ proof, callId: "c-1" })), { proof, callId: "c-1" });
  assert.deepEqual(unpackCarrier(packCarrier({ proof, isTrailing: true })), {
    proof,
    isTrailing: true,
  });
});

Deno.test("mayHoldCarrier sees every carrier in a text, and nothing in a provider's own proof", () => {
  const proof = { format: "gemini", value: { thoughtSignature: "x" } } as const;

  assert.equal(mayHoldCarrier(`{"signature":"${packCarrier({ proof })}"}`), true);
  assert.equal(mayHoldCarrier(`{"signature":"EqMDCkYIBxgCKkAx"}`), false);
});
