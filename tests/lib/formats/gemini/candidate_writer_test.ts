import assert from "node:assert/strict";
import type { StreamEvent } from "../../../../lib/domain/conversation/answer.ts";
import { CandidateWriter } from "../../../../lib/formats/gemini/candidate_writer.ts";
import { Losses } from "../../../../lib/formats/gemini/losses.ts";
import { readSignature } from "../../../../lib/formats/gemini/signatures.ts";

type Kind = Extract<StreamEvent, { type: "part_start" }>["kind"];
const FOREIGN = { format: "anthropic_messages", value: { signature: "s" } } as const;
const OWN = { format: "gemini", value: { thoughtSignature: "c2ln" } } as const;
const CALL = { id: "c", name: "f", kind: "function" } as const;

const writer = (showsThoughts = true) => {
  const losses = new Losses();
  const inner = new CandidateWriter(0, showsThoughts, losses);
  return {
    losses,
    close: () => inner.close(),
    start: (part: number, kind: Kind) =>
      inner.push({
        type: "part_start",
        choice: 0,
        part,
        kind,
        ...(kind === "tool_call" ? { call: CALL } : {}),
      }),
    delta: (part: number, text: string) => inner.push({ type: "delta", choice: 0, part, text }),
    end: (part: number, proof?: typeof FOREIGN | typeof OWN) =>
      inner.push({ type: "part_end", choice: 0, part, ...(proof === undefined ? {} : { proof }) }),
  };
};

Deno.test("CandidateWriter sends text at once and its signature behind it", () => {
  const { start, delta, end } = writer();
  start(0, "text");

  assert.deepEqual(delta(0, "Hel"), [{ text: "Hel" }]);
  assert.deepEqual(delta(0, "lo"), [{ text: "lo" }]);
  assert.deepEqual(end(0, OWN), [{ text: "", thoughtSignature: "c2ln" }]);
});

Deno.test("CandidateWriter holds a call back until it is whole", () => {
  const { start, delta, end } = writer();
  start(0, "tool_call");

  assert.deepEqual(delta(0, '{"a"'), []);
  assert.deepEqual(delta(0, ":1}"), []);
  assert.deepEqual(end(0), [{ functionCall: { id: "c", name: "f", args: { a: 1 } } }]);
});

Deno.test("CandidateWriter shows thoughts by paragraphs, or not at all", () => {
  const shown = writer();
  shown.start(0, "reasoning");
  assert.deepEqual(shown.delta(0, "One.\n"), []);
  assert.deepEqual(shown.delta(0, "\nTwo"), [{ text: "One.\n\n", thought: true }]);
  assert.deepEqual(shown.end(0, OWN), [{ text: "Two", thought: true, thoughtSignature: "c2ln" }]);

  const hidden = writer(false);
  hidden.start(0, "reasoning");
  assert.deepEqual(hidden.delta(0, "One.\n\n"), []);
  assert.deepEqual(hidden.end(0), []);
});

Deno.test("CandidateWriter lets reasoning ride on a call, else on an empty last text", () => {
  const thought = { type: "reasoning", text: "hm", isSummary: false, proof: FOREIGN };
  const withCall = writer();
  const without = writer();
  for (const one of [withCall, without]) {
    one.start(0, "reasoning");
    one.delta(0, "hm");
    one.end(0, FOREIGN);
  }
  withCall.start(1, "tool_call");
  const [call] = withCall.end(1);
  const [last] = without.close().parts;

  assert.deepEqual(readSignature(call?.thoughtSignature).reasoning, [thought]);
  assert.equal(last?.text, "");
  assert.deepEqual(readSignature(last?.thoughtSignature).reasoning, [thought]);
  assert.deepEqual(withCall.close().parts, []);
});

Deno.test("CandidateWriter ends what was left open and survives what never began", () => {
  const { start, delta, end, close, losses } = writer();
  start(0, "tool_call");
  delta(0, '{"a":');

  assert.deepEqual(delta(7, "x"), []);
  assert.deepEqual(end(7), []);
  assert.equal(close().parts.length, 1);
  assert.deepEqual(losses.warnings.map(({ kind }) => kind), ["adapted"]);
});
