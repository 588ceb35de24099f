import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { packCarrier } from "../../../../lib/formats/carrier.ts";
import { readContents, readSystem } from "../../../../lib/formats/gemini/parse_contents.ts";

const PROOF = { format: "anthropic_messages", value: { signature: "s" } } as const;

for (
  const [what, value] of [
    ["text", "Be kind."],
    ["a part", { text: "Be kind." }],
    ["a content", { role: "user", parts: [{ text: "Be kind." }] }],
    ["a content with one part", { parts: { text: "Be kind." } }],
    ["parts", [{ text: "Be kind." }]],
  ] as const
) {
  Deno.test(`readSystem takes ${what}`, () => {
    const message = readSystem(value);

    assert.equal(message?.role, "system");
    assert.deepEqual(message?.parts.map((part) => "text" in part && part.text), ["Be kind."]);
  });
}

Deno.test("readContents reads roles, one content in place of a list, and parts alike", () => {
  assert.deepEqual(readContents({ contents: { parts: { text: "hi" } } }), [{
    role: "user",
    parts: [{ type: "text", text: "hi", at: "contents[0].parts[0]" }],
    at: "contents[0]",
  }]);
  const roles = readContents({
    contents: [{ role: "model", parts: [{ text: "a" }] }, { role: "function", parts: [] }],
  });
  assert.deepEqual(roles.map(({ role }) => role), ["assistant", "tool"]);
});

Deno.test("readContents joins a turn that was kept piece by piece", () => {
  const [turn] = readContents({
    contents: [
      { role: "model", parts: [{ text: "One" }] },
      { role: "model", parts: [{ text: " two" }, {}] },
      { role: "model", parts: [{ text: "", thoughtSignature: "c2ln" }] },
      { role: "model", parts: [{ functionCall: { name: "f" } }, { text: "" }] },
    ],
  });

  assert.deepEqual(turn?.parts.map((part) => [part.type, "text" in part && part.text]), [
    ["text", "One two"],
    ["tool_call", false],
  ]);
  assert.deepEqual(
    turn?.parts[0] !== undefined && "proof" in turn.parts[0] && turn.parts[0].proof,
    {
      format: "gemini",
      value: { thoughtSignature: "c2ln" },
    },
  );
});

Deno.test("readContents puts carried reasoning before the text that leads to its call", () => {
  const thoughtSignature = packCarrier({
    reasoning: [{ text: "A.\n\nB.", isSummary: false, proof: PROOF }],
  });
  const [turn] = readContents({
    contents: [{
      role: "model",
      parts: [
        { text: "A.\n\n", thought: true },
        { text: "B.", thought: true },
        { text: "I will look." },
        { functionCall: { name: "f" }, thoughtSignature },
      ],
    }],
  });

  assert.deepEqual(turn?.parts.map(({ type }) => type), ["reasoning", "text", "tool_call"]);
  assert.deepEqual(turn?.parts[0], {
    type: "reasoning",
    text: "A.\n\nB.",
    isSummary: false,
    proof: PROOF,
  });
});

for (
  const [what, body, param] of [
    ["no contents", {}, "contents"],
    ["an unknown role", { contents: [{ role: "system", parts: [] }] }, "contents[0].role"],
    ["a content that is none", { contents: ["hi"] }, "contents[0]"],
  ] as const
) {
  Deno.test(`readContents refuses ${what}`, () => {
    assert.throws(
      () => readContents(body),
      (error) => error instanceof FlowError && error.param === param,
    );
  });
}
