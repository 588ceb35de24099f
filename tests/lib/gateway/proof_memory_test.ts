import assert from "node:assert/strict";
import type { ChatResponse } from "../../../lib/domain/conversation/answer.ts";
import type { Part } from "../../../lib/domain/conversation/parts.ts";
import type { ChatRequest } from "../../../lib/domain/conversation/request.ts";
import { ProofMemory } from "../../../lib/gateway/proof_memory.ts";

const SIGNED = { format: "anthropic_messages", value: { signature: "sig" } } as const;
const THOUGHT: Part = { type: "reasoning", text: "hm", isSummary: false, proof: SIGNED };
const call = (id: string, more: object = {}): Part => ({
  type: "tool_call",
  id,
  name: "read",
  kind: "function",
  arguments: "{}",
  ...more,
});

function answer(parts: readonly Part[]): ChatResponse {
  const choices = [{ index: 0, parts, finish: null }];
  return { id: null, model: null, createdAt: null, choices, usage: null };
}

function request(parts: readonly Part[]): ChatRequest {
  const messages = [{ role: "assistant" as const, parts }];
  return { format: "openai_chat", model: "m", stream: false, messages, sampling: {} };
}

Deno.test("ProofMemory puts back the reasoning that stood before a call", () => {
  const memory = new ProofMemory();
  memory.remember("me", answer([THOUGHT, call("c-1")]));

  const restored = memory.restore("me", request([call("c-1")]));

  assert.deepEqual(restored.messages[0]?.parts, [THOUGHT, call("c-1")]);
});

Deno.test("ProofMemory puts back a call's own proof", () => {
  const memory = new ProofMemory();
  const proof = { format: "gemini", value: { thoughtSignature: "x" } };
  memory.remember("me", answer([call("c-1", { proof }), call("c-2")]));

  const restored = memory.restore("me", request([call("c-1"), call("c-2")]));

  assert.deepEqual(restored.messages[0]?.parts, [call("c-1", { proof }), call("c-2")]);
});

Deno.test("ProofMemory leaves a request alone that has kept its proofs", () => {
  const memory = new ProofMemory();
  memory.remember("me", answer([THOUGHT, call("c-1")]));
  const kept = request([THOUGHT, call("c-1")]);

  assert.equal(memory.restore("me", kept), kept);
});

Deno.test("ProofMemory replaces reasoning that came back without its proof", () => {
  const memory = new ProofMemory();
  memory.remember("me", answer([THOUGHT, call("c-1")]));
  const bare: Part = { type: "reasoning", text: "hm", isSummary: false };

  const restored = memory.restore("me", request([bare, call("c-1")]));

  assert.deepEqual(restored.messages[0]?.parts, [THOUGHT, call("c-1")]);
});

Deno.test("ProofMemory replaces reasoning of which the client has kept the last piece only", () => {
  const memory = new ProofMemory();
  const hidden: Part = {
    type: "reasoning",
    text: "",
    isSummary: false,
    proof: { format: "anthropic_messages", value: { data: "hidden" } },
  };
  memory.remember("me", answer([THOUGHT, hidden, call("c-1")]));

  const restored = memory.restore("me", request([hidden, call("c-1")]));

  assert.deepEqual(restored.messages[0]?.parts, [THOUGHT, hidden, call("c-1")]);
});

Deno.test("ProofMemory never gives one caller's reasoning to another", () => {
  const memory = new ProofMemory();
  memory.remember("me", answer([THOUGHT, call("c-1")]));
  const other = request([call("c-1")]);

  assert.equal(memory.restore("somebody else", other), other);
});

Deno.test("ProofMemory does not keep calls without any proof", () => {
  const memory = new ProofMemory();
  memory.remember("me", answer([call("c-1")]));
  const asked = request([call("c-1")]);

  assert.equal(memory.restore("me", asked), asked);
});

Deno.test("ProofMemory forgets the oldest when it is full", () => {
  const memory = new ProofMemory();
  const large: Part = { ...THOUGHT, text: "x".repeat(6 * 1024 * 1024) } as Part;
  for (const id of ["c-1", "c-2", "c-3"]) memory.remember("me", answer([large, call(id)]));

  const first = request([call("c-1")]);
  const last = memory.restore("me", request([call("c-3")]));

  assert.equal(memory.restore("me", first), first);
  assert.equal(last.messages[0]?.parts.length, 2);
});
