/**
 * What the tests of SDKs stand on: the real gateway in front of one provider per format, all played by
 * somebody else's mock, and of a recorder that keeps what reaches it.
 *
 * @module
 */
import { type Aimock, startAimock } from "./aimock.ts";
import { type GatewayProcess, startGatewayProcess } from "./gateway_process.ts";
import { startReplayServer } from "./replay_server.ts";

/** The formats that providers speak. */
export const UPSTREAMS = [
  "openai_chat",
  "openai_responses",
  "anthropic_messages",
  "gemini",
] as const;
export type Upstream = typeof UPSTREAMS[number];

/** A model behind a provider of this format. */
export const modelAt = (upstream: Upstream): string => `mock-${upstream}/${MODELS[upstream]}`;
/** The same behind the recorder. */
export const recordedModelAt = (upstream: Upstream): string =>
  `seen-${upstream}/${MODELS[upstream]}`;

const MODELS: Readonly<Record<Upstream, string>> = {
  openai_chat: "gpt-4o",
  openai_responses: "gpt-4o",
  anthropic_messages: "claude-sonnet-4-5",
  gemini: "gemini-2.5-flash",
};

/** One white pixel. */
export const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

/** A vector that half precision would not keep. */
export const VECTOR = [0.123456789, -1, 3.5];

/** Everything that runs. */
export interface SdkStage extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly mock: Aimock;
  readonly gateway: GatewayProcess;
  /** The last body that reached the recorder. */
  lastSeen(): string;
}

/** Starts it. */
export async function startSdkStage(): Promise<SdkStage> {
  const mock = await startAimock();
  const recorder = await startReplayServer(({ path }) => ({
    body: JSON.stringify(answerAt(path)),
  }));
  const providers = Object.fromEntries(UPSTREAMS.flatMap((format) => [
    [`mock-${format}`, { base_url: mock.baseUrl.replace(/\/v1$/, VERSIONS[format]), format }],
    [`seen-${format}`, { base_url: recorder.url + VERSIONS[format], format }],
  ]));
  const gateway = await startGatewayProcess({ config: { providers } });
  return {
    url: gateway.baseUrl.replace(/\/v1$/, ""),
    mock,
    gateway,
    lastSeen: () => new TextDecoder().decode(recorder.requests.at(-1)?.body),
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await recorder.close();
      await mock[Symbol.asyncDispose]();
    },
  };
}

const VERSIONS: Readonly<Record<Upstream, string>> = {
  openai_chat: "/v1",
  openai_responses: "/v1",
  anthropic_messages: "/v1",
  gemini: "/v1beta",
};

/** The least that each endpoint answers. */
function answerAt(path: string): unknown {
  if (path.endsWith("/chat/completions")) {
    const message = { role: "assistant", content: "seen" };
    const choices = [{ index: 0, message, finish_reason: "stop" }];
    return { id: "c", object: "chat.completion", created: 1, model: "m", choices };
  }
  if (path.endsWith("/responses")) {
    const content = [{ type: "output_text", text: "seen", annotations: [] }];
    const output = [{ type: "message", id: "m", status: "completed", role: "assistant", content }];
    return { id: "r", object: "response", created_at: 1, model: "m", status: "completed", output };
  }
  if (path.endsWith("/messages")) {
    const content = [{ type: "text", text: "seen" }];
    const usage = { input_tokens: 1, output_tokens: 1 };
    return {
      id: "m",
      type: "message",
      role: "assistant",
      model: "m",
      content,
      usage,
      stop_reason: "end_turn",
      stop_sequence: null,
    };
  }
  if (path.includes(":batchEmbedContents")) return { embeddings: [{ values: VECTOR }] };
  if (path.endsWith("/embeddings")) {
    const data = [{ object: "embedding", index: 0, embedding: VECTOR }];
    return { object: "list", data, model: "m", usage: { prompt_tokens: 1, total_tokens: 1 } };
  }
  const content = { role: "model", parts: [{ text: "seen" }] };
  return { candidates: [{ content, finishReason: "STOP", index: 0 }] };
}
