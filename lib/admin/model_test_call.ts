/**
 * Whether a model answers: a tiny request, sent as callers' requests are.
 *
 * @module
 */
import type { Clock } from "../domain/ports.ts";
import type { AccessParts } from "./provider_access.ts";
import { planOne } from "./provider_access.ts";
import { memberOf } from "./json_member.ts";
import { storedModel } from "./model_catalog.ts";
import type { TryModel } from "./outbound_parts.ts";

/** What came of it. */
export interface ModelTest {
  readonly ok: boolean;
  readonly provider: string;
  readonly modelId: string;
  readonly latencyMs: number;
  /** For people. */
  readonly message: string;
  /** What it answered, or the size of its vectors; null when it failed. */
  readonly preview: string | null;
}

const PREVIEW_LENGTH = 200;
const ERROR_LENGTH = 500;
/** Reasoning models think before they say a word, and refuse the older name of the limit. */
const REASONING = /^(gpt-5|o\d)/i;

/**
 * Tests a model of the catalog, also one that is not enabled. It costs a few tokens, and its row in
 * the log says that it was a test.
 *
 * @throws FlowError `not_found`, `provider_not_configured` when there is no enabled key, `vault_locked`
 */
export async function testModel(
  parts: AccessParts & { readonly clock: Clock; readonly tryModel: TryModel },
  id: string,
): Promise<ModelTest> {
  const { provider, modelId } = await storedModel(parts.db, id);
  // Only to say what is missing before anything is sent.
  await (await planOne(parts, provider)).open();
  const isEmbedding = embeds(modelId);
  const beganMs = parts.clock.monotonic();
  const response = isEmbedding
    ? await parts.tryModel("/v1/embeddings", { model: `${provider}/${modelId}`, input: "ping" })
    : await parts.tryModel("/v1/chat/completions", chatBody(provider, modelId));
  const text = await response.text();
  const common = {
    provider,
    modelId,
    latencyMs: Math.round(parts.clock.monotonic() - beganMs),
  };
  const answer = parsed(text);
  if (!response.ok) {
    const said = memberOf(memberOf(answer, "error"), "message");
    const message = clip(typeof said === "string" ? said : text, ERROR_LENGTH);
    return { ...common, ok: false, message: `${response.status}: ${message}`, preview: null };
  }
  const preview = isEmbedding ? dimensionsOf(answer) : textOf(answer);
  if (preview === null) {
    const message = `The answer is no ${isEmbedding ? "embedding" : "chat completion"}.`;
    return { ...common, ok: false, message, preview: null };
  }
  return { ...common, ok: true, message: "The model answers.", preview: clip(preview) };
}

/** Whether a model makes vectors, by its name. */
export function embeds(modelId: string): boolean {
  const name = modelId.replace(/^openai\//i, "").toLowerCase();
  return !name.includes("rerank") && (name.includes("embed") || /(^|\/)bge[-_]/.test(name));
}

function chatBody(provider: string, modelId: string): Record<string, unknown> {
  const name = modelId.slice(modelId.lastIndexOf("/") + 1);
  return {
    model: `${provider}/${modelId}`,
    messages: [
      { role: "system", content: "This is a connectivity test." },
      { role: "user", content: "Reply with exactly OK." },
    ],
    ...(REASONING.test(name) ? { max_completion_tokens: 256 } : { max_tokens: 8 }),
    ...(REASONING.test(name) ? {} : { temperature: 0 }),
  };
}

function textOf(answer: unknown): string | null {
  const choices = memberOf(answer, "choices");
  const first: unknown = Array.isArray(choices) ? choices[0] : undefined;
  const content = memberOf(memberOf(first, "message"), "content");
  if (typeof content === "string") return content;
  return first === undefined ? null : "";
}

function dimensionsOf(answer: unknown): string | null {
  const data = memberOf(answer, "data");
  const vector = memberOf(Array.isArray(data) ? data[0] : undefined, "embedding");
  return Array.isArray(vector) ? `${vector.length} dimensions` : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const clip = (text: string, length = PREVIEW_LENGTH): string => [...text].slice(0, length).join("");
