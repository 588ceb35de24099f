import assert from "node:assert/strict";
import { CODEX } from "../../../tools/agents/codex.ts";
import { faultsOf } from "../../../tools/agents/examine.ts";
import { expectedWarnings } from "../../../tools/agents/expected_warnings.ts";
import type { Exchange } from "../../../tools/agents/recorder.ts";
import type { Run } from "../../../tools/agents/run.ts";
import { CONTENT, FAREWELL, FILE, SIGNATURE } from "../../../tools/agents/script.ts";

const WROTE = CODEX.write("/work", FILE, CONTENT);
const POST: Exchange = {
  method: "POST",
  path: "/v1/responses",
  headers: {},
  body: null,
  status: 200,
  answer: "",
};
const ROW = {
  format: "openai_responses",
  caller_token_name: "agent",
  upstream_format: "anthropic_messages",
  outcome: "complete",
  http_status: 200,
  stream: 1,
  prompt_tokens: 1203,
  completion_tokens: 45,
  session_id: "01a20647-336a-74f7-b881-b1127e7c7cf0",
  warnings: JSON.stringify(
    expectedWarnings(CODEX, "anthropic_messages").map((name) => {
      const [kind, field] = name.replaceAll("[]", "[3]").split(" ");
      return { kind, field, message: "" };
    }),
  ),
};

/** A second turn as Anthropic has it, with what a test wants to be different. */
function secondTurn(change: { input?: unknown; answers?: string; signature?: string } = {}) {
  const { input = WROTE.arguments, answers = "toolu_1", signature = SIGNATURE } = change;
  const content = [
    { type: "thinking", thinking: "…", signature },
    { type: "tool_use", id: "toolu_1", name: WROTE.name, input },
  ];
  const result = { type: "tool_result", tool_use_id: answers, content: "done" };
  const messages = [{ role: "assistant", content }, { role: "user", content: [result] }];
  return { ...POST, path: "/v1/messages", body: { messages } };
}

const GOOD: Run = {
  agent: CODEX,
  shape: "anthropic_messages",
  code: 0,
  stdout: `${FAREWELL} "usage":{"input_tokens":2406,"cached_input_tokens":0,"output_tokens":90,`,
  stderr: "",
  wrote: WROTE,
  file: CONTENT,
  asked: [POST, POST],
  exchanges: [{ ...POST, body: { messages: [] } }, secondTurn()],
  rows: [ROW, ROW],
  gatewaySaid: "",
  tookMs: 1,
};

Deno.test("faultsOf finds nothing wrong with a good run", () => {
  assert.deepEqual(faultsOf(GOOD), []);
});

const CASES: readonly (readonly [string, Partial<Run>, RegExp])[] = [
  ["an exit code", { code: 1, stderr: "boom" }, /ended with 1: .*boom/s],
  ["the time limit", { code: null }, /the time limit/],
  ["no file", { file: null }, /note\.txt holds null/],
  ["a mangled file", { file: CONTENT.replace("世界", "??") }, /note\.txt holds/],
  ["no last answer", { stdout: GOOD.stdout.replace(FAREWELL, "") }, /last answer was not printed/],
  ["wrong tokens", { stdout: GOOD.stdout.replace("2406", "1203") }, /does not print its tokens/],
  ["an error answer", { asked: [POST, { ...POST, status: 500 }] }, /answered with 500/],
  [
    "a retry",
    { asked: [POST, { ...POST, headers: { "x-stainless-retry-count": "1" } }] },
    /tried again/,
  ],
  ["a request too many", { asked: [POST, POST, POST] }, /sent 3 requests, the provider got 2/],
  ["no second turn", { exchanges: [POST, POST] }, /result reached the provider 0 times/],
  [
    "other arguments",
    { exchanges: [POST, secondTurn({ input: { cmd: "ls" } })] },
    /came back with \{"cmd":"ls"\}/,
  ],
  [
    "a result of another call",
    { exchanges: [POST, secondTurn({ answers: "toolu_2" })] },
    /result of toolu_1 is toolu_2's/,
  ],
  [
    "a changed signature",
    { exchanges: [POST, secondTurn({ signature: "x" })] },
    /the provider got back x/,
  ],
  ["a row too few", { rows: [ROW] }, /2 requests left 1 rows/],
  ["a failed row", { rows: [ROW, { ...ROW, outcome: "failed" }] }, /outcome is failed/],
  ["two sessions", { rows: [ROW, { ...ROW, session_id: "other" }] }, /2 sessions/],
  ["no session", { rows: [ROW, ROW].map((row) => ({ ...row, session_id: null })) }, /session is/],
  [
    "a new warning",
    {
      rows: [ROW, { ...ROW, warnings: '[{"kind":"dropped","field":"tools[0].name"}]' }],
    },
    /unexpected warnings: dropped tools\[\]\.name/,
  ],
  ["a missing warning", { rows: [ROW, ROW].map((row) => ({ ...row, warnings: null })) }, /missing/],
];

for (const [what, change, fault] of CASES) {
  Deno.test(`faultsOf finds ${what}`, () => {
    const faults = faultsOf({ ...GOOD, ...change });

    assert.equal(faults.length, 1, faults.join("\n"));
    assert.match(faults[0] ?? "", fault);
  });
}
