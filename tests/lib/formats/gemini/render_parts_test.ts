import assert from "node:assert/strict";
import type { Part } from "../../../../lib/domain/conversation/parts.ts";
import type { ChatRequest } from "../../../../lib/domain/conversation/request.ts";
import { ToolNames } from "../../../../lib/domain/conversation/tool_names.ts";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { Losses } from "../../../../lib/formats/gemini/losses.ts";
import { PartRenderer } from "../../../../lib/formats/gemini/render_parts.ts";

const render = (
  parts: readonly Part[],
  { model = "gemini-2.5-flash", format = "openai_chat" }: {
    model?: string;
    format?: ChatRequest["format"];
  } = {},
) => {
  const request: ChatRequest = { format, model, stream: false, messages: [], sampling: {} };
  const losses = new Losses();
  const renderer = new PartRenderer(request, model, new ToolNames(request), losses);
  const values = parts.flatMap((part) => renderer.render(part)).map(({ value }) => value);
  return { values, warnings: losses.warnings };
};

const OWN = { format: "gemini", value: { thoughtSignature: "c2ln" } } as const;
const FOREIGN = { format: "anthropic_messages", value: { signature: "s" } } as const;
const CALL: Part = {
  type: "tool_call",
  id: "c-1",
  name: "look",
  kind: "function",
  arguments: '{"a":1}',
};
const RESULT: Part = {
  type: "tool_result",
  callId: "c-1",
  name: null,
  kind: "function",
  content: [{ type: "text", text: "seen" }],
  isError: false,
  at: "m",
};
const PICTURE: Part = {
  type: "image",
  source: { kind: "base64", mediaType: "image/png", data: "AA==" },
};

Deno.test("PartRenderer sends Gemini's signatures back and leaves foreign proofs out", () => {
  const { values } = render([
    { type: "text", text: "a", proof: OWN },
    { ...CALL, proof: OWN },
    { ...CALL, proof: FOREIGN },
  ]);

  const call = { functionCall: { id: "c-1", name: "look", args: { a: 1 } } };
  assert.deepEqual(values, [
    { text: "a", thoughtSignature: "c2ln" },
    { ...call, thoughtSignature: "c2ln" },
    call,
  ]);
});

Deno.test("PartRenderer names a result by its call, and wraps free text", () => {
  const { values } = render([
    { ...CALL, kind: "custom", arguments: "*** patch" },
    RESULT,
    { ...RESULT, isError: true },
  ]);

  assert.deepEqual(values, [
    { functionCall: { id: "c-1", name: "look", args: { input: "*** patch" } } },
    { functionResponse: { id: "c-1", name: "look", response: { result: "seen" } } },
    { functionResponse: { id: "c-1", name: "look", response: { error: "seen" } } },
  ]);
});

Deno.test("PartRenderer refuses a result of a call that nobody made", () => {
  assert.throws(
    () => render([RESULT]),
    (error) => error instanceof FlowError && error.param === "m",
  );
  assert.equal(render([{ ...RESULT, name: "look" }]).values.length, 1);
});

Deno.test("PartRenderer puts pictures into a result, or behind it for older models", () => {
  const result = { ...RESULT, name: "look", content: [PICTURE] };
  const picture = { inlineData: { mimeType: "image/png", data: "AA==" } };
  const head = { id: "c-1", name: "look", response: { result: "" } };
  const old = render([result]);

  assert.deepEqual(render([result], { model: "gemini-3-flash" }), {
    values: [{ functionResponse: { ...head, parts: [picture] } }],
    warnings: [],
  });
  assert.deepEqual(old.values, [{ functionResponse: head }, picture]);
  assert.deepEqual(old.warnings.map(({ kind }) => kind), ["adapted"]);
});

Deno.test("PartRenderer keeps arguments that are no JSON as they are, with a warning", () => {
  const { values, warnings } = render([{ ...CALL, arguments: '{"a":', at: "m" }]);

  assert.match(JSON.stringify(values), /\{\\"a\\":/);
  assert.deepEqual(warnings.map(({ kind, field }) => [kind, field]), [["adapted", "m"]]);
});

Deno.test("PartRenderer sends only Gemini's own thoughts back", () => {
  const thought = { type: "reasoning", text: "hm", isSummary: true } as const;

  assert.deepEqual(render([thought], { format: "gemini" }).values, [{ text: "hm", thought: true }]);
  assert.deepEqual(render([{ ...thought, proof: OWN }]).values, [
    { text: "hm", thought: true, thoughtSignature: "c2ln" },
  ]);
  for (const part of [thought, { ...thought, proof: FOREIGN }]) {
    const { values, warnings } = render([part]);
    assert.deepEqual(values, []);
    assert.deepEqual(warnings.map(({ kind }) => kind), ["dropped"]);
  }
  assert.deepEqual(render([{ ...thought, text: "", proof: FOREIGN }]).warnings, []);
});

Deno.test("PartRenderer writes what only Gemini knows, and tells of what only others know", () => {
  const code = { executableCode: { code: "1" } };
  const { values, warnings } = render([
    { type: "foreign", format: "gemini", value: code },
    { type: "foreign", format: "anthropic_messages", value: { type: "mcp_tool_use" }, at: "m" },
    { type: "refusal", text: "No." },
    {
      ...PICTURE,
      extra: { format: "gemini", fields: { mediaResolution: { level: "LOW" } } },
    },
  ]);

  assert.deepEqual(values, [
    code,
    { text: "No." },
    {
      inlineData: { mimeType: "image/png", data: "AA==" },
      mediaResolution: { level: "LOW" },
    },
  ]);
  assert.deepEqual(warnings.map(({ field }) => field), ["m"]);
});
