/**
 * What a provider says about its models: asked for, read tolerantly, and judged.
 *
 * @module
 */
import { redact } from "../domain/redact.ts";
import type { Secret } from "../domain/secret.ts";
import { FlowError } from "../domain/errors.ts";
import type { CallJson, JsonAnswer } from "../http/json_call.ts";
import type { NamedProvider } from "./provider_name.ts";

/** Where and how a provider is called. */
export interface ProviderAccess extends NamedProvider {
  readonly baseUrl: string;
  /** Of the key, for messages; null without one. */
  readonly keyLabel: string | null;
  readonly secret: Secret | null;
}

/** A model as a provider lists it. */
export interface ListedModel {
  readonly modelId: string;
  readonly ownedBy: string | null;
  /** Unix seconds. */
  readonly created: number | null;
}

/** What came of asking. */
export type ModelListAnswer =
  | { readonly kind: "listed"; readonly models: readonly ListedModel[] }
  /** The key is not welcome. */
  | { readonly kind: "unauthorized"; readonly why: string }
  /** Something answers there, but it lists no models. */
  | { readonly kind: "no_list"; readonly why: string }
  /** It answers with a failure, or with something that is no list. */
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "unreachable"; readonly why: string };

const LONGEST_ID = 256;
const MOST_MODELS = 50_000;
const SAID_LENGTH = 200;

/** Asks a provider for its models. Does not reject for anything that the provider may do. */
export async function askForModels(
  call: CallJson,
  access: ProviderAccess,
): Promise<ModelListAnswer> {
  const target = `${access.provider.name} (${new URL(access.baseUrl).host})`;
  let answer: JsonAnswer;
  try {
    answer = await call({
      target,
      method: "GET",
      url: new URL(access.baseUrl.replace(/\/+$/, "") + pathOf(access)),
      headers: headersOf(access),
    });
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    return { kind: "unreachable", why: error.message };
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return judge(answer, target);
  const why = `${target} answered ${status}${said(answer, access.secret)}`;
  if (status === 401 || status === 403) return { kind: "unauthorized", why };
  if (status === 404 || status === 405 || status === 501) return { kind: "no_list", why };
  return { kind: "failed", why };
}

function pathOf({ provider }: ProviderAccess): string {
  return provider.modelList?.path ?? "/models";
}

function headersOf({ provider, headers, secret }: ProviderAccess): [string, string][] {
  const list = provider.modelList;
  const all = Object.entries({ ...headers, ...list?.headers });
  if (secret === null) return all;
  return list === undefined
    ? [...all, ["authorization", `Bearer ${secret.reveal()}`]]
    : [...all, [list.keyHeader, secret.reveal()]];
}

function judge({ json, text }: JsonAnswer, target: string): ModelListAnswer {
  if (json === undefined) {
    const what = text.trimStart().startsWith("<") ? "an HTML page" : "no JSON";
    return { kind: "failed", why: `${target} answered ${what}. Is the base URL right?` };
  }
  const items = Array.isArray(json) ? json : memberOf(json, "data");
  if (!Array.isArray(items)) {
    return { kind: "failed", why: `${target} answered JSON that is no list of models.` };
  }
  const models = new Map<string, ListedModel>();
  for (const item of items.slice(0, MOST_MODELS)) {
    const model = readModel(item);
    if (model !== null) models.set(model.modelId, model);
  }
  return { kind: "listed", models: [...models.values()] };
}

/** Null for an item without a usable name. */
function readModel(item: unknown): ListedModel | null {
  const id = [memberOf(item, "id"), memberOf(item, "name")]
    .map((name) => typeof name === "string" ? name.trim() : "")
    .find((name) => name !== "");
  if (id === undefined || id.length > LONGEST_ID || /\p{Cc}/u.test(id)) return null;
  const ownedBy = memberOf(item, "owned_by");
  const created = memberOf(item, "created");
  return {
    modelId: id,
    ownedBy: typeof ownedBy === "string" && ownedBy !== "" ? ownedBy.slice(0, LONGEST_ID) : null,
    created: Number.isSafeInteger(created) ? Number(created) : null,
  };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** The message of an error body, or its beginning, in one line, without any key that it may quote. */
function said({ json, text }: JsonAnswer, secret: Secret | null): string {
  const message = memberOf(memberOf(json, "error"), "message");
  const line = (typeof message === "string" ? message : text).replace(/[\s\p{Cc}]+/gu, " ").trim();
  const key = secret?.reveal();
  const safe = redact(key === undefined ? line : line.replaceAll(key, "[redacted]"));
  return safe === "" ? "." : `: ${[...safe].slice(0, SAID_LENGTH).join("")}`;
}
