/**
 * Other providers' web search as Anthropic's.
 *
 * @module
 */
import type { BuiltInTool } from "../../domain/conversation/request.ts";
import { isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";
import type { Losses } from "./losses.ts";

/** The oldest version: every model that can search takes it, and it needs no beta. */
const TYPE = "web_search_20250305";

/**
 * Anthropic's tool for a search tool of OpenAI (`web_search`, `web_search_preview`, with `filters` and
 * `user_location`) or Gemini (`google_search`).
 */
export function webSearchTool({ value, at }: BuiltInTool, losses: Losses): JsonObject {
  const path = at ?? "tools";
  const filters = objectAt(value, "filters");
  const allowed = Array.isArray(filters?.allowed_domains) ? filters.allowed_domains : [];
  const location = locationOf(value.user_location);
  for (const key of Object.keys(value)) {
    if (UNDERSTOOD.has(key)) continue;
    losses.dropped(`${path}.${key}`, `Anthropic's web search has no '${key}'.`);
  }
  return {
    type: TYPE,
    name: "web_search",
    ...(allowed.length === 0 ? {} : { allowed_domains: allowed }),
    ...(location === null ? {} : { user_location: location }),
  };
}

const UNDERSTOOD: ReadonlySet<string> = new Set([
  "type",
  "filters",
  "user_location",
  "google_search",
  "googleSearch",
]);

/** OpenAI has the place itself, or under `approximate`. */
function locationOf(location: unknown): JsonObject | null {
  if (!isObject(location)) return null;
  const place = objectAt(location, "approximate") ?? location;
  const known = ["city", "region", "country", "timezone"]
    .map((key) => [key, textAt(place, key)] as const)
    .filter(([, text]) => text !== null);
  return known.length === 0 ? null : { type: "approximate", ...Object.fromEntries(known) };
}
