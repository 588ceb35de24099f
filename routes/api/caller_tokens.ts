/**
 * `/api/caller-tokens`: who may use the gateway.
 *
 * @module
 */
import { z } from "zod";
import {
  type CallerTokenFields,
  type CallerTokenView,
  changeCallerToken,
  createCallerToken,
  removeCallerToken,
  rotateCallerToken,
  showCallerTokens,
} from "../../lib/admin/caller_tokens.ts";
import { showTokenUsage, type TokenUsageView } from "../../lib/admin/caller_token_usage.ts";
import type { ApiParts } from "./parts.ts";
import { empty, json, type Operation, operation } from "./operation.ts";
import { idInPath, moment, wholeNumber } from "./query_values.ts";
import { timeText } from "./time_text.ts";

const noun = "Caller tokens";
const patterns = z.array(z.string()).nullable();
const limits = {
  expires_at: moment.nullable(),
  allowed_models: patterns.meta({
    description: "Patterns with * and ?: provider/model, or a bare name or alias; null: all",
  }),
  allowed_providers: patterns.meta({ description: "Patterns of provider ids; null: all" }),
  tags: z.record(z.string(), z.string()).nullable().meta({
    description: "Written to each of its log rows",
  }),
  log_bodies: z.boolean().meta({ description: "false: no prompts and answers are kept" }),
};
const shape = {
  id: z.string(),
  name: z.string(),
  token_prefix: z.string().meta({ description: "The token's first characters" }),
  enabled: z.boolean(),
  created_at: moment,
  last_used_at: moment.nullable(),
  expired: z.boolean(),
  ...limits,
};
const usage = z.strictObject({
  days: z.int(),
  requests: z.int(),
  errors: z.int(),
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  cost_usd: z.number(),
}).meta({ id: "CallerTokenUsage" });
const callerToken = z.strictObject({ ...shape, usage }).meta({ id: "CallerToken" });
const createdToken = z.strictObject({
  ...shape,
  token: z.string().meta({ description: "The whole token, shown only now" }),
}).meta({ id: "CreatedCallerToken" });
/** Every one may be left out; null takes a limit away. */
const input = z.strictObject(limits).partial();
const notFound = { 404: "There is no such token" };

export function callerTokenOperations({ admin }: Pick<ApiParts, "admin">): Operation[] {
  return [
    operation({
      method: "get",
      path: "/caller-tokens",
      noun,
      summary: "List caller tokens with what they used",
      access: "read",
      query: z.strictObject({ days: wholeNumber(1, 365).default(30) }),
      answer: json(z.array(callerToken)),
    })(async ({ query: { days } }) => {
      const used = await showTokenUsage(admin, days);
      return (await showCallerTokens(admin)).map((token) => ({
        ...tokenJson(token),
        usage: usageJson(used(token.id), days),
      }));
    }),

    operation({
      method: "post",
      path: "/caller-tokens",
      noun,
      summary: "Make a caller token; it is shown this once",
      access: "full",
      body: input.extend({ name: z.string() }),
      answer: json(createdToken, 201),
    })(async ({ body, actor }) => {
      const { token, view } = await createCallerToken(admin, actor, {
        name: body.name,
        ...fieldsOf(body),
      });
      return { ...tokenJson(view), token: token.reveal() };
    }),

    operation({
      method: "put",
      path: "/caller-tokens/{id}",
      noun,
      summary: "Change a caller token, with effect at once",
      description: "What is left out stays. A blank name stays as well.",
      access: "full",
      params: idInPath,
      body: input.extend({
        name: z.string().optional(),
        enabled: z.union([z.boolean(), z.literal(0), z.literal(1)]).optional(),
      }),
      answer: json(z.strictObject({ ok: z.literal(true), caller_token: z.strictObject(shape) })),
      refusals: notFound,
    })(async ({ params, body, actor }) => {
      const { name = "", enabled } = body;
      const view = await changeCallerToken(admin, actor, params.id, {
        ...(name.trim() === "" ? {} : { name }),
        ...(enabled === undefined ? {} : { enabled: Boolean(enabled) }),
        ...fieldsOf(body),
      });
      return { ok: true, caller_token: tokenJson(view) };
    }),

    operation({
      method: "post",
      path: "/caller-tokens/{id}/rotate",
      noun,
      summary: "Put a new token in place of one, which ends at once",
      access: "full",
      params: idInPath,
      answer: json(createdToken),
      refusals: notFound,
    })(async ({ params, actor }) => {
      const { token, view } = await rotateCallerToken(admin, actor, params.id);
      return { ...tokenJson(view), token: token.reveal() };
    }),

    operation({
      method: "delete",
      path: "/caller-tokens/{id}",
      noun,
      summary: "Delete a caller token",
      access: "full",
      params: idInPath,
      answer: empty,
      refusals: notFound,
    })(async ({ params, actor }) => {
      await removeCallerToken(admin, actor, params.id);
    }),
  ];
}

function fieldsOf(body: z.output<typeof input>): Partial<Omit<CallerTokenFields, "name">> {
  const { expires_at: end, allowed_models, allowed_providers, tags, log_bodies } = body;
  return {
    ...(end === undefined ? {} : { expiresAtMs: end === null ? null : Date.parse(end) }),
    ...(allowed_models === undefined ? {} : { allowedModels: allowed_models }),
    ...(allowed_providers === undefined ? {} : { allowedProviders: allowed_providers }),
    ...(tags === undefined ? {} : { tags }),
    ...(log_bodies === undefined ? {} : { logBodies: log_bodies }),
  };
}

function tokenJson(token: CallerTokenView) {
  return {
    id: token.id,
    name: token.name,
    token_prefix: token.prefix,
    enabled: token.enabled,
    created_at: timeText(token.createdAtMs),
    last_used_at: timeText(token.lastUsedAtMs),
    expired: token.isExpired,
    expires_at: timeText(token.expiresAtMs),
    allowed_models: token.allowedModels,
    allowed_providers: token.allowedProviders,
    tags: token.tags,
    log_bodies: token.logBodies,
  };
}

function usageJson(used: TokenUsageView, days: number) {
  return {
    days,
    requests: used.requests,
    errors: used.errors,
    prompt_tokens: used.promptTokens,
    completion_tokens: used.completionTokens,
    total_tokens: used.totalTokens,
    cost_usd: used.costUsd,
  };
}
