import assert from "node:assert/strict";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";
import { CallIds } from "../../../../lib/formats/gemini/call_ids.ts";
import { CandidateReader } from "../../../../lib/formats/gemini/candidate_reader.ts";

const RESPONSE = { responseId: "r" };
const SIG = "c2ln";
const PROOF = { format: "gemini", value: { thoughtSignature: SIG } } as const;

/** The parts of a candidate whose chunks have these parts. */
const read = (...chunks: readonly (readonly unknown[])[]) => {
  const reader = new CandidateReader(0, new CallIds());
  const events = chunks.flatMap((parts) => reader.push({ content: { parts } }, RESPONSE));
  const last = reader.push({ finishReason: "STOP" }, RESPONSE);
  return accumulate([...events, ...last, ...reader.close(RESPONSE)]).choices[0];
};

const call = (name: string, args: string, number: number, proof?: typeof PROOF) => ({
  type: "tool_call",
  id: `call_r_${number}`,
  name,
  kind: "function",
  arguments: args,
  ...(proof === undefined ? {} : { proof }),
});

for (
  const [what, chunks, parts] of [
    ["joins text over chunks", [[{ text: "a" }], [{ text: "b" }, { text: "c" }]], [
      { type: "text", text: "abc" },
    ]],
    ["tells thoughts from text", [[{ text: "hm", thought: true }], [{ text: "a" }]], [
      { type: "reasoning", text: "hm", isSummary: true },
      { type: "text", text: "a" },
    ]],
    ["gives an empty last text's signature to the text", [[{ text: "a" }], [{
      text: "",
      thoughtSignature: SIG,
    }]], [{ type: "text", text: "a", proof: PROOF }]],
    ["goes on after a signed first piece", [[{ text: "a", thoughtSignature: SIG }], [{
      text: "b",
    }]], [{ type: "text", text: "ab", proof: PROOF }]],
    ["begins another part with a second signature", [[{ text: "a", thoughtSignature: SIG }, {
      text: "b",
      thoughtSignature: SIG,
    }]], [{ type: "text", text: "a", proof: PROOF }, { type: "text", text: "b", proof: PROOF }]],
    ["keeps a signature that stands alone", [[{ text: "", thoughtSignature: SIG }]], [
      { type: "text", text: "", proof: PROOF },
    ]],
    ["gives parallel calls ids of their own", [[
      { functionCall: { name: "f", args: { a: null } }, thoughtSignature: SIG },
      { functionCall: { name: "f" } },
    ]], [call("f", '{"a":null}', 0, PROOF), call("f", "{}", 1)]],
    ["puts a call together whose arguments come in pieces", [
      [{ functionCall: { name: "f", willContinue: true }, thoughtSignature: SIG }],
      [{
        functionCall: { partialArgs: [{ jsonPath: "$.a", stringValue: "x" }], willContinue: true },
      }],
      [{ functionCall: {} }],
      [{ functionCall: { name: "g", willContinue: true } }],
    ], [call("f", '{"a":"x"}', 0, PROOF), call("g", "{}", 1)]],
    ["takes pictures and what only Gemini knows whole", [[
      { inlineData: { mimeType: "image/png", data: "AA==" }, thoughtSignature: SIG },
      { executableCode: { code: "1" } },
      { inlineData: { mimeType: "image/png", data: "AA==" }, thought: true },
      {},
    ]], [
      {
        type: "image",
        source: { kind: "base64", mediaType: "image/png", data: "AA==" },
        proof: PROOF,
      },
      { type: "foreign", format: "gemini", value: { executableCode: { code: "1" } } },
      {
        type: "foreign",
        format: "gemini",
        value: { inlineData: { mimeType: "image/png", data: "AA==" }, thought: true },
      },
    ]],
    ["keeps members of a part that it does not know", [[{ text: "a", partMetadata: { b: 1 } }]], [
      { type: "text", text: "a", extra: { format: "gemini", fields: { partMetadata: { b: 1 } } } },
    ]],
  ] as const
) {
  Deno.test(`CandidateReader ${what}`, () => {
    assert.deepEqual(read(...chunks)?.parts, parts);
  });
}

Deno.test("CandidateReader ends with tool_calls when there were calls, else as it is told", () => {
  assert.equal(read([{ functionCall: { name: "f" } }])?.finish?.reason, "tool_calls");
  assert.equal(read([{ text: "a" }])?.finish?.reason, "stop");
});

Deno.test("CandidateReader cites before the text ends", () => {
  const reader = new CandidateReader(0, new CallIds());
  const groundingMetadata = {
    groundingChunks: [{ web: { uri: "u" } }],
    groundingSupports: [{ segment: { endIndex: 1, text: "a" }, groundingChunkIndices: [0] }],
  };
  reader.push({ content: { parts: [{ text: "a" }] } }, RESPONSE);
  reader.push({ finishReason: "STOP", groundingMetadata }, RESPONSE);
  const closing = reader.close(RESPONSE);

  assert.deepEqual(closing.map(({ type }) => type), ["citation", "part_end", "finish"]);
});

for (
  const candidate of [{}, { content: null }, { content: { parts: "x" } }, {
    content: { parts: [7] },
  }]
) {
  Deno.test(`CandidateReader survives ${JSON.stringify(candidate)}`, () => {
    const reader = new CandidateReader(0, new CallIds());

    assert.deepEqual(reader.push(candidate, {}), []);
    assert.deepEqual(reader.close({}), []);
    assert.equal(reader.isFinished, false);
  });
}
