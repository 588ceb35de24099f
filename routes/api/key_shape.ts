/**
 * A provider key in answers.
 *
 * @module
 */
import { z } from "zod";
import { extraConfigText } from "../../lib/admin/extra_config.ts";
import { configuredRequests, keyHealthReport } from "../../lib/admin/provider_key_health.ts";
import type { ProviderKeyView } from "../../lib/admin/provider_key_view.ts";
import type { ApiParts } from "./parts.ts";
import { moment } from "./query_values.ts";
import { timeText } from "./time_text.ts";

export const formatChoice = z.enum([
  "auto",
  "openai_chat",
  "openai_responses",
  "anthropic_messages",
  "gemini",
]).meta({ description: "Format to speak; auto: the one that loses least" });

const health = z.strictObject({
  state: z.enum(["ok", "resting", "failing", "disabled"]),
  rests_until: moment.nullable().meta({ description: "Not asked before, for any model" }),
  troubles: z.array(z.strictObject({
    model: z.string().nullable().meta({ description: "Null: every model" }),
    state: z.enum(["resting", "open", "half_open"]),
    reason: z.string(),
    until: moment,
  })),
  last_failure: z.strictObject({ at: moment, model: z.string(), reason: z.string() }).nullable()
    .meta({ description: "Since the gateway started" }),
}).meta({ id: "KeyHealth" });

export const providerKey = z.strictObject({
  id: z.string(),
  provider: z.string(),
  key_name: z.string(),
  key_masked: z.string().nullable().meta({ description: "Null: it needs no key" }),
  extra_config: z.string().nullable(),
  enabled: z.boolean(),
  created_at: moment,
  updated_at: moment,
  base_url: z.string().nullable(),
  format: formatChoice,
  weight: z.number(),
  priority: z.int(),
  configured: z.strictObject({
    base_url: z.string().nullable(),
    headers: z.array(z.string()).meta({ description: "Names only" }),
    header_timeout_ms: z.int(),
    idle_timeout_ms: z.int(),
  }).meta({ description: "What the configuration says of the provider; it is changed there" }),
  health,
}).meta({ id: "ProviderKey" });

export const keyTrial = z.strictObject({
  ok: z.boolean(),
  latency_ms: z.int(),
  message: z.string(),
  models: z.int().nullable().meta({ description: "How many it lists" }),
}).meta({ id: "KeyTrial" });

type KeyJson = z.input<typeof providerKey>;
type Parts = Pick<ApiParts, "admin" | "outbound">;

/** A key in lists: of its secret the last four characters. */
export function keyJson(key: ProviderKeyView, { admin, outbound }: Parts): KeyJson {
  const report = keyHealthReport(outbound.keyHealth, key);
  const requests = configuredRequests(key.provider, admin.config());
  return {
    id: key.id,
    provider: key.provider,
    key_name: key.label,
    key_masked: key.masked?.replace(/^.*?(?=\.\.\.)/, "") ?? null,
    extra_config: extraConfigText(key),
    enabled: key.enabled,
    created_at: timeText(key.createdAtMs),
    updated_at: timeText(key.updatedAtMs),
    base_url: key.baseUrl,
    format: key.format,
    weight: key.weight,
    priority: key.priority,
    configured: {
      base_url: requests.baseUrl,
      headers: [...requests.headers],
      header_timeout_ms: requests.headerTimeoutMs,
      idle_timeout_ms: requests.idleTimeoutMs,
    },
    health: {
      state: report.state,
      rests_until: timeText(report.restsUntilMs),
      troubles: report.troubles.map(({ model, state, reason, untilMs }) => ({
        model,
        state,
        reason,
        until: timeText(untilMs),
      })),
      last_failure: report.lastFailure === null ? null : {
        at: timeText(report.lastFailure.atMs),
        model: report.lastFailure.model,
        reason: report.lastFailure.reason,
      },
    },
  };
}

/** A key that was just stored: of its secret the first three characters as well. */
export function createdKeyJson(key: ProviderKeyView, parts: Parts): KeyJson {
  return { ...keyJson(key, parts), key_masked: key.masked };
}
