import assert from "node:assert/strict";
import { secondTurn } from "../../../tools/agents/second_turn.ts";

const READ = {
  name: "write",
  arguments: { a: 1 },
  callId: "c1",
  resultId: "c1",
  result: "done",
};

Deno.test("secondTurn reads OpenAI's chat", () => {
  const call = { id: "c1", type: "function", function: { name: "write", arguments: '{"a":1}' } };
  const body = {
    messages: [
      { role: "user", content: "Go." },
      { role: "assistant", tool_calls: [call] },
      { role: "tool", tool_call_id: "c1", content: "done" },
    ],
  };

  assert.deepEqual(secondTurn("openai_chat", body), { ...READ, proof: null });
});

Deno.test("secondTurn reads OpenAI's Responses", () => {
  const body = {
    input: [
      { type: "reasoning", encrypted_content: "enc" },
      { type: "function_call", call_id: "c1", name: "write", arguments: '{"a":1}' },
      { type: "function_call_output", call_id: "c1", output: "done" },
    ],
  };

  assert.deepEqual(secondTurn("openai_responses", body), { ...READ, proof: "enc" });
});

Deno.test("secondTurn reads Anthropic's Messages", () => {
  const body = {
    messages: [
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "…", signature: "sig" },
          { type: "tool_use", id: "c1", name: "write", input: { a: 1 } },
        ],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "c1", content: "done" }] },
    ],
  };

  assert.deepEqual(secondTurn("anthropic_messages", body), { ...READ, proof: "sig" });
});

Deno.test("secondTurn reads Gemini's contents, with ids and without", () => {
  const body = (id: { id?: string }) => ({
    contents: [
      {
        role: "model",
        parts: [{
          functionCall: { name: "write", args: { a: 1 }, ...id },
          thoughtSignature: "sig",
        }],
      },
      { role: "user", parts: [{ functionResponse: { name: "write", response: {}, ...id } }] },
    ],
  });

  const read = { ...READ, result: {}, proof: "sig" };
  assert.deepEqual(secondTurn("gemini", body({ id: "c1" })), read);
  assert.deepEqual(secondTurn("gemini", body({})), { ...read, callId: null, resultId: null });
});

Deno.test("secondTurn is null for a first turn and for anything else", () => {
  for (
    const shape of ["openai_chat", "openai_responses", "anthropic_messages", "gemini"] as const
  ) {
    for (const body of [null, {}, { messages: [{ role: "user", content: "Go." }] }]) {
      assert.equal(secondTurn(shape, body), null);
    }
  }
});
