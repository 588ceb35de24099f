import assert from "node:assert/strict";
import type { StreamEvent } from "../../../../lib/domain/conversation/answer.ts";
import { StreamedCalls } from "../../../../lib/formats/openai_chat/stream_tools.ts";

type Fragment = Record<string, unknown>;

/** `+a` a start, `a:…` a fragment, `-a` an end. */
function story(fragments: readonly Fragment[]): string[] {
  let next = 0;
  const names = new Map<number, string>();
  const calls = new StreamedCalls({
    choice: 0,
    responseId: () => "c-1",
    nextPart: () => next++,
    closeOthers: () => [],
  });
  const events: StreamEvent[] = [...fragments.flatMap((one) => calls.push(one)), ...calls.endAll()];
  return events.map((event) => {
    if (event.type === "part_start") {
      names.set(event.part, event.call?.name ?? "");
      return `+${event.call?.name} ${event.call?.id}`;
    }
    if (event.type === "delta") return `${names.get(event.part)}:${event.text}`;
    return event.type === "part_end" ? `-${names.get(event.part)}` : event.type;
  });
}

const begin = (index: number, id: string, name: string, args = ""): Fragment => ({
  index,
  id,
  type: "function",
  function: { name, arguments: args },
});
const more = (index: number, args: string, rest: Fragment = {}): Fragment => ({
  index,
  ...rest,
  function: { arguments: args },
});

const cases: [what: string, fragments: Fragment[], expected: string[]][] = [
  ["fragments", [begin(0, "a", "f"), more(0, '{"x"'), more(0, ":1}")], [
    "+f a",
    'f:{"x"',
    "f::1}",
    "-f",
  ]],
  ["an index that starts at 1", [begin(1, "a", "f", "{}")], ["+f a", "f:{}", "-f"]],
  ["whole calls, the first ended as soon as the next begins", [
    begin(0, "a", "f", "{}"),
    begin(1, "b", "g", "{}"),
  ], ["+f a", "f:{}", "-f", "+g b", "g:{}", "-g"]],
  ["interleaved calls, open until the end", [
    begin(0, "a", "f", "{"),
    begin(1, "b", "g", "{"),
    more(0, "}"),
    more(1, "}"),
  ], ["+f a", "f:{", "+g b", "g:{", "f:}", "g:}", "-f", "-g"]],
  ["empty ids and names that must not overwrite", [
    begin(0, "a", "f"),
    { index: 0, id: "", function: { name: "", arguments: "{}" } },
  ], ["+f a", "f:{}", "-f"]],
  ["whole calls without an index", [
    { id: "a", function: { name: "f", arguments: "{}" } },
    { id: "b", function: { name: "g", arguments: "{}" } },
  ], ["+f a", "f:{}", "-f", "+g b", "g:{}", "-g"]],
  ["whole calls under one index and without ids", [
    { index: 0, function: { name: "f", arguments: "{}" } },
    { index: 0, function: { name: "f", arguments: "{}" } },
  ], ["+f call_c1_0_0", "f:{}", "-f", "+f call_c1_0_1", "f:{}", "-f"]],
  ["a name that comes late", [more(0, "{", { id: "a" }), begin(0, "a", "f", "}")], [
    "+f a",
    "f:{}",
    "-f",
  ]],
  ["a call without any name", [more(0, "{}", { id: "a" })], ["+ a", ":{}", "-"]],
  ["free text", [
    { index: 0, id: "a", type: "custom", custom: { name: "sql", input: "SELECT" } },
    { index: 0, custom: { input: " 1" } },
  ], ["+sql a", "sql:SELECT", "sql: 1", "-sql"]],
  ["arguments that are an object", [
    { index: 0, id: "a", function: { name: "f", arguments: { x: 1 } } },
  ], ["+f a", 'f:{"x":1}', "-f"]],
  ["no arguments at all", [begin(0, "a", "f")], ["+f a", "-f"]],
];

for (const [what, fragments, expected] of cases) {
  Deno.test(`StreamedCalls reads ${what}`, () => assert.deepEqual(story(fragments), expected));
}

Deno.test("StreamedCalls tells a call's proof at its end", () => {
  const calls = new StreamedCalls({
    choice: 0,
    responseId: () => null,
    nextPart: () => 0,
    closeOthers: () => [],
  });
  calls.push({ ...begin(0, "a", "f"), extra_content: { google: { thought_signature: "s" } } });

  assert.equal(calls.any, true);
  assert.deepEqual(calls.endAll(), [{
    type: "part_end",
    choice: 0,
    part: 0,
    proof: { format: "gemini", value: { thoughtSignature: "s" } },
  }]);
  assert.deepEqual(calls.endAll(), []);
});
