/**
 * A provider for one run: `@copilotkit/aimock` behind a recorder, since the mock's own journal holds
 * what it understood, cut at 64 KB, not what was sent.
 *
 * @module
 */
import { LLMock } from "@copilotkit/aimock";
import type { Agent, ChatFormat } from "./agent.ts";
import { type Exchange, startRecorder } from "./recorder.ts";
import { scriptFor, THOUGHT_SIGNATURE } from "./script.ts";

/** A running one. */
export interface Upstream extends AsyncDisposable {
  /** What the gateway is configured with. */
  readonly baseUrl: string;
  /** In order of arrival. */
  readonly exchanges: readonly Exchange[];
}

/** Where each shape's endpoints begin. */
const BASE_PATH: Readonly<Record<ChatFormat, string>> = {
  anthropic_messages: "/v1",
  openai_chat: "/v1",
  openai_responses: "/v1",
  gemini: "/v1beta",
};

/** Starts one that speaks with `agent`. */
export async function startUpstream(
  agent: Agent,
  shape: ChatFormat,
  work: string,
): Promise<Upstream> {
  const mock = new LLMock({ port: 0, logLevel: "silent" });
  mock.on({ endpoint: "chat" }, scriptFor(agent, shape, work), { chunkSize: 7 });
  const recorder = startRecorder(await mock.start(), shape === "gemini" ? signed : undefined);
  return {
    baseUrl: recorder.url + BASE_PATH[shape],
    exchanges: recorder.exchanges,
    async [Symbol.asyncDispose]() {
      await recorder[Symbol.asyncDispose]();
      await mock.stop();
    },
  };
}

/** Function calls of Gemini's newer models are signed. The mock writes each event in one piece. */
function signed(piece: string): string {
  return piece.replaceAll(
    '{"functionCall":',
    `{"thoughtSignature":"${THOUGHT_SIGNATURE}","functionCall":`,
  );
}
