import assert from "node:assert/strict";
import { hasContent } from "../../../../lib/formats/gemini/first_content.ts";

const chunk = (part: unknown) => ({ candidates: [{ content: { parts: [part] } }] });

for (
  const [data, expected] of [
    [chunk({ text: "a" }), true],
    [chunk({ text: "a", thought: true }), true],
    [chunk({ functionCall: { name: "f" } }), true],
    [[chunk({ text: "" }), chunk({ text: "a" })], true],
    [chunk({ text: "", thoughtSignature: "c2ln" }), false],
    [chunk({}), false],
    [{ usageMetadata: {} }, false],
    [{ candidates: [{ finishReason: "STOP" }] }, false],
    [undefined, false],
  ] as const
) {
  Deno.test(`hasContent of ${JSON.stringify(data)} is ${expected}`, () => {
    assert.equal(hasContent(data), expected);
  });
}
