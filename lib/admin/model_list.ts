/**
 * What a provider says about its models: asked for, page by page, and judged.
 *
 * @module
 */
import { redact } from "../domain/redact.ts";
import type { Secret } from "../domain/secret.ts";
import { FlowError } from "../domain/errors.ts";
import type { CallJson, JsonAnswer } from "../http/json_call.ts";
import { authHeaders, fixedHeaders } from "../providers/auth_headers.ts";
import { isOverridden, spokenFormats } from "../providers/choose_format.ts";
import type { ChatFormat, Destination } from "../providers/provider.ts";
import { modelsUrl } from "../providers/request_url.ts";
import { memberOf } from "./json_member.ts";
import { type ListedModel, readPage } from "./model_page.ts";
import type { NamedProvider } from "./provider_name.ts";

/** Where and how a provider is called. */
export interface ProviderAccess extends NamedProvider {
  readonly baseUrl: string;
  /** Of the key, for messages; null without one. */
  readonly keyLabel: string | null;
  readonly secret: Secret | null;
}

/** What came of asking. */
export type ModelListAnswer =
  | {
    readonly kind: "listed";
    readonly models: readonly ListedModel[];
    /** False when it went on for longer than anybody would read. */
    readonly isWhole: boolean;
  }
  /** The key is not welcome. */
  | { readonly kind: "unauthorized"; readonly why: string }
  /** Something answers there, but it lists no models. */
  | { readonly kind: "no_list"; readonly why: string }
  /** It answers with a failure, or with something that is no list. */
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "unreachable"; readonly why: string };

const MOST_PAGES = 100;
const MOST_MODELS = 50_000;
const SAID_LENGTH = 200;

/**
 * Asks a provider for its models, in its own way; behind somebody's own address also in OpenAI's.
 * Does not reject for anything that the provider may do.
 */
export async function askForModels(
  call: CallJson,
  access: ProviderAccess,
): Promise<ModelListAnswer> {
  const [native, other] = listFormats(access);
  const answer = await askIn(native, call, access);
  return answer.kind === "no_list" && other !== undefined
    ? await askIn(other, call, access)
    : answer;
}

/** In whose shape to ask. What a user chose for requests does not change how a provider lists. */
function listFormats(access: ProviderAccess): [ChatFormat, ChatFormat?] {
  const destination: Destination = isOverridden(access) ? access : { ...access, format: "auto" };
  const native = spokenFormats(destination)[0] ?? "openai_chat";
  return isOverridden(access) && native !== "openai_chat" ? [native, "openai_chat"] : [native];
}

async function askIn(
  format: ChatFormat,
  call: CallJson,
  access: ProviderAccess,
): Promise<ModelListAnswer> {
  const target = `${access.provider.name} (${new URL(access.baseUrl).host})`;
  const models = new Map<string, ListedModel>();
  let cursor: string | null = null;
  let isWhole = false;
  for (let pages = 0; pages < MOST_PAGES && models.size < MOST_MODELS; pages++) {
    let answer: JsonAnswer;
    try {
      const url = pageUrl(access, format, cursor);
      answer = await call({ target, method: "GET", url, headers: headersOf(access, format) });
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      return { kind: "unreachable", why: error.message };
    }
    const problem = problemOf(answer, target, access.secret);
    if (problem !== null) return problem;
    const page = readPage(
      answer.json,
      access.provider.speaks.gemini === undefined ? "" : "models/",
    );
    if (page === null) {
      return { kind: "failed", why: `${target} answered JSON that is no list of models.` };
    }
    for (const model of page.models.slice(0, MOST_MODELS)) models.set(model.modelId, model);
    isWhole = page.next === null;
    if (isWhole || page.next === cursor) break;
    cursor = page.next;
  }
  return { kind: "listed", models: [...models.values()], isWhole };
}

/** The largest pages that Anthropic's and Gemini's Models APIs give; OpenAI's has none. */
function pageUrl(access: ProviderAccess, format: ChatFormat, cursor: string | null): URL {
  const url = modelsUrl(access, format);
  if (format === "anthropic_messages") {
    url.searchParams.set("limit", "1000");
    if (cursor !== null) url.searchParams.set("after_id", cursor);
  } else if (format === "gemini") {
    url.searchParams.set("pageSize", "1000");
    if (cursor !== null) url.searchParams.set("pageToken", cursor);
  }
  return url;
}

function headersOf(access: ProviderAccess, format: ChatFormat): [string, string][] {
  const { provider, headers, secret } = access;
  return [
    ...Object.entries(headers),
    ...fixedHeaders(provider, format),
    ...authHeaders(provider, format, secret),
  ];
}

/** Why an answer is no page of a list; null when it may be one. */
function problemOf(
  answer: JsonAnswer,
  target: string,
  secret: Secret | null,
): ModelListAnswer | null {
  const { status, json, text } = answer;
  if (status >= 200 && status < 300) {
    if (json !== undefined) return null;
    const what = text.trimStart().startsWith("<") ? "an HTML page" : "no JSON";
    return { kind: "failed", why: `${target} answered ${what}. Is the base URL right?` };
  }
  const why = `${target} answered ${status}${said(answer, secret)}`;
  if (status === 401 || status === 403 || isGeminisWrongKey(json)) {
    return { kind: "unauthorized", why };
  }
  if (status === 404 || status === 405 || status === 501) return { kind: "no_list", why };
  return { kind: "failed", why };
}

/** Gemini answers 400 to a wrong key (google.rpc.ErrorInfo). */
function isGeminisWrongKey(json: unknown): boolean {
  const details = memberOf(memberOf(json, "error"), "details");
  return Array.isArray(details) &&
    details.some((detail) => memberOf(detail, "reason") === "API_KEY_INVALID");
}

/** The message of an error body, or its beginning, in one line, without any key that it may quote. */
function said({ json, text }: JsonAnswer, secret: Secret | null): string {
  const message = memberOf(memberOf(json, "error"), "message");
  const line = (typeof message === "string" ? message : text).replace(/[\s\p{Cc}]+/gu, " ").trim();
  const key = secret?.reveal();
  const safe = redact(key === undefined ? line : line.replaceAll(key, "[redacted]"));
  return safe === "" ? "." : `: ${[...safe].slice(0, SAID_LENGTH).join("")}`;
}
