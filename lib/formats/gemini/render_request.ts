/**
 * A request for a provider that speaks Gemini. The model and the wish for a stream are in the path.
 *
 * Source: Gemini API reference, `models.generateContent` (v1beta).
 *
 * @module
 */
import { callerField, type NeutralField } from "../../domain/conversation/caller_field.ts";
import type { RenderedRequest, RenderTarget } from "../../domain/conversation/codec.ts";
import type { ChatRequest } from "../../domain/conversation/request.ts";
import { ToolNames } from "../../domain/conversation/tool_names.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { Losses } from "./losses.ts";
import { renderConfig } from "./render_config.ts";
import { renderContents } from "./render_contents.ts";
import { renderTools } from "./render_tools.ts";

/** Renders a request. Throws `invalid_request` for what Gemini cannot be asked. */
export function renderRequest(request: ChatRequest, target: RenderTarget): RenderedRequest {
  const losses = new Losses();
  const names = new ToolNames(request);
  const config = renderConfig(request, target, losses);
  const body: JsonObject = {
    ...renderContents(request, target.model, names, losses),
    ...renderTools(request, target.model, names, losses),
    ...(Object.keys(config).length === 0 ? {} : { generationConfig: config }),
    ...tierMember(request, losses),
  };
  tellUnknown(request, losses);
  let whole = withOwnMembers(body, losses.own(request.extra));
  for (const path of target.quirks.refusedFields ?? []) {
    const accepted = withoutMember(whole, path.split("."));
    if (accepted !== whole) losses.dropped(path, `The provider takes no '${path}'.`);
    whole = accepted;
  }
  return { body: whole, headers: {}, warnings: losses.warnings };
}

const TIERS: Readonly<Record<string, string>> = {
  default: "standard",
  flex: "flex",
  priority: "priority",
};

function tierMember(request: ChatRequest, losses: Losses): JsonObject {
  const { serviceTier } = request;
  if (serviceTier === undefined || serviceTier === "auto") return {};
  const tier = Object.hasOwn(TIERS, serviceTier) ? TIERS[serviceTier] : undefined;
  if (tier !== undefined) return { serviceTier: tier };
  losses.dropped(
    callerField(request, "serviceTier"),
    `Gemini has no service tier '${serviceTier}'.`,
  );
  return {};
}

/** Fields that Gemini has no place for, and what is lost by that. */
const UNKNOWN: readonly (readonly [NeutralField, string])[] = [
  ["verbosity", "Gemini has no setting for how much is said."],
  ["prediction", "Gemini takes no predicted output; the answer is the same, but slower."],
  ["metadata", "Gemini keeps no metadata of requests."],
  ["user", "Gemini takes no name of an end user."],
  ["safetyIdentifier", "Gemini takes no identifier of an end user."],
  ["promptCacheKey", "Gemini finds cached prompts by itself."],
  ["promptCacheRetention", "Gemini keeps cached prompts as long as it likes."],
];

function tellUnknown(request: ChatRequest, losses: Losses): void {
  for (const [field, message] of UNKNOWN) {
    if (field in request) losses.dropped(callerField(request, field), message);
  }
  if (request.sampling.logitBias !== undefined) {
    losses.dropped(callerField(request, "logitBias"), "Gemini cannot favour single tokens.");
  }
  if (hasCacheMark(request)) {
    losses.dropped(
      callerField(request, "cache"),
      "Gemini caches the beginning of prompts by itself; marks have no place.",
    );
  }
}

function hasCacheMark({ cache, messages, tools }: ChatRequest): boolean {
  if (cache !== undefined) return true;
  return (tools ?? []).some((tool) => "cache" in tool && tool.cache !== undefined) ||
    messages.some(({ parts }) => parts.some((part) => "cache" in part && part.cache !== undefined));
}

/** Writes back members that were kept under their path (`generationConfig.imageConfig`). */
function withOwnMembers(body: JsonObject, own: JsonObject): JsonObject {
  let out = body;
  for (const [path, value] of Object.entries(own)) out = withMember(out, path.split("."), value);
  return out;
}

function withMember(body: JsonObject, path: readonly string[], value: unknown): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined) return body;
  const before = body[name];
  const inner = isObject(before) ? before : {};
  if (rest.length > 0) return { ...body, [name]: withMember(inner, rest, value) };
  return { ...body, [name]: isObject(before) && isObject(value) ? { ...before, ...value } : value };
}

/** The same body when there is no such member. */
function withoutMember(body: JsonObject, path: readonly string[]): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined || !(name in body)) return body;
  const { [name]: member, ...others } = body;
  if (rest.length === 0) return others;
  const inner = isObject(member) ? withoutMember(member, rest) : member;
  return inner === member ? body : { ...body, [name]: inner };
}
