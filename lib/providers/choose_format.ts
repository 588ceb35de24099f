/**
 * In which format a request goes to a provider.
 *
 * @module
 */
import type { Quirks } from "../domain/conversation/quirks.ts";
import type { FormatName } from "../domain/request_record.ts";
import { isDeploymentUrl } from "./azure_url.ts";
import type { ChatFormat, Destination } from "./provider.ts";
import { apiOf, isChatFormat } from "./standard_apis.ts";

/** Whether the base URL is not the provider's own: nobody knows which paths are there. */
export function isOverridden({ provider, baseUrl }: Destination): boolean {
  return withoutSlash(baseUrl) !== provider.baseUrl;
}

/**
 * The formats that conversations may be held in at a destination, best first; never empty. In this
 * order: what the user chose; what the base URL's ending gives away; what the provider's record says,
 * less what is known to be at the provider's own addresses only.
 */
export function spokenFormats(destination: Destination): readonly ChatFormat[] {
  if (destination.format !== "auto") return [destination.format];
  const told = toldByBaseUrl(destination);
  if (told !== null) return [told];
  const { provider } = destination;
  const all = Object.keys(provider.speaks).filter(isChatFormat);
  const elsewhere = isOverridden(destination);
  const spoken = all.filter((format) => {
    const api = apiOf(provider, format);
    if (api.onlyByChoice === true || (elsewhere && api.baseUrl !== undefined)) return false;
    // Deployments answer chat completions; their Responses API has no deployments in its paths.
    return !(isDeploymentUrl(destination) && format === "openai_responses");
  });
  return spoken.length > 0 ? spoken : ["openai_chat"];
}

/**
 * The format to send in: the caller's own where the destination speaks it, so that bytes may pass as
 * they are; else the one that it speaks best. Embeddings have one in OpenAI's and one in Gemini's
 * shape; everything else is spoken in one format only.
 */
export function formatFor(destination: Destination, callerFormat: FormatName): FormatName {
  const spoken = spokenFormats(destination);
  if (isChatFormat(callerFormat)) {
    return spoken.includes(callerFormat) ? callerFormat : spoken[0]!;
  }
  if (callerFormat === "openai_embeddings" || callerFormat === "gemini_embeddings") {
    return spoken[0] === "gemini" ? "gemini_embeddings" : "openai_embeddings";
  }
  return callerFormat;
}

const known = new WeakMap<Destination, Map<FormatName, readonly FormatName[]>>();

/**
 * The formats to try, best first. Behind somebody's own address there may be a server that speaks
 * OpenAI's chat and embeddings alone: when it answers 404 or 405 without saying that it is the model
 * that is missing, those are tried next.
 */
export function formatsToTry(
  destination: Destination,
  callerFormat: FormatName,
): readonly FormatName[] {
  let byFormat = known.get(destination);
  if (byFormat === undefined) known.set(destination, byFormat = new Map());
  let formats = byFormat.get(callerFormat);
  if (formats === undefined) {
    byFormat.set(callerFormat, formats = findFormats(destination, callerFormat));
  }
  return formats;
}

function findFormats(destination: Destination, callerFormat: FormatName): readonly FormatName[] {
  const first = formatFor(destination, callerFormat);
  if (destination.format !== "auto" || !isOverridden(destination)) return [first];
  if (first === "gemini_embeddings") return [first, "openai_embeddings"];
  return isChatFormat(first) && first !== "openai_chat" ? [first, "openai_chat"] : [first];
}

/** How the destination departs from a format. */
export function quirksOf({ provider }: Destination, format: FormatName): Quirks {
  return apiOf(provider, format).quirks ?? {};
}

/** Providers keep their OpenAI and Anthropic look-alikes under paths that say so. */
function toldByBaseUrl({ provider, baseUrl }: Destination): ChatFormat | null {
  const path = new URL(withoutSlash(baseUrl)).pathname;
  if (/\/anthropic(\/v1)?$/.test(path)) return "anthropic_messages";
  return provider.speaks.gemini !== undefined && path.endsWith("/openai") ? "openai_chat" : null;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
