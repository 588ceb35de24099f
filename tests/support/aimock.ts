/**
 * A provider that somebody else wrote: `@copilotkit/aimock`. Our own simulator shares our
 * misunderstandings; this one does not.
 *
 * @module
 */
import { type JournalEntry, LLMock } from "@copilotkit/aimock";

/** A running one. */
export interface Aimock extends AsyncDisposable {
  readonly baseUrl: string;
  /** Requests as it understood them. */
  readonly requests: readonly JournalEntry[];
}

/** Options of tests that start one: it leaves a timer behind that its `stop` does not end. */
export const WITH_AIMOCK = { sanitizeOps: false, sanitizeResources: false } as const;

/** What the mock answers to these user messages. */
export const AIMOCK_ANSWERS = {
  hello: "Hi there, 世界!",
  sunny: "It is sunny in Oslo.",
} as const;

/** Starts one that knows a greeting, a tool, a structured answer and two failures. */
export async function startAimock(): Promise<Aimock> {
  const mock = new LLMock({ port: 0, logLevel: "silent" });
  const usage = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 };
  mock
    .onMessage("hello", { content: AIMOCK_ANSWERS.hello, usage })
    // By the place of the result: some clients of Google's make up ids of their own.
    .on({ predicate: ({ messages }) => messages.at(-1)?.role === "tool" }, {
      content: AIMOCK_ANSWERS.sunny,
      usage,
    })
    .onMessage("weather", {
      toolCalls: [{ id: "call_w1", name: "weather", arguments: '{"city":"Oslo"}' }],
      usage,
    })
    .onMessage("structured", { content: '{"answer":42}', usage })
    .onMessage("too fast", {
      error: { message: "Slow down.", type: "requests", code: "rate_limit_exceeded" },
      status: 429,
      retryAfter: 7,
    })
    // A break before any chunk was read would be one before the answer, not in it.
    .onMessage("break off", { content: "word ".repeat(40) }, {
      chunkSize: 5,
      latency: 20,
      truncateAfterChunks: 5,
    });
  const url = await mock.start();
  return {
    baseUrl: `${url}/v1`,
    get requests() {
      return mock.getRequests();
    },
    [Symbol.asyncDispose]: () => mock.stop(),
  };
}
