/**
 * A neutral request as a chat completion request for one provider.
 *
 * @module
 */
import { callerField, type NeutralField } from "../../domain/conversation/caller_field.ts";
import type { RenderedRequest, RenderTarget } from "../../domain/conversation/codec.ts";
import type { ChatRequest } from "../../domain/conversation/request.ts";
import { ToolNames } from "../../domain/conversation/tool_names.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { CallIds } from "./call_ids.ts";
import { Losses } from "./losses.ts";
import { cacheMember } from "./render_content.ts";
import { renderMessages } from "./render_messages.ts";
import { renderOutput } from "./render_output.ts";
import { renderReasoningWish, renderSampling } from "./render_settings.ts";
import { renderTools } from "./render_tools.ts";
import type { Rendering } from "./rendering.ts";
import { wrongValue } from "./wrong_value.ts";

/**
 * Writes a request. Throws `invalid_request` naming the caller's field where leaving something out
 * would change what was asked for.
 */
export function renderRequest(request: ChatRequest, target: RenderTarget): RenderedRequest {
  const losses = new Losses();
  const rendering: Rendering = {
    request,
    target,
    isOwn: request.format === "openai_chat",
    losses,
    names: new ToolNames(request),
    ids: new CallIds(request, target.quirks),
  };
  const output = renderOutput(rendering);
  const messages = renderMessages(rendering);
  const extra = losses.own(request.extra);
  const body: Record<string, unknown> = {
    model: target.model,
    messages: output.instruction === null ? messages : [output.instruction, ...messages],
    ...streamMembers(rendering, extra),
    ...renderTools(rendering),
    ...output.members,
    ...renderReasoningWish(rendering),
    ...renderSampling(rendering),
    ...otherMembers(rendering),
    ...cacheMember(request, rendering),
    ...without(extra, "stream_options"),
  };
  removeRefused(body, rendering);
  return { body, headers: {}, warnings: losses.warnings };
}

function streamMembers({ request, target }: Rendering, extra: JsonObject): JsonObject {
  if (!request.stream) return {};
  if (target.quirks.noStreamOptions === true) return { stream: true };
  const own = isObject(extra.stream_options) ? extra.stream_options : {};
  return { stream: true, stream_options: { ...own, include_usage: true } };
}

function without(fields: JsonObject, key: string): JsonObject {
  const { [key]: _, ...rest } = fields;
  return rest;
}

/** OpenAI: "user … at most 64 characters"; the same holds for cache keys. */
const MAX_USER_CHARS = 64;
const TIERS: readonly string[] = ["auto", "default", "flex", "scale", "priority", "fast"];

function otherMembers(rendering: Rendering): JsonObject {
  const { request, isOwn } = rendering;
  const { modalities } = request;
  const isTextOnly = modalities?.length === 1 && modalities[0] === "text";
  return defined({
    verbosity: request.verbosity,
    // That is what comes anyway, and providers without other kinds refuse the field.
    modalities: isTextOnly && !isOwn ? undefined : modalities,
    audio: request.audio,
    prediction: request.prediction,
    service_tier: isOwn ? request.serviceTier : tierOf(rendering),
    metadata: request.metadata,
    user: isOwn ? request.user : userOf(rendering),
    prompt_cache_key: request.promptCacheKey,
    prompt_cache_retention: request.promptCacheRetention,
    safety_identifier: request.safetyIdentifier,
  });
}

function tierOf({ request, losses }: Rendering): string | undefined {
  const { serviceTier } = request;
  if (serviceTier === undefined || TIERS.includes(serviceTier)) return serviceTier;
  if (serviceTier === "standard_only") return "default";
  losses.dropped(
    callerField(request, "serviceTier"),
    `OpenAI chat has no service tier '${serviceTier}'.`,
  );
  return undefined;
}

function userOf({ request, losses }: Rendering): string | undefined {
  const { user } = request;
  if (user === undefined || user.length <= MAX_USER_CHARS) return user;
  losses.adapted(
    callerField(request, "user"),
    `Cut to ${MAX_USER_CHARS} characters, which is the most that OpenAI takes.`,
  );
  return user.slice(0, MAX_USER_CHARS);
}

/** What providers refuse among the fields that other formats spell otherwise. */
const NAMED: readonly NeutralField[] = [
  "temperature",
  "topP",
  "stop",
  "seed",
  "presencePenalty",
  "frequencyPenalty",
  "logprobs",
  "topLogprobs",
  "output",
  "reasoning",
  "verbosity",
  "modalities",
  "audio",
  "user",
  "metadata",
  "parallelToolCalls",
];

/** Fields that the provider answers with an error. More answers than one cannot be left out. */
function removeRefused(
  body: Record<string, unknown>,
  { request, target, losses }: Rendering,
): void {
  for (const name of target.quirks.refusedFields ?? []) {
    if (body[name] === undefined) continue;
    if (name === "n" && body.n !== 1) {
      const field = callerField(request, "n");
      throw wrongValue(
        field,
        `Cannot ask for ${String(body.n)} answers ('${field}'): this provider gives one. ` +
          "Send the request as often as you want answers.",
      );
    }
    delete body[name];
    if (name === "n") continue;
    const neutral = NAMED.find((field) => callerField({ format: "openai_chat" }, field) === name);
    const field = neutral === undefined ? name : callerField(request, neutral);
    losses.dropped(field, `This provider refuses the field '${name}'.`);
  }
}
