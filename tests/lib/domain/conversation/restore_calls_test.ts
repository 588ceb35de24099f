import assert from "node:assert/strict";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";
import type { ChatResponse } from "../../../../lib/domain/conversation/answer.ts";
import { wrapCustomInput } from "../../../../lib/domain/conversation/custom_tools.ts";
import { replay } from "../../../../lib/domain/conversation/replay.ts";
import type { ChatRequest } from "../../../../lib/domain/conversation/request.ts";
import { CallRestorer, restoreCalls } from "../../../../lib/domain/conversation/restore_calls.ts";
import { ToolNames } from "../../../../lib/domain/conversation/tool_names.ts";

const request: ChatRequest = {
  format: "openai_responses",
  model: "m",
  stream: false,
  messages: [],
  sampling: {},
  tools: [
    { type: "function", name: "create", namespace: "memory" },
    { type: "function", name: "files.read" },
    { type: "custom", name: "apply_patch" },
  ],
};
const names = new ToolNames(request);
const call = (id: string, name: string, args: string) =>
  ({ type: "tool_call", id, name, kind: "function", arguments: args }) as const;
const answer: ChatResponse = {
  id: null,
  model: null,
  createdAt: null,
  usage: null,
  choices: [{
    index: 0,
    finish: null,
    parts: [
      { type: "text", text: "Now." },
      call("1", names.flat("create", "memory"), `{"a":1}`),
      call("2", names.flat("files.read"), "{}"),
      call("3", "apply_patch", wrapCustomInput("*** Begin")),
      call("4", "unknown", "{}"),
    ],
  }],
};

const restored = [
  { type: "text", text: "Now." },
  { ...call("1", "create", `{"a":1}`), namespace: "memory" },
  call("2", "files.read", "{}"),
  { ...call("3", "apply_patch", "*** Begin"), kind: "custom" },
  call("4", "unknown", "{}"),
];

Deno.test("restoreCalls gives calls their names, namespaces and kinds back, once and twice", () => {
  const once = restoreCalls(answer, request);

  assert.deepEqual(once.choices[0]?.parts, restored);
  assert.deepEqual(restoreCalls(once, request), once);
});

Deno.test("CallRestorer does to a stream what restoreCalls does to the whole", () => {
  const restorer = new CallRestorer(request);
  const again = new CallRestorer(request);

  const once = [...replay(answer)].flatMap((event) => restorer.push(event));
  const twice = once.flatMap((event) => again.push(event));

  assert.deepEqual(accumulate(once).choices[0]?.parts, restored);
  assert.deepEqual(twice, once);
});

Deno.test("CallRestorer lets go what it holds when a part never ends", () => {
  const restorer = new CallRestorer(request);
  const cut = [...replay(answer)].filter(({ type }) => type !== "part_end");

  const events = cut.flatMap((event) => restorer.push(event));

  assert.deepEqual(accumulate(events).choices[0]?.parts[3], restored[3]);
});

Deno.test("CallRestorer passes everything where the caller has no tools", () => {
  const { tools: _, ...bare } = request;
  const restorer = new CallRestorer(bare);
  const events = [...replay(answer)];

  assert.deepEqual(events.flatMap((event) => restorer.push(event)), events);
});
