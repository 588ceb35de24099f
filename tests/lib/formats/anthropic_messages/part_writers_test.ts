import assert from "node:assert/strict";
import type { Proof } from "../../../../lib/domain/conversation/parts.ts";
import { unpackCarrier } from "../../../../lib/formats/carrier.ts";
import { Losses } from "../../../../lib/formats/anthropic_messages/losses.ts";
import {
  type BlockEvent,
  CallWriter,
  type PartWriter,
  TextWriter,
  ThinkingWriter,
  wholeBlock,
} from "../../../../lib/formats/anthropic_messages/part_writers.ts";

const GEMINI: Proof = { format: "gemini", value: { thoughtSignature: "s" } };
const native = (value: Record<string, unknown>): Proof => ({ format: "anthropic_messages", value });

/** `start`, deltas by their content, `stop`; a carrier as its cargo. */
function run(writer: PartWriter, texts: readonly string[], proof?: Proof): unknown[] {
  const events: BlockEvent[] = [
    ...texts.flatMap((text) => [...writer.text(text)]),
    ...writer.end(proof),
  ];
  return events.map((event) => {
    if (event.type === "stop") return "stop";
    if (event.type === "start") return cargoOf(event.block.data) ?? event.block.type;
    const { type: _, ...pieces } = event.delta;
    const [piece] = Object.values(pieces);
    return cargoOf(piece) ?? piece;
  });
}
const cargoOf = (text: unknown) => typeof text === "string" ? unpackCarrier(text) : null;
const call = (kind: "function" | "custom" = "function") => ({ id: "1", name: "f", kind });
const writers: Record<string, () => PartWriter> = {
  text: () => new TextWriter(new Losses()),
  thinking: () => new ThinkingWriter(false),
  summary: () => new ThinkingWriter(true),
  call: () => new CallWriter("1", call(), new Losses()),
  custom: () => new CallWriter("1", call("custom"), new Losses()),
};
const reasoning = (text: string, isSummary: boolean, proof?: Proof) => ({
  reasoning: [{ text, isSummary, ...(proof === undefined ? {} : { proof }) }],
});

const cases: [
  what: string,
  writer: string,
  texts: string[],
  proof: Proof | undefined,
  events: unknown[],
][] = [
  ["text", "text", ["a", "b"], undefined, ["text", "a", "b", "stop"]],
  ["no text", "text", [], undefined, []],
  ["text with another's proof", "text", ["a"], GEMINI, ["text", "a", "stop", {
    proof: GEMINI,
    isTrailing: true,
  }, "stop"]],
  ["signed thinking", "thinking", ["hm"], native({ signature: "s" }), [
    "thinking",
    "hm",
    "s",
    "stop",
  ]],
  ["thinking that is not shown", "thinking", [], native({ signature: "s" }), [
    "thinking",
    "s",
    "stop",
  ]],
  ["hidden thinking", "thinking", [], native({ data: "d" }), ["redacted_thinking", "stop"]],
  ["thinking with another's proof", "summary", ["a", "b"], GEMINI, [
    "thinking",
    "a",
    "b",
    reasoning("ab", true, GEMINI),
    "stop",
  ]],
  ["thinking without a proof", "thinking", ["a"], undefined, [
    "thinking",
    "a",
    reasoning("a", false),
    "stop",
  ]],
  ["another's hidden thinking", "thinking", [], GEMINI, [reasoning("", false, GEMINI), "stop"]],
  ["no thinking", "thinking", [], undefined, []],
  ["a call in pieces", "call", [`{"a"`, ":1", "}"], undefined, [
    "tool_use",
    "",
    `{"a"`,
    ":1",
    "}",
    "stop",
  ]],
  ["a call in one piece, behind its proof", "call", [`{"a":1}`], GEMINI, [
    { proof: GEMINI },
    "stop",
    "tool_use",
    "",
    `{"a":1}`,
    "stop",
  ]],
  ["a call whose proof comes late", "call", ["{", "}"], GEMINI, ["tool_use", "", "{", "}", "stop", {
    proof: GEMINI,
    callId: "1",
  }, "stop"]],
  ["a call without arguments", "call", ["{}"], undefined, ["tool_use", "", "stop"]],
  ["arguments that are no object", "call", ["[1]"], undefined, [
    "tool_use",
    "",
    `{"_unparsed_arguments":"[1]"}`,
    "stop",
  ]],
  ["free text", "custom", ["a", "b"], undefined, ["tool_use", "", `{"input":"ab"}`, "stop"]],
];
for (const [what, writer, texts, proof, events] of cases) {
  Deno.test(`the ${writer} writer writes ${what}`, () => {
    assert.deepEqual(run(writers[writer]!(), texts, proof), events);
  });
}

Deno.test("TextWriter writes citations, and names those that have no address", () => {
  const losses = new Losses();
  const writer = new TextWriter(losses);
  const raw = { format: "openai_chat", fields: {} } as const;
  const cited = { title: null, citedText: null, start: null, end: null, raw };

  const events = writer.citation({ ...cited, url: "https://a" });
  const none = writer.citation({ ...cited, url: null });

  assert.deepEqual(events.map(({ type }) => type), ["start", "delta"]);
  assert.deepEqual([none, losses.list.length], [[], 1]);
});

Deno.test("wholeBlock starts and stops", () => {
  const block = { type: "compaction" };

  assert.deepEqual(wholeBlock(block), [{ type: "start", block }, { type: "stop" }]);
});
