import assert from "node:assert/strict";
import { FirstContent } from "../../../lib/formats/first_content.ts";
import { hasContent } from "../../../lib/formats/openai_chat/first_content.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const chunk = (delta: unknown) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;

const CONTENT = chunk({ content: "é" });

const silent: [what: string, stream: string][] = [
  ["comments", ": OPENROUTER PROCESSING\n\n".repeat(5000)],
  ["a chunk that only names the role", chunk({ role: "assistant", content: "", refusal: null })],
  ["an empty delta", chunk({})],
  ["a delta that repeats the index", chunk({ index: 0, content: "" })],
  ["an empty list of tool calls", chunk({ tool_calls: [] })],
  ["a chunk without choices", `data: {"choices":[],"prompt_filter_results":[{}]}\n\n`],
  ["a legacy chunk without text", `data: {"choices":[{"text":"","index":0}]}\n\n`],
  ["data that is not JSON", "data: hello\n\n"],
  ["a choice that is null", `data: {"choices":[null]}\n\n`],
  ["the end marker", "data: [DONE]\n\n"],
];
for (const [what, stream] of silent) {
  Deno.test(`FirstContent does not take ${what} for content, but what follows`, () => {
    const first = new FirstContent(hasContent);

    assert.equal(first.push(bytes(stream)), false);
    assert.equal(first.push(bytes(CONTENT)), true);
  });
}

const telling: [what: string, stream: string][] = [
  ["text", CONTENT],
  ["reasoning", chunk({ role: "assistant", content: null, reasoning_content: "Hm" })],
  ["a tool call", chunk({ tool_calls: [{ index: 0, id: "c", function: { name: "f" } }] })],
  ["a refusal", chunk({ refusal: "No" })],
  ["content in parts", chunk({ content: [{ type: "thinking", thinking: [] }] })],
  ["text of a legacy completion", `data: {"choices":[{"text":"a","index":0}]}\n\n`],
  ["text in an event of CRLF lines", CONTENT.replaceAll("\n", "\r\n")],
  ["text in an event of several data lines", `data: {"choices":\ndata: [{"text":"a"}]}\n\n`],
];
for (const [what, stream] of telling) {
  Deno.test(`FirstContent sees ${what} with the last byte of its event, wherever it is cut`, () => {
    const all = bytes(stream);
    for (let at = 1; at < all.length; at++) {
      const first = new FirstContent(hasContent);

      assert.equal(first.push(all.subarray(0, at)), false, `already at byte ${at}`);
      assert.equal(first.push(all.subarray(at)), true);
    }
  });
}

Deno.test("FirstContent stays true once content has come", () => {
  const first = new FirstContent(hasContent);
  first.push(bytes(CONTENT));

  assert.equal(first.push(bytes(": ping\n\n")), true);
});

Deno.test("FirstContent gives up on 64 KiB of data that it does not understand", () => {
  const first = new FirstContent(hasContent);
  const foreign = bytes(`data: {"type":"delta","x":"${"y".repeat(1000)}"}\n\n`);
  let pushes = 1;
  while (!first.push(foreign)) pushes++;

  assert.equal(pushes, Math.ceil(65_537 / (foreign.length - 8)));
});

Deno.test("FirstContent looks at 10 MB in tiny pieces without going over it again and again", () => {
  const first = new FirstContent(hasContent);
  const piece = bytes("data");

  for (let i = 0; i < 2_500_000; i++) assert.equal(first.push(piece), false);
});
