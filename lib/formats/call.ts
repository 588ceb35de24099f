/**
 * Reads a caller's request body: what the gateway needs to know of it, and nothing more. Where the
 * provider speaks the caller's format, the bytes themselves are what is forwarded.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { FormatName } from "../domain/request_record.ts";
import { mayHoldCarrier } from "./carrier.ts";
import { isObject, type JsonObject, objectAt, textAt } from "./json/guards.ts";
import { type Member, topLevelMembers } from "./json/members.ts";
import type { FormFacts } from "./multipart/form_facts.ts";

/** One request body, understood. */
export interface Call {
  readonly bytes: Uint8Array;
  readonly members: readonly Member[];
  readonly model: string;
  readonly stream: boolean;
  /** Proofs of another format may stand in it, which only we can read (carrier.ts). */
  readonly mayHoldCarrier?: true;
  /** The caller's own `stream_options`, if any. */
  readonly streamOptions: JsonObject | null;
  /** Whether the caller asked to see the usage chunk of a stream. */
  readonly wantsUsageChunk: boolean;
  readonly user: string | null;
  readonly sessionId: string | null;
  readonly userTag: string | null;
  /** The response that this call goes on from (Responses). */
  readonly refersTo: string | null;
  /** The same when that response was kept here, and its conversation now stands in the body. */
  readonly goesOnFrom?: string;
  /** String values of OpenAI's `metadata`. */
  readonly metadata: Readonly<Record<string, string>> | null;
  /** Only of a form with files; `members` is empty then. */
  readonly form?: FormFacts;
}

/** An endpoint that callers post to. */
export interface Endpoint {
  /** As callers know it. */
  readonly path: string;
  /** Behind the base URL, where the format has several endpoints; null: the format's own. */
  readonly upstreamPath: string | null;
  readonly format: FormatName;
  readonly canStream: boolean;
  /** Whether its streams tell usage only when `stream_options` asks for it. */
  readonly asksForUsage: boolean;
  /** Whether the body's `user` may carry a caller token. */
  readonly tokenInUser: boolean;
  /** It counts the tokens of a request instead of answering it. */
  readonly countsTokens?: true;
  /** The model is named in the path, not in the body (Gemini). */
  readonly modelInPath?: true;
  /** It embeds one text (Gemini has a path of its own for several). */
  readonly embedsOne?: boolean;
  /** Its body may be a form with files (`multipart/form-data`) instead of JSON. */
  readonly takesForms?: true;
  /** `any`: a good answer need not be JSON; sound goes on as it comes. */
  readonly answers?: "json" | "any";
  /** The model of a body that names none. */
  readonly defaultModel?: string;
  /** Which session a request belongs to, where its clients have a way of their own to say so. */
  readonly session?: (body: JsonObject) => string | null;
  /** Whether a caller, by its headers, must be shown the model under the name that it asked for. */
  readonly wantsAskedModel?: (headers: Headers) => boolean;
  /** Throws `invalid_request` for a body that this endpoint cannot take. */
  readonly check: (body: JsonObject) => void;
}

/** What an endpoint's path says that others say in the body (Gemini). */
export interface PathFacts {
  readonly model: string;
  readonly stream: boolean;
}

/** Longer than any real name; model names end up in logs, metrics and nearest-name searches. */
const MAX_MODEL_CHARS = 256;

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const utf8 = new TextDecoder();
const FIRST_OF_BOM = 0xef;

/**
 * Understands a request body; `path` where the endpoint's path names model and streaming.
 *
 * Throws `invalid_json` when the bytes are not a JSON object in UTF-8 and `invalid_request`, with
 * `param`, when a field is missing, twice there or of a wrong type.
 */
export function readCall(bytes: Uint8Array, endpoint: Endpoint, path?: PathFacts): Call {
  const text = textOf(bytes);
  const body = parseBody(text);
  const members = topLevelMembers(bytes);
  refuseDuplicates(members);
  const model = modelName(path?.model ?? body.model ?? endpoint.defaultModel);
  endpoint.check(body);
  const streamOptions = objectAt(body, "stream_options") ?? null;
  return {
    bytes,
    members,
    model,
    stream: endpoint.canStream && (path?.stream ?? body.stream === true),
    streamOptions,
    wantsUsageChunk: streamOptions?.include_usage === true,
    user: textAt(body, "user"),
    sessionId: textAt(body, "x_session_id") ?? textAt(body, "session_id") ??
      endpoint.session?.(body) ?? null,
    userTag: textAt(body, "x_user_tag") ?? textAt(body, "user_tag"),
    refersTo: textAt(body, "previous_response_id"),
    ...(mayHoldCarrier(text) ? { mayHoldCarrier: true as const } : {}),
    metadata: stringMembers(body.metadata),
  };
}

/** A model's name as a caller gave it. Throws `invalid_request` for what cannot be one. */
export function modelName(model: unknown): string {
  if (typeof model !== "string" || model.trim() === "") {
    throw new FlowError(
      "invalid_request",
      `Missing or empty 'model': expected a model name such as "openai/gpt-4o-mini".`,
      { param: "model" },
    );
  }
  if (model.length > MAX_MODEL_CHARS) {
    throw new FlowError(
      "invalid_request",
      `The 'model' has ${model.length} characters: a model name has at most ${MAX_MODEL_CHARS}.`,
      { param: "model" },
    );
  }
  return model;
}

function textOf(bytes: Uint8Array): string {
  // The strict decoder costs four times as much. What the other one had to mend or leave out is left
  // to it: a broken character becomes U+FFFD, a byte order mark nothing.
  const text = utf8.decode(bytes);
  if (bytes[0] !== FIRST_OF_BOM && !text.includes("\ufffd")) return text;
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw unreadable("it is not valid UTF-8");
  }
}

function unreadable(why: string): FlowError {
  return new FlowError(
    "invalid_json",
    `Cannot read the request body: ${why}. Send one JSON object encoded as UTF-8.`,
  );
}

function parseBody(text: string): JsonObject {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw unreadable(text === "" ? "it is empty" : "it is not valid JSON");
  }
  if (isObject(body)) return body;
  throw new FlowError(
    "invalid_json",
    "Cannot read the request body: it is JSON, but not an object. Send one JSON object.",
  );
}

/**
 * JSON leaves open which of two equal names counts (RFC 8259 §4). We and the provider could read
 * different ones, so that a check here would prove nothing about what is done there.
 */
function refuseDuplicates(members: readonly Member[]): void {
  const seen = new Set<string>();
  for (const { key } of members) {
    if (seen.has(key)) {
      throw new FlowError(
        "invalid_request",
        `The field '${key}' stands twice in the request body: send it once.`,
        { param: key },
      );
    }
    seen.add(key);
  }
}

function stringMembers(value: unknown): Record<string, string> | null {
  if (!isObject(value)) return null;
  const entries = Object.entries(value).filter((e): e is [string, string] =>
    typeof e[1] === "string"
  );
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
