/**
 * Asks as the vendors' own clients do, and gives what they make of the answer.
 *
 * @module
 */
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import type { Json } from "./oracle/json.ts";
import { isRecord, record, records, str } from "./oracle/json.ts";
import type { Format, Recording } from "./recordings.ts";

/** What a client made of an answer. */
export interface Taken {
  /** The answer in its format's whole shape, as the client put it together; null when it threw. */
  readonly answer: Json | null;
  /** What the client threw. */
  readonly error: string | null;
}

const QUIET = { apiKey: "none", maxRetries: 0, timeout: 20_000 } as const;

/** Asks in a format. Never throws what the client throws. */
export async function ask(
  format: Format,
  url: string,
  body: Json,
  stream: boolean,
  model: string,
): Promise<Taken> {
  try {
    return { answer: plain(await ASK[format](url, body, stream, model)), error: null };
  } catch (thrown) {
    return { answer: null, error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** Asks the recording's own provider, past the gateway. */
export function askDirectly(
  { format, stream, model }: Recording,
  body: Json,
  { providerUrl }: { readonly providerUrl: string },
): Promise<Taken> {
  return ask(format, providerUrl, body, stream, model);
}

type Ask = (url: string, body: Json, stream: boolean, model: string) => Promise<unknown>;

/** The SDKs' parameter types are unions that no recorded body can be checked against. */
function params<Params>(body: Json): Params {
  return body as Params;
}

type ChatStream = Parameters<OpenAI["chat"]["completions"]["stream"]>[0];
type ResponseStream = Parameters<OpenAI["responses"]["stream"]>[0];
type MessageStream = Parameters<Anthropic["messages"]["stream"]>[0];

const ASK: Readonly<Record<Format, Ask>> = {
  async openai_chat(url, body, stream) {
    const { completions } = new OpenAI({ ...QUIET, baseURL: `${url}/v1` }).chat;
    if (!stream) return await completions.create(params({ ...body, stream: false }));
    return await completions.stream(params<ChatStream>(body)).finalChatCompletion();
  },
  async openai_responses(url, body, stream) {
    const { responses } = new OpenAI({ ...QUIET, baseURL: `${url}/v1` });
    if (!stream) return await responses.create(params({ ...body, stream: false }));
    return await responses.stream(params<ResponseStream>(body)).finalResponse();
  },
  async anthropic_messages(url, body, stream) {
    const { messages } = new Anthropic({ ...QUIET, baseURL: url });
    if (!stream) return await messages.create(params({ ...body, stream: false }));
    return await messages.stream(params<MessageStream>(body)).finalMessage();
  },
  async gemini(url, body, stream, model) {
    const { contents, ...rest } = body;
    const { models } = new GoogleGenAI({
      apiKey: "none",
      httpOptions: { baseUrl: url, timeout: 20_000, extraBody: { contents, ...rest } },
    });
    const asked = { model, contents: params<{ contents: string }>({ contents }).contents };
    if (!stream) return await models.generateContent(asked);
    const chunks: unknown[] = [];
    for await (const chunk of await models.generateContentStream(asked)) chunks.push(plain(chunk));
    return joinChunks(chunks.filter(isRecord));
  },
};

/** Google's client leaves it to its user to put chunks together: parts follow one another. */
function joinChunks(chunks: readonly Json[]): Json {
  const candidates = new Map<number, { parts: Json[]; last: Json }>();
  let whole: Record<string, unknown> = {};
  for (const chunk of chunks) {
    whole = { ...whole, ...chunk };
    for (const candidate of records(chunk.candidates)) {
      const index = typeof candidate.index === "number" ? candidate.index : 0;
      const open = candidates.get(index) ?? { parts: [], last: {} };
      open.parts.push(...records(record(candidate.content).parts));
      open.last = { ...open.last, ...candidate };
      candidates.set(index, open);
    }
  }
  const joined = [...candidates].map(([index, { parts, last }]) => ({
    ...last,
    index,
    content: { ...record(last.content), role: str(record(last.content).role) || "model", parts },
  }));
  return joined.length === 0 ? whole : { ...whole, candidates: joined };
}

/** Without the client's own classes and getters. */
function plain(value: unknown): Json | null {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  return isRecord(copy) ? copy : null;
}
