/**
 * One page of a provider's list of models, in OpenAI's, Anthropic's or Gemini's shape. Read
 * tolerantly: providers mix them.
 *
 * @module
 */
import { memberOf } from "./json_member.ts";
import { capabilitiesOf, type Capability, limitsOf } from "./model_traits.ts";

/** A model as a provider lists it. */
export interface ListedModel {
  readonly modelId: string;
  /** Null where it has no name for people. */
  readonly displayName: string | null;
  readonly ownedBy: string | null;
  /** Unix seconds. */
  readonly created: number | null;
  /** Tokens; null where the list does not say. */
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
  /** Words of `CAPABILITIES`; null where the list does not say. */
  readonly capabilities: readonly Capability[] | null;
}

/** What one answer holds. */
export interface ModelPage {
  readonly models: readonly ListedModel[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

const LONGEST_ID = 256;

/**
 * Null for JSON that is no list of models. Items without a usable name are left out.
 *
 * @param prefix taken off the names: Gemini's are those of resources, `models/…`
 */
export function readPage(json: unknown, prefix: string): ModelPage | null {
  const items = Array.isArray(json) ? json : memberOf(json, "data") ?? memberOf(json, "models");
  if (!Array.isArray(items)) return null;
  const models = items.map((item) => readModel(item, prefix)).filter((model) => model !== null);
  const next = memberOf(json, "has_more") === true
    ? memberOf(json, "last_id")
    : memberOf(json, "nextPageToken");
  return { models, next: typeof next === "string" && next !== "" ? next : null };
}

function readModel(item: unknown, prefix: string): ListedModel | null {
  const name = shortText(item, "id") ?? shortText(item, "name") ?? "";
  const id = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  if (id === "") return null;
  return {
    modelId: id,
    displayName: shortText(item, "display_name") ?? shortText(item, "displayName") ?? null,
    ownedBy: shortText(item, "owned_by") ?? null,
    created: createdAt(item),
    ...limitsOf(item),
    capabilities: capabilitiesOf(item),
  };
}

function shortText(item: unknown, name: string): string | undefined {
  const value = memberOf(item, name);
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" || text.length > LONGEST_ID || /\p{Cc}/u.test(text) ? undefined : text;
}

/** OpenAI says it in Unix seconds, Anthropic as RFC 3339, with 1970 for "unknown". */
function createdAt(item: unknown): number | null {
  const created = memberOf(item, "created");
  if (Number.isSafeInteger(created)) return Number(created);
  const text = memberOf(item, "created_at");
  const atMs = typeof text === "string" ? Date.parse(text) : NaN;
  return Number.isNaN(atMs) || atMs <= 0 ? null : Math.floor(atMs / 1000);
}
