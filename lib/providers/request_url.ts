/**
 * Where a request to a provider goes.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { FormatName } from "../domain/request_record.ts";
import { azureUrl } from "./azure_url.ts";
import { isOverridden } from "./choose_format.ts";
import type { Api, Destination } from "./provider.ts";
import { apiOf, isChatFormat } from "./standard_apis.ts";

/** What is asked for; formats keep some of it apart in their paths. */
export interface Asked {
  readonly format: FormatName;
  /** The name that the provider knows. */
  readonly model: string;
  readonly stream: boolean;
  /** An embedding of one text, which Gemini keeps apart from those of several. */
  readonly embedsOne?: boolean;
  /**
   * The path of the endpoint at OpenAI, for formats with several (`/audio/transcriptions`); those of
   * conversations and Gemini's have paths of their own.
   */
  readonly path?: string;
}

/**
 * The URL of a request.
 *
 * @throws FlowError `invalid_request` for a model name that would lead elsewhere in a path
 */
export function requestUrl(destination: Destination, asked: Asked): URL {
  const { format, model, stream, embedsOne = false } = asked;
  const api = apiOf(destination.provider, format);
  const path = embedsOne && api.embedOnePath !== undefined
    ? api.embedOnePath
    : stream && api.streamPath !== undefined
    ? api.streamPath
    : isChatFormat(format) || api.embedOnePath !== undefined
    ? api.path
    : asked.path ?? api.path;
  return isModelInUrl(destination, path)
    ? urlOf(destination, api, path, model)
    : knownUrl(destination, api, path);
}

const known = new WeakMap<Destination, Map<string, URL>>();

/** Parsing a URL costs more than most of what a request goes through; nobody may change this one. */
function knownUrl(destination: Destination, api: Api, path: string): URL {
  let urls = known.get(destination);
  if (urls === undefined) known.set(destination, urls = new Map());
  const key = `${api.baseUrl ?? ""} ${api.suffix ?? ""} ${path}`;
  let url = urls.get(key);
  if (url === undefined) urls.set(key, url = urlOf(destination, api, path, ""));
  return url;
}

function isModelInUrl(destination: Destination, path: string): boolean {
  return destination.provider.urls === "azure" || path.includes("{resource}");
}

/**
 * The URL that counts the tokens of a request in this format; null where nothing does.
 *
 * @throws FlowError `invalid_request` as {@link requestUrl} does
 */
export function countTokensUrl(
  destination: Destination,
  format: FormatName,
  model: string,
): URL | null {
  const api = apiOf(destination.provider, format);
  return typeof api.countPath === "string" ? urlOf(destination, api, api.countPath, model) : null;
}

/** The URL of the list of models, in the shape of a format. */
export function modelsUrl(destination: Destination, format: FormatName): URL {
  if (destination.provider.urls === "azure") return new URL(azureUrl(destination, "/models", null));
  return new URL(baseOf(destination, apiOf(destination.provider, format)) + "/models");
}

function urlOf(destination: Destination, api: Api, path: string, model: string): URL {
  if (destination.provider.urls === "azure") {
    return new URL(azureUrl(destination, path, segment(model)));
  }
  return new URL(baseOf(destination, api) + path.replace("{resource}", () => resourceOf(model)));
}

/**
 * The base URL as the format needs it: people write it with and without version. Behind somebody's own
 * address a look-alike's usual place means nothing, unless that look-alike was asked for.
 */
function baseOf(destination: Destination, api: Api): string {
  const elsewhere = isOverridden(destination);
  const base = (elsewhere ? destination.baseUrl : api.baseUrl ?? destination.baseUrl)
    .replace(/\/+$/, "");
  const { versions, suffix } = api;
  if (versions === undefined) return base;
  if (suffix !== undefined) {
    if (base.endsWith(suffix) || (elsewhere && destination.format === "auto")) return base;
  }
  const isVersioned = versions.some((version) => base.endsWith(version));
  return base + (isVersioned ? "" : versions[0]) + (suffix ?? "");
}

/** A model as Gemini's paths name it: `models/…`, unless it says itself what it is. */
function resourceOf(model: string): string {
  const [, kind = "models", name = model] = /^(models|tunedModels)\/(.+)$/.exec(model) ?? [];
  return `${kind}/${segment(name)}`;
}

/** A name as one segment of a path. `.` and `..` would be steps in it, also when encoded. */
function segment(name: string): string {
  if (/^\.{1,2}$/.test(name)) {
    throw new FlowError("invalid_request", `The model '${name}' is not a name.`, {
      param: "model",
    });
  }
  return encodeURIComponent(name.toWellFormed());
}
