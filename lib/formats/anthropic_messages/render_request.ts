/**
 * A neutral request as the body of `POST /v1/messages`.
 *
 * Source: Anthropic API reference, "Create a Message", general and beta.
 *
 * @module
 */
import { callerField } from "../../domain/conversation/caller_field.ts";
import type { RenderedRequest, RenderTarget } from "../../domain/conversation/codec.ts";
import type { ChatRequest } from "../../domain/conversation/request.ts";
import { ToolNames } from "../../domain/conversation/tool_names.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { betasOf } from "./betas.ts";
import { limitMarks } from "./cache_limit.ts";
import { writeMark } from "./cache_mark.ts";
import { impossible, Losses } from "./losses.ts";
import { traitsOf } from "./model_traits.ts";
import { adaptSchema } from "./output_schema.ts";
import { contentOf, renderMessages } from "./render_messages.ts";
import { renderSampling } from "./render_sampling.ts";
import { renderThinking } from "./render_thinking.ts";
import { renderTools } from "./render_tools.ts";
import type { Rendering } from "./rendering.ts";

/** Renders a request. Throws `invalid_request` for what Anthropic cannot do and must not be left out. */
export function renderRequest(request: ChatRequest, target: RenderTarget): RenderedRequest {
  const rendering: Rendering = {
    request,
    target,
    traits: traitsOf(target.model),
    losses: new Losses(),
    names: new ToolNames(request),
  };
  const { losses } = rendering;
  refuseOtherModalities(request, losses);
  const { system, messages } = renderMessages(rendering);
  const { thinking, effort, maxTokens, isOn } = renderThinking(rendering);
  const output = outputOf(rendering);
  const prompt = [...system, ...output.instructions];
  const config = {
    ...(effort === null ? {} : { effort }),
    ...(output.format === null ? {} : { format: output.format }),
  };
  const own = {
    model: target.model,
    max_tokens: maxTokens,
    ...(prompt.length === 0 ? {} : { system: contentOf(prompt) }),
    messages,
    ...renderTools(rendering),
    ...(thinking === null ? {} : { thinking }),
    ...(Object.keys(config).length === 0 ? {} : { output_config: config }),
    ...renderSampling(rendering, isOn),
    ...userOf(rendering),
    ...tierOf(rendering),
    ...writeMark(request.cache),
    ...(request.stream ? { stream: true } : {}),
  };
  const extra = losses.extra(request.extra, undefined);
  const body = withoutRefused(limitMarks(merged(own, extra), losses), rendering);
  const betas = betasOf(body);
  return {
    body,
    headers: betas.length === 0 ? {} : { "anthropic-beta": betas.join(",") },
    warnings: losses.list,
  };
}

/** Members that the caller's own format has beside ours: objects are put together. */
function merged(own: JsonObject, extra: JsonObject): JsonObject {
  const out: Record<string, unknown> = { ...own };
  for (const [key, value] of Object.entries(extra)) {
    const before = out[key];
    out[key] = isObject(before) && isObject(value) ? { ...before, ...value } : value;
  }
  return out;
}

interface Output {
  readonly format: JsonObject | null;
  readonly instructions: readonly JsonObject[];
}

function outputOf({ request, traits, losses }: Rendering): Output {
  const { output } = request;
  const field = callerField(request, "output");
  if (output === undefined || output.type === "text") return { format: null, instructions: [] };
  if (output.type === "json") {
    losses.adapted(field, "Anthropic has no JSON mode; the model is told to answer in JSON.");
    return {
      format: null,
      instructions: [told("Answer with one valid JSON object, nothing else.")],
    };
  }
  const { schema, told: words } = adaptSchema(output.schema);
  if (!traits.hasStructuredOutput) {
    losses.adapted(field, "This model cannot be held to a schema; it is told it in words.");
    const text = "Answer with one valid JSON value, nothing else. It must follow this JSON " +
      `Schema:\n${JSON.stringify(output.schema)}`;
    return { format: null, instructions: [told(text)] };
  }
  if (words.length > 0) {
    losses.adapted(
      field,
      `Anthropic does not enforce ${words.join(", ")} of a schema; the model is told in words.`,
    );
  }
  const { description } = output;
  const described = description === undefined || schema.description !== undefined
    ? schema
    : { ...schema, description };
  return { format: { type: "json_schema", schema: described }, instructions: [] };
}

function told(text: string): JsonObject {
  return { type: "text", text };
}

function refuseOtherModalities(request: ChatRequest, losses: Losses): void {
  const other = (request.modalities ?? []).find((modality) => modality !== "text");
  const field = callerField(request, "modalities");
  if (other !== undefined) {
    throw impossible(
      field,
      `Cannot get '${other}' from an Anthropic model ('${field}'): it answers in text. Ask for ` +
        "text, or choose a model of another provider.",
    );
  }
  if (request.audio !== undefined) {
    losses.dropped(callerField(request, "audio"), "Anthropic's models do not speak.");
  }
}

/** OpenAI's newer `safety_identifier` means what `user` meant. */
function userOf({ request, losses }: Rendering): JsonObject {
  const { user, safetyIdentifier } = request;
  if (user !== undefined && safetyIdentifier !== undefined && user !== safetyIdentifier) {
    losses.dropped(
      callerField(request, "safetyIdentifier"),
      "Anthropic takes one id of a user; that of 'user' is sent.",
    );
  }
  const id = user ?? safetyIdentifier;
  return id === undefined ? {} : { metadata: { user_id: id } };
}

function tierOf({ request, losses }: Rendering): JsonObject {
  const { serviceTier } = request;
  switch (serviceTier) {
    case undefined:
      return {};
    case "auto":
      return { service_tier: "auto" };
    case "default":
      return { service_tier: "standard_only" };
    case "priority":
      losses.adapted(
        callerField(request, "serviceTier"),
        "Anthropic uses priority where the account has it; that is 'auto'.",
      );
      return { service_tier: "auto" };
    default:
      if (request.format === "anthropic_messages") return { service_tier: serviceTier };
      losses.dropped(
        callerField(request, "serviceTier"),
        `Anthropic has no service tier '${serviceTier}'.`,
      );
      return {};
  }
}

/** Fields that this provider is known to answer with an error. */
function withoutRefused(body: JsonObject, { target, losses }: Rendering): JsonObject {
  const refused = (target.quirks.refusedFields ?? []).filter((key) => key in body);
  for (const key of refused) losses.dropped(key, `The provider does not take '${key}'.`);
  return refused.length === 0
    ? body
    : Object.fromEntries(Object.entries(body).filter(([key]) => !refused.includes(key)));
}
