import assert from "node:assert/strict";
import type { ChatRequest, Message } from "../../../../lib/domain/conversation/request.ts";
import { ToolNames } from "../../../../lib/domain/conversation/tool_names.ts";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { Losses } from "../../../../lib/formats/gemini/losses.ts";
import { renderContents } from "../../../../lib/formats/gemini/render_contents.ts";
import { SKIP_VALIDATION } from "../../../../lib/formats/gemini/signatures.ts";

const render = (messages: readonly Message[], model = "gemini-2.5-flash") => {
  const request: ChatRequest = {
    format: "openai_chat",
    model,
    stream: false,
    messages,
    sampling: {},
  };
  const losses = new Losses();
  const rendered = renderContents(request, model, new ToolNames(request), losses);
  return { ...rendered, warnings: losses.warnings };
};
const says = (role: Message["role"], text: string): Message => ({
  role,
  parts: [{ type: "text", text }],
  at: role,
});
const call = (id: string) =>
  ({ type: "tool_call", id, name: "look", kind: "function", arguments: "{}" }) as const;
const result = (callId: string): Message => ({
  role: "tool",
  parts: [{
    type: "tool_result",
    callId,
    name: null,
    kind: "function",
    content: [{ type: "text", text: callId }],
    isError: false,
  }],
});

Deno.test("renderContents hoists leading instructions and sends later ones as the user's", () => {
  const { systemInstruction, contents, warnings } = render([
    says("system", "A"),
    says("developer", "B"),
    says("user", "hi"),
    says("system", "C"),
  ]);

  assert.deepEqual(systemInstruction, { parts: [{ text: "A" }, { text: "B" }] });
  assert.deepEqual(contents, [{ role: "user", parts: [{ text: "hi" }, { text: "C" }] }]);
  assert.deepEqual(warnings.map(({ kind, field }) => [kind, field]), [["adapted", "system"]]);
});

Deno.test("renderContents sends instructions that stand alone as the user's", () => {
  const { systemInstruction, contents } = render([says("system", "A")]);

  assert.equal(systemInstruction, undefined);
  assert.deepEqual(contents, [{ role: "user", parts: [{ text: "A" }] }]);
});

Deno.test("renderContents answers parallel calls in one turn, in the order of the calls", () => {
  const { contents } = render([
    says("user", "hi"),
    { role: "assistant", parts: [call("a"), call("b")] },
    says("user", "and?"),
    result("b"),
    result("a"),
  ]);

  const [, , answers] = contents;
  assert.deepEqual(answers, {
    role: "user",
    parts: [
      { functionResponse: { id: "a", name: "look", response: { result: "a" } } },
      { functionResponse: { id: "b", name: "look", response: { result: "b" } } },
      { text: "and?" },
    ],
  });
});

Deno.test("renderContents excuses the first call of a turn that Gemini 3 did not make", () => {
  const messages: Message[] = [
    says("user", "hi"),
    { role: "assistant", parts: [call("a"), call("b")] },
    result("a"),
    result("b"),
  ];
  const signatures = (model: string) =>
    JSON.stringify(render(messages, model).contents).split(SKIP_VALIDATION).length - 1;

  assert.equal(signatures("gemini-3-flash"), 1);
  assert.equal(signatures("gemini-2.5-flash"), 0);
});

Deno.test("renderContents leaves empty texts out, but not a whole empty message", () => {
  const empty = { type: "text", text: "" } as const;
  const { contents } = render([
    { role: "user", parts: [empty, { type: "text", text: "hi" }] },
    { role: "assistant", parts: [] },
    { role: "user", parts: [empty] },
  ]);

  assert.deepEqual(contents, [{ role: "user", parts: [{ text: "hi" }, { text: "" }] }]);
});

Deno.test("renderContents warns about names of participants", () => {
  const { warnings } = render([{ ...says("user", "hi"), name: "Ann" }]);

  assert.deepEqual(warnings.map(({ field }) => field), ["user.name"]);
});

Deno.test("renderContents refuses a conversation without content", () => {
  assert.throws(
    () => render([]),
    (error) => error instanceof FlowError && error.param === "messages",
  );
});
