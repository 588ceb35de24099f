/**
 * From a request to an answer: which endpoint, which scenario, which way to go wrong.
 *
 * @module
 */
import { answerBody, type AnswerInput, type AnswerKind } from "./chat_body.ts";
import { embeddingsBody } from "./embeddings_body.ts";
import { errorBody, limitHeaders } from "./error_body.ts";
import { Exchange, type HeaderList } from "./exchange.ts";
import { cutShort, misbehave } from "./misbehave.ts";
import { preparedAnswer } from "./prepared_answer.ts";
import type { Scenario } from "./scenario.ts";
import type { ScenarioBook } from "./scenario_book.ts";
import type { SeenRequest } from "./seen_request.ts";
import { sendStream } from "./send_stream.ts";
import { type ChatRequest, promptTokensOf } from "./usage.ts";

/** What the simulator promised in answers that were sent to their end with status 200. */
export interface Totals {
  /** Requests read, whatever became of them; `/__sim/` ones do not count. */
  requests: number;
  /** Answers with status 200 that were sent to their end. */
  answered: number;
  aborted: number;
  promptTokens: number;
  completionTokens: number;
}

const JSON_TYPE: readonly [string, string] = ["content-type", "application/json"];
const CHAT_PATHS: ReadonlyMap<string, AnswerKind> = new Map([
  ["/v1/chat/completions", "chat"],
  ["/v1/completions", "completion"],
]);
const NOT_JSON = '{"error":{"message":"We could not parse the JSON body of your request.",' +
  '"type":"invalid_request_error","param":null,"code":null}}';
const text = new TextDecoder();

/**
 * Answers one request of the OpenAI API. Resolves true when the connection may be used again.
 */
export async function answer(
  exchange: Exchange,
  seen: SeenRequest,
  book: ScenarioBook,
  totals: Totals,
): Promise<boolean> {
  const path = seen.path;
  if (seen.method === "GET" && path.startsWith("/v1/models")) {
    await exchange.answer(200, [JSON_TYPE], modelsBody(path));
    return true;
  }
  const kind = CHAT_PATHS.get(path);
  if (kind === undefined && path !== "/v1/embeddings") {
    await exchange.answer(404, [JSON_TYPE], errorBody(404));
    return true;
  }
  const request = readJson(seen.body);
  if (request === null) {
    await exchange.answer(400, [JSON_TYPE], NOT_JSON);
    return true;
  }
  const requested = typeof request.model === "string" ? request.model : "";
  const scenario = scenarioOf(book, requested, seen);
  if (typeof scenario === "string") return await refuse(exchange, scenario);
  if (scenario.fault?.kind === "reset" && !exchange.canReset) {
    return await refuse(exchange, 'The fault "reset" needs the transport "resettable".');
  }
  const input: AnswerInput = {
    kind: kind ?? "chat",
    model: scenario.model === "" ? requested : scenario.model,
    promptTokens: scenario.promptTokens ?? promptTokensOf(request),
    usageAsked: request.stream_options?.include_usage === true,
    scenario,
  };
  if (scenario.latency > 0) await exchange.sleep(scenario.latency);
  const plain = scenario.status === 200 && scenario.fault === null;
  if (plain && kind !== undefined && request.stream !== true) {
    await exchange.write(preparedAnswer(input, totals.requests));
    count(totals, input.promptTokens, scenario.chunks);
    return true;
  }
  const headers: HeaderList = [
    ["x-request-id", `req-sim-${totals.requests}`],
    ...limitHeaders(scenario.status, scenario.retryAfter),
  ];
  if (await misbehave(exchange, scenario, headers)) return false;
  if (scenario.status !== 200) {
    await exchange.answer(scenario.status, [JSON_TYPE, ...headers], errorBody(scenario.status));
    return true;
  }
  const whole = kind !== undefined && request.stream === true
    ? await sendStream(exchange, input, headers)
    : await sendBody(
      exchange,
      scenario,
      headers,
      kind === undefined
        ? embeddingsBody(request, input.model)
        : answerBody(input, String(totals.requests)),
    );
  if (whole) count(totals, input.promptTokens, kind === undefined ? 0 : scenario.chunks);
  return whole;
}

function count(totals: Totals, prompt: number, completion: number): void {
  totals.answered++;
  totals.promptTokens += prompt;
  totals.completionTokens += completion;
}

async function sendBody(
  exchange: Exchange,
  scenario: Scenario,
  headers: HeaderList,
  body: string,
): Promise<boolean> {
  const all: HeaderList = [JSON_TYPE, ...headers];
  if (scenario.fault === null) {
    await exchange.answer(200, all, body);
    return true;
  }
  return await cutShort(exchange, scenario.fault, all, new TextEncoder().encode(body));
}

/** The scenario, or what is wrong with its text. */
function scenarioOf(book: ScenarioBook, model: string, seen: SeenRequest): Scenario | string {
  try {
    const key = book.asksForKey ? seen.header("authorization")?.replace(/^Bearer /i, "") : null;
    return book.of(model.startsWith("sim/") ? model.slice(4) : model, seen.header("x-sim"), key);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** A mistake of whoever set up the test: said loudly, and not as any provider would. */
async function refuse(exchange: Exchange, message: string): Promise<boolean> {
  const error = { message, type: "simulator_misused", param: "model", code: "simulator_misused" };
  await exchange.answer(400, [JSON_TYPE], JSON.stringify({ error }));
  return true;
}

function readJson(body: Uint8Array): ChatRequest | null {
  try {
    const value: unknown = JSON.parse(text.decode(body));
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}

const MODELS = ["gpt-4o-mini", "gpt-4o", "text-embedding-3-small"].map((id) => ({
  id,
  object: "model",
  created: 1_760_000_000,
  owned_by: "simulator",
}));

function modelsBody(path: string): string {
  const id = path.slice("/v1/models/".length);
  if (id === "") return JSON.stringify({ object: "list", data: MODELS });
  return JSON.stringify({ ...MODELS[0], id: decodeURIComponent(id) });
}
