import assert from "node:assert/strict";
import type { JsonObject } from "../../../../lib/formats/json/guards.ts";
import { ToolCalls } from "../../../../lib/formats/openai_chat/tool_calls.ts";

const begins = (
  id: string | undefined,
  name: string,
  args: string,
  index?: number,
): JsonObject => ({
  ...(index === undefined ? {} : { index }),
  ...(id === undefined ? {} : { id }),
  type: "function",
  function: { name, arguments: args },
});
const goesOn = (args: string, index?: number, more: object = {}): JsonObject => ({
  ...(index === undefined ? {} : { index }),
  ...more,
  function: { arguments: args },
});

const cases: [
  who: string,
  fragments: JsonObject[],
  calls: [id: string | null, name: string, args: string][],
][] = [
  [
    "OpenAI's fragments, interleaved",
    [
      begins("a", "f", "", 0),
      begins("b", "g", "", 1),
      goesOn(`{"x"`, 0),
      goesOn(`{}`, 1),
      goesOn(`:1}`, 0),
    ],
    [["a", "f", `{"x":1}`], ["b", "g", "{}"]],
  ],
  [
    "Mistral's whole calls without index",
    [begins("a", "f", "{}"), begins("b", "g", "{}")],
    [["a", "f", "{}"], ["b", "g", "{}"]],
  ],
  [
    "Gemini's parallel calls under one index",
    [begins("a", "f", "{}", 0), begins("b", "g", "{}", 0), goesOn(" ", 0)],
    [["a", "f", "{}"], ["b", "g", "{} "]],
  ],
  [
    "calls without id and index",
    [begins(undefined, "f", "{"), goesOn("}"), begins(undefined, "f", "{}")],
    [[null, "f", "{}"], [null, "f", "{}"]],
  ],
  [
    "DashScope's empty id and name",
    [begins("a", "f", "", 0), { index: 0, id: "", function: { name: "", arguments: "{}" } }],
    [["a", "f", "{}"]],
  ],
  [
    "vLLM's new id on every fragment",
    [begins("a", "f", "", 0), goesOn("{", 0, { id: "b" }), goesOn("}", 0, { id: "c" })],
    [["a", "f", "{}"]],
  ],
  [
    "id and name repeated on every fragment",
    [begins("a", "f", "{", 0), begins("a", "f", "}", 0)],
    [["a", "f", "{}"]],
  ],
  [
    "an index that starts at 1",
    [begins("a", "f", "{", 1), goesOn("}", 1)],
    [["a", "f", "{}"]],
  ],
  [
    "an id that comes late",
    [begins(undefined, "f", "", 0), goesOn("{}", 0, { id: "a" })],
    [["a", "f", "{}"]],
  ],
  ["null for everything", [{ index: null, id: null, function: null }], [[null, "", ""]]],
];
for (const [who, fragments, expected] of cases) {
  Deno.test(`ToolCalls puts together ${who}`, () => {
    const calls = new ToolCalls();

    for (const fragment of fragments) calls.add(fragment);

    const got = calls.all.map((call) => {
      const { name = "", arguments: args = "" } = { ...(call.function ?? {}) } as {
        name?: string;
        arguments?: string;
      };
      return [call.id ?? null, name, args];
    });
    assert.deepEqual(got, expected);
  });
}

Deno.test("ToolCalls keeps unknown members and drops the index, which only streams have", () => {
  const calls = new ToolCalls();

  calls.add({
    ...begins("a", "f", "{}", 0),
    extra_content: { google: { thought_signature: "s" } },
  });

  assert.deepEqual(calls.all, [{
    id: "a",
    type: "function",
    extra_content: { google: { thought_signature: "s" } },
    function: { name: "f", arguments: "{}" },
  }]);
});
