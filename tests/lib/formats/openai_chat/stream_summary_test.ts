import type { StreamSummary } from "../../../../lib/formats/summary.ts";
import assert from "node:assert/strict";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import { summarizeStream } from "../../../../lib/formats/openai_chat/stream_summary.ts";

const summarize = (text: string) => summarizeStream(new TextEncoder().encode(text));
const event = (chunk: unknown) => `data: ${JSON.stringify(chunk)}\n\n`;
const chunk = (delta: unknown, more: object = {}, finish: string | null = null) =>
  event({ model: "m-1", choices: [{ index: 0, delta, finish_reason: finish }], ...more });

const USAGE = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
const DONE = "data: [DONE]\n\n";
const TEXT = chunk({ role: "assistant", content: "Hi" }, { usage: null });
const FINISH = chunk({}, { usage: null }, "stop");
const USAGE_CHUNK = event({ model: "m-1", choices: [], usage: USAGE });

const cases: [
  name: string,
  stream: string,
  expected: Partial<Omit<StreamSummary, "usage">> & { total?: number | null },
][] = [
  ["OpenAI's stream", TEXT + FINISH + USAGE_CHUNK + DONE, {}],
  ["usage on the finish chunk", TEXT + chunk({}, { usage: USAGE }, "stop") + DONE, {}],
  ["Groq's x_groq", TEXT + chunk({}, { x_groq: { id: "r", usage: USAGE } }, "stop") + DONE, {}],
  [
    "cumulative usage on every chunk and no [DONE]",
    chunk({ content: "H" }, {
      usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
    }) +
    chunk({ content: "i" }, { usage: USAGE }, "stop"),
    { done: false },
  ],
  ["finish reasons given twice", TEXT + FINISH + FINISH + USAGE_CHUNK + DONE, {}],
  ["data without a space", (TEXT + FINISH + USAGE_CHUNK + DONE).replaceAll("data: ", "data:"), {}],
  ["no blank line at the end", (TEXT + FINISH + USAGE_CHUNK + DONE).trimEnd(), {}],
  [
    "usage in an event of several lines",
    TEXT + FINISH +
    `data: {"model":"m-1","choices":[],\ndata: "usage":${JSON.stringify(USAGE)}}\n\n` +
    DONE,
    {},
  ],
  ["a stream that broke off", TEXT + FINISH.slice(0, -20), {
    total: null,
    finishReason: null,
    done: false,
  }],
  [
    "content that quotes all that is looked for",
    chunk({
      content: `{"usage":{"total_tokens":99},"finish_reason":"x","error":"e"}\ndata: [DONE]\n`,
    }),
    { total: null, finishReason: null, done: false },
  ],
  [
    "an error event of Groq",
    TEXT + `event: error\ndata: {"error":{"message":"Tool call failed","code":"x"}}\n\n`,
    { total: null, finishReason: null, done: false, error: "Tool call failed" },
  ],
  [
    "an error of OpenRouter behind a finish reason",
    TEXT + chunk({}, { error: { code: 502, message: "Lost" } }, "error") + USAGE_CHUNK + DONE,
    { finishReason: "error", error: "Lost" },
  ],
  [
    "an error of vLLM",
    TEXT + event({ object: "error", message: "Too long", code: 400 }) + DONE,
    { total: null, finishReason: null, error: "Too long" },
  ],
  [
    "an error as bare JSON between events",
    TEXT + `{"error":{"message":"Overloaded"}}\n\n`,
    { total: null, finishReason: null, done: false, error: "Overloaded" },
  ],
  [
    "a printed error as the whole answer",
    JSON.stringify({ error: { message: "Not found" } }, null, 2),
    { total: null, model: null, finishReason: null, done: false, error: "Not found" },
  ],
  [
    "an error without a message",
    event({ error: {} }),
    { total: null, model: null, finishReason: null, done: false, error: "{}" },
  ],
  ["errors that are null", chunk({}, { error: null, usage: USAGE }, "stop") + DONE, {}],
  ["nothing but comments", ": ping\n\n".repeat(3), {
    total: null,
    model: null,
    finishReason: null,
    done: false,
  }],
  ["nothing", "", { total: null, model: null, finishReason: null, done: false }],
];
for (const [name, stream, { total = 7, ...expected }] of cases) {
  for (
    const [lineEnd, text] of [["LF", stream], ["CRLF", stream.replaceAll("\n", "\r\n")], [
      "CR",
      stream.replaceAll("\n", "\r"),
    ]] as const
  ) {
    Deno.test(`summarizeStream reads ${name} (${lineEnd})`, () => {
      const { usage, ...rest } = summarize(text);

      assert.deepEqual(rest, {
        model: "m-1",
        finishReason: "stop",
        done: true,
        error: null,
        ...expected,
      });
      assert.deepEqual(
        usage,
        total === null
          ? NO_USAGE
          : { ...NO_USAGE, promptTokens: 3, completionTokens: 4, totalTokens: 7 },
      );
    });
  }
}

Deno.test("summarizeStream takes the model that the last chunk names", () => {
  const stream = event({ model: "", choices: [] }) + event({ model: "router", choices: [] }) +
    event({ model: "gpt-x", choices: [], usage: null });

  assert.equal(summarize(stream).model, "gpt-x");
});

const hostile: [what: string, text: string][] = [
  ["lines that name everything and are no JSON", `data: "usage" "finish_reason" "error" "model"\n`],
  ["one line that names usage", `"usage" `],
  ["opening brackets", `{"usage":`],
  ["events that never say anything", `data: {"usage":null,"error":null}\n\n`],
];
for (const [what, text] of hostile) {
  Deno.test(`summarizeStream goes once over megabytes of ${what}`, () => {
    const summary = summarize(text.repeat(100_000));

    assert.deepEqual(summary.usage, NO_USAGE);
    assert.equal(summary.error, null);
  });
}
