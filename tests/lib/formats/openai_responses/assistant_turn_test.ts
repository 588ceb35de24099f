import assert from "node:assert/strict";
import type { Part } from "../../../../lib/domain/conversation/parts.ts";
import { AssistantTurn } from "../../../../lib/formats/openai_responses/assistant_turn.ts";

const PROOF = { format: "gemini", value: { thoughtSignature: "sig" } } as const;
const call = (id: string): Part => ({
  type: "tool_call",
  id,
  name: "f",
  kind: "function",
  arguments: "{}",
});
const TEXT: Part = { type: "text", text: "Hi" };

Deno.test("AssistantTurn gives a proof to the part that follows", () => {
  const turn = new AssistantTurn();
  turn.prove({ proof: PROOF });
  turn.add({ type: "reasoning", text: "r", isSummary: true });
  turn.add(call("c1"));
  turn.add(call("c2"));

  assert.deepEqual(turn.parts, [
    { type: "reasoning", text: "r", isSummary: true },
    { ...call("c1"), proof: PROOF },
    call("c2"),
  ]);
});

Deno.test("AssistantTurn gives a proof back to the text before it, or to the call it names", () => {
  const turn = new AssistantTurn();
  turn.add(TEXT);
  turn.prove({ proof: PROOF, isTrailing: true });
  turn.add(call("c1"));
  turn.add(call("c2"));
  turn.prove({ proof: PROOF, callId: "c1" });
  turn.prove({ proof: PROOF, callId: "unknown" });

  assert.deepEqual(turn.parts, [
    { ...TEXT, proof: PROOF },
    { ...call("c1"), proof: PROOF },
    call("c2"),
  ]);
});

Deno.test("AssistantTurn makes an empty text of a trailing proof without one", () => {
  const turn = new AssistantTurn();
  turn.prove({ proof: PROOF, isTrailing: true });

  assert.deepEqual(turn.parts, [{ type: "text", text: "", proof: PROOF }]);
});

Deno.test("AssistantTurn.endsInMessage is true behind texts and refusals", () => {
  const turn = new AssistantTurn();
  assert.equal(turn.endsInMessage, false);
  turn.add(TEXT);
  assert.equal(turn.endsInMessage, true);
  turn.add(call("c"));
  assert.equal(turn.endsInMessage, false);
});
