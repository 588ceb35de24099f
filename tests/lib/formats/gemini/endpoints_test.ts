import assert from "node:assert/strict";
import { geminiCall } from "../../../../lib/formats/gemini/endpoints.ts";
import { flowError } from "../../../support/flow_error.ts";

const calls: [path: string, model: string, stream: boolean, counts: boolean][] = [
  ["gemini-2.5-flash:generateContent", "gemini-2.5-flash", false, false],
  ["gemini-2.5-flash:streamGenerateContent", "gemini-2.5-flash", true, false],
  ["ollama/llama3.2:3b:generateContent", "ollama/llama3.2:3b", false, false],
  ["google/gemini-2.5-pro:countTokens", "google/gemini-2.5-pro", false, true],
];
for (const [path, model, stream, counts] of calls) {
  Deno.test(`geminiCall reads model and method of ${path}`, () => {
    const { endpoint, facts } = geminiCall(path);

    assert.deepEqual(facts, { model, stream });
    assert.equal(endpoint.countsTokens === true, counts);
    assert.equal(endpoint.format, "gemini");
  });
}

for (const path of ["gemini-2.5-flash", "gemini-2.5-flash:predict", "x:toString", ":"]) {
  Deno.test(`geminiCall knows no method in '${path}'`, () => {
    assert.throws(() => geminiCall(path), flowError("not_found", /generateContent/));
  });
}

Deno.test("geminiCall wants something to embed", () => {
  const one = geminiCall("m:embedContent").endpoint;
  const many = geminiCall("m:batchEmbedContents").endpoint;

  assert.throws(() => one.check({}), flowError("invalid_request", /'content'/));
  assert.throws(() => many.check({ content: {} }), flowError("invalid_request", /'requests'/));
  one.check({ content: {} });
  many.check({ requests: [] });
});
