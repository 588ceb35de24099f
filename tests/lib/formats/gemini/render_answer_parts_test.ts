import assert from "node:assert/strict";
import { Losses } from "../../../../lib/formats/gemini/losses.ts";
import {
  renderCall,
  renderWholePart,
  withOwnMembers,
  withSignature,
} from "../../../../lib/formats/gemini/render_answer_parts.ts";

const CALL = { id: "c", name: "f" };

Deno.test("renderCall writes arguments as an object, cut-off ones with a warning", () => {
  const losses = new Losses();

  assert.deepEqual(renderCall(CALL, '{"a":1}', "p", losses), {
    functionCall: { id: "c", name: "f", args: { a: 1 } },
  });
  assert.deepEqual(losses.warnings, []);
  assert.match(JSON.stringify(renderCall({ id: "", name: "f" }, '{"a', "p", losses)), /\{\\"a"/);
  assert.deepEqual(losses.warnings.map(({ field }) => field), ["p"]);
});

for (
  const [what, source, expected] of [
    ["bytes", { kind: "base64", mediaType: "image/png", data: "AA==" }, {
      inlineData: { mimeType: "image/png", data: "AA==" },
    }],
    ["an address", { kind: "url", url: "https://a.example/b.png", mediaType: null }, {
      fileData: { mimeType: "image/png", fileUri: "https://a.example/b.png" },
    }],
    ["its own file", { kind: "file_id", id: "files/a", format: "gemini" }, {
      fileData: { fileUri: "files/a" },
    }],
    ["another's file", { kind: "file_id", id: "f", format: "openai_chat" }, null],
  ] as const
) {
  Deno.test(`renderWholePart writes ${what}`, () => {
    const losses = new Losses();

    assert.deepEqual(renderWholePart({ type: "image", source }, "p", losses), expected);
    assert.equal(losses.warnings.length, expected === null ? 1 : 0);
  });
}

Deno.test("renderWholePart tells of transcripts and of what only others know", () => {
  const losses = new Losses();
  const source = { kind: "base64", mediaType: "audio/wav", data: "AA==" } as const;
  renderWholePart({ type: "audio", source, transcript: "hi" }, "a", losses);
  const value = { type: "mcp_list_tools" };
  renderWholePart({ type: "foreign", format: "openai_responses", value }, "b", losses);

  assert.deepEqual(losses.warnings.map(({ field }) => field), ["a", "b"]);
});

Deno.test("withSignature adds no empty signature, withOwnMembers adds to what is there", () => {
  assert.deepEqual(withSignature({ text: "a" }, undefined, []), { text: "a" });
  assert.deepEqual(
    withOwnMembers({ functionCall: { name: "f" } }, { functionCall: { x: 1 }, y: 2 }),
    { functionCall: { name: "f", x: 1 }, y: 2 },
  );
});

Deno.test("renderCall writes the free text of a custom tool as its function's one argument", () => {
  const losses = new Losses();

  const call = renderCall({ id: "c", name: "sql", kind: "custom" }, "SELECT 1", "p", losses);

  assert.deepEqual(call, { functionCall: { id: "c", name: "sql", args: { input: "SELECT 1" } } });
  assert.equal(losses.warnings.length, 1);
});
