import assert from "node:assert/strict";
import fc from "fast-check";
import type { StreamEvent } from "../../../../lib/domain/conversation/answer.ts";
import { AnswerBlocks, plain } from "../../../../lib/formats/anthropic_messages/answer_blocks.ts";
import { Losses } from "../../../../lib/formats/anthropic_messages/losses.ts";

const start = (part: number, kind: "text" | "tool_call" = "text", choice = 0): StreamEvent => ({
  type: "part_start",
  choice,
  part,
  kind,
  ...(kind === "text" ? {} : { call: { id: `c${part}`, name: "f", kind: "function" } }),
});
const delta = (part: number, text: string): StreamEvent => ({
  type: "delta",
  choice: 0,
  part,
  text,
});
const end = (part: number): StreamEvent => ({ type: "part_end", choice: 0, part });

function run(events: readonly StreamEvent[]) {
  const losses = new Losses();
  const blocks = new AnswerBlocks(losses, () => "new-id");
  const out = [...events.flatMap((event) => [...blocks.push(event)]), ...blocks.end()];
  const words = out.map((event) =>
    event.type === "stop"
      ? "stop"
      : event.type === "start"
      ? String(event.block.id ?? event.block.text ?? event.block.type)
      : String(event.delta.text ?? event.delta.partial_json)
  );
  return { words, losses: losses.list.map(({ kind }) => kind), hasToolUse: blocks.hasToolUse };
}

Deno.test("AnswerBlocks opens one block at a time and holds the others back", () => {
  const { words, hasToolUse } = run([
    start(0, "tool_call"),
    delta(0, "{"),
    start(1, "tool_call"),
    delta(1, "["),
    delta(0, "}"),
    delta(1, "]"),
    end(1),
    end(0),
    start(2),
    delta(2, "x"),
  ]);

  assert.deepEqual(words, [
    ...["c0", "", "{", "}", "stop"],
    ...["c1", "", "[", "]", "stop"],
    ...["", "x", "stop"],
  ]);
  assert.ok(hasToolUse);
});

Deno.test("AnswerBlocks ends what never ended, and makes ids where there are none", () => {
  const bare: StreamEvent = {
    type: "part_start",
    choice: 0,
    part: 0,
    kind: "tool_call",
    call: { id: "", name: "f", kind: "function" },
  };

  assert.deepEqual(run([bare]).words, ["toolu_newid", "", "stop"]);
});

const whole: [
  what: string,
  value: Extract<StreamEvent, { type: "whole_part" }>["value"],
  words: string[],
  losses: string[],
][] = [
  [
    "Anthropic's own block",
    { type: "foreign", format: "anthropic_messages", value: { type: "compaction" } },
    ["compaction", "stop"],
    [],
  ],
  ["another's block", { type: "foreign", format: "gemini", value: { executableCode: {} } }, [], [
    "dropped",
  ]],
  ["a picture", { type: "image", source: { kind: "url", url: "https://a", mediaType: null } }, [], [
    "dropped",
  ]],
  [
    "sound with its transcript",
    {
      type: "audio",
      source: { kind: "url", url: "https://a", mediaType: null },
      transcript: "hello",
    },
    ["hello", "stop"],
    ["adapted"],
  ],
];
for (const [what, value, words, losses] of whole) {
  Deno.test(`AnswerBlocks writes ${what}`, () => {
    const found = run([{ type: "whole_part", choice: 0, part: 0, value }]);

    assert.deepEqual([found.words, found.losses], [words, losses]);
  });
}

Deno.test("AnswerBlocks keeps the first answer only, and says so once", () => {
  const { words, losses } = run([
    start(0),
    start(0, "text", 1),
    start(0, "text", 2),
    delta(0, "a"),
  ]);

  assert.deepEqual([words, losses], [["", "a", "stop"], ["dropped"]]);
});

Deno.test("AnswerBlocks never mixes blocks, whatever the order", () => {
  const step = fc.record({
    part: fc.nat({ max: 3 }),
    what: fc.constantFrom("start", "delta", "end"),
  });
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    const begun = new Set<number>();
    const events = steps.flatMap(({ part, what }): StreamEvent[] => {
      if (what !== "start") return [what === "delta" ? delta(part, `${part}`) : end(part)];
      if (begun.has(part)) return [];
      begun.add(part);
      return [start(part)];
    });
    const { words } = run(events);
    for (const block of words.join(",").split("stop")) {
      const parts = new Set(block.split(",").filter((word) => word !== ""));
      assert.ok(parts.size <= 1, words.join(" "));
    }
  }));
});

Deno.test("plain leaves dashes out", () => {
  assert.equal(plain("a-b-c"), "abc");
});
