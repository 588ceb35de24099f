/**
 * `/api/router`: how models are chosen by the prompt.
 *
 * @module
 */
import { z } from "zod";
import { decisionJson } from "../../lib/admin/log_json.ts";
import type { RouterConfig } from "../../lib/admin/router_config.ts";
import { routerConfigBody, routerConfigView } from "../../lib/admin/router_options.ts";
import { routerStats } from "../../lib/admin/router_stats.ts";
import { trialPrompt, tryLoggedPrompts, tryPrompt } from "../../lib/admin/router_trial.ts";
import { FlowError } from "../../lib/domain/errors.ts";
import type { ApiParts } from "./parts.ts";
import { type Operation, operation, success } from "./operation.ts";
import { wholeNumber } from "./query_values.ts";

const noun = "Smart router";
const errorShape = "envelope";

/** Prompts come with the conversation before them. */
const PROMPT_BYTES = 4 * 1024 * 1024;

const share = z.strictObject({ tier: z.string(), count: z.int(), percentage: z.number() });
const decision = z.record(z.string(), z.unknown()).meta({
  description: "As it stands in the log: strategy, score, contributions, what was passed over …",
});

export function routerOperations({ admin, router }: ApiParts): Operation[] {
  return [
    operation({
      method: "get",
      path: "/router/config",
      noun,
      summary: "Read the router's configuration",
      access: "read",
      errorShape,
      answer: success(routerConfigView),
    })(() => ({ success: true as const, data: router.view })),

    operation({
      method: "put",
      path: "/router/config",
      noun,
      summary: "Replace the router's configuration",
      description:
        "At once, for every request that comes after, and kept. What is left out has its default, " +
        "but for `apply_to`: a body without it routes every request. One that is not valid changes " +
        "nothing.",
      access: "full",
      errorShape,
      body: routerConfigBody,
      answer: success(routerConfigView),
    })(async ({ body, actor }) => ({
      success: true as const,
      data: await router.replace(body, actor, admin),
    })),

    operation({
      method: "post",
      path: "/router/test",
      noun,
      summary: "Tell where a prompt would go",
      description:
        "No model is asked; a classifier may ask its embedding model. With `config`, which has the " +
        "form of PUT /api/router/config, that configuration is tried instead of the one in effect. " +
        "Whether the routed model's provider has a key is not looked at.",
      access: "read",
      errorShape,
      maxBodyBytes: PROMPT_BYTES,
      body: z.strictObject({
        messages: z.array(z.unknown()).meta({ description: "As in POST /v1/chat/completions" }),
        model: z.string().min(1).max(256).default("gpt-4o"),
        config: routerConfigBody.optional(),
      }),
      answer: success(z.strictObject({
        strategy: z.string(),
        score: z.number().nullable(),
        tier: z.string(),
        routed_model: z.string(),
        original_model: z.string(),
        latency_us: z.int(),
        applies: z.boolean().meta({ description: "Whether such a request would be routed at all" }),
        decision,
      })),
    })(async ({ body, c }) => {
      if (body.messages.length === 0) {
        throw new FlowError("invalid_request", "'messages' must hold at least one message.", {
          param: "messages",
        });
      }
      const prompt = trialPrompt("openai_chat", body, body.model);
      const { decision, applies } = await tryPrompt(
        prompt,
        configurationOf(router, body.config),
        admin.clock,
        c.req.raw.signal,
      );
      return {
        success: true as const,
        data: {
          strategy: decision.strategy,
          score: decision.score,
          tier: decision.tier,
          routed_model: decision.model,
          original_model: body.model,
          latency_us: decision.tookUs,
          applies,
          decision: decisionJson(decision),
        },
      };
    }),

    operation({
      method: "post",
      path: "/router/test/logged",
      noun,
      summary: "Tell where the prompts of the log would go",
      description:
        "The last ones whose bodies were kept, with the configuration in effect or the one in " +
        "`config`.",
      access: "read",
      errorShape,
      body: z.strictObject({
        limit: z.int().min(1).max(500).default(100),
        config: routerConfigBody.optional(),
      }),
      isBodyOptional: true,
      answer: success(z.strictObject({
        count: z.int(),
        tier_distribution: z.array(share),
        prompts: z.array(z.strictObject({
          id: z.string(),
          started_at: z.string(),
          model_requested: z.string(),
          logged_tier: z.string().nullable(),
          tier: z.string(),
          score: z.number().nullable(),
          routed_model: z.string(),
        })),
      })),
    })(async ({ body, c }) => ({
      success: true as const,
      data: await tryLoggedPrompts(
        admin,
        configurationOf(router, body.config),
        body.limit,
        c.req.raw.signal,
      ),
    })),

    operation({
      method: "get",
      path: "/router/stats",
      noun,
      summary: "Count routed requests by tier",
      access: "read",
      errorShape,
      query: z.strictObject({ days: wholeNumber(1, 365).default(7) }),
      answer: success(z.strictObject({
        tier_distribution: z.array(share),
        daily_trend: z.array(z.record(z.string(), z.union([z.string(), z.int()]))).meta({
          description: "`date` (UTC) and a count for each tier that had any",
        }),
        total_routed: z.int(),
      })),
    })(async ({ query }) => ({
      success: true as const,
      data: await routerStats(admin, query.days),
    })),

    operation({
      method: "get",
      path: "/router/history",
      noun,
      summary: "List the configurations that there have been",
      description: "Latest first; the first one is in effect. Empty until the first change.",
      access: "read",
      errorShape,
      query: z.strictObject({ limit: wholeNumber(1, 200).default(50) }),
      answer: success(z.array(z.strictObject({
        id: z.int(),
        changed_at: z.string(),
        actor: z.string(),
        restored_id: z.int().nullable(),
        config: routerConfigView,
      }))),
    })(async ({ query }) => ({
      success: true as const,
      data: await router.history(query.limit),
    })),

    operation({
      method: "post",
      path: "/router/restore/{id}",
      noun,
      summary: "Bring an earlier configuration back",
      access: "full",
      errorShape,
      params: z.strictObject({ id: wholeNumber(1, Number.MAX_SAFE_INTEGER) }),
      answer: success(routerConfigView),
      refusals: { 404: "There is no configuration with this id" },
    })(async ({ params, actor }) => ({
      success: true as const,
      data: await router.restore(params.id, actor, admin),
    })),
  ];
}

function configurationOf(
  router: RouterConfig,
  body: z.output<typeof routerConfigBody> | undefined,
) {
  return body === undefined ? router.current : router.trial(body);
}
