/**
 * The router's configuration as the admin API speaks of it, and as it is kept.
 *
 * @module
 */
import { z } from "zod";
import { smartRouter, tierModels } from "../config/schema_smart_router.ts";
import type { Config } from "../config/schema.ts";
import { APPLY_TO, DIMENSIONS, STRATEGIES, TIERS } from "../domain/routing.ts";
import type { RouterOptions } from "../router/settings.ts";

const { shape } = smartRouter;
const limit = z.number().min(0).max(1).optional();
const boundaries = z.strictObject({
  simple_medium: limit,
  medium_complex: limit,
  complex_reasoning: limit,
});
const eachOf = <N extends string, S extends z.ZodType>(names: readonly N[], schema: S) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, schema.optional()])) as Record<
    N,
    z.ZodOptional<S>
  >);

/**
 * What may be sent. What is left out has its default, but for `apply_to`: a body without it is of a
 * client that knows of no other way than routing every request.
 */
export const routerConfigBody = z.strictObject({
  enabled: z.boolean().optional(),
  strategy: z.enum(STRATEGIES).optional(),
  apply_to: z.enum(APPLY_TO).optional(),
  aliases: shape.aliases.optional(),
  listed_models: shape.listed_models.optional(),
  listed_callers: shape.listed_callers.optional(),
  text: shape.text.optional(),
  stickiness: shape.stickiness.optional(),
  complexity: z.strictObject({
    tiers: eachOf(TIERS, tierModels).optional(),
    tier_boundaries: rising(shape.tier_boundaries),
    dimension_weights: eachOf(DIMENSIONS, z.number().min(0).max(1)).optional(),
  }).optional(),
  classifier: z.strictObject({
    type: shape.classifier_type.optional(),
    tier_boundaries: rising(shape.classifier_tier_boundaries),
    mf_embedding_model: z.string().max(256).optional(),
    available: z.unknown().optional().meta({ description: "Only told, never set" }),
    mf_embedding_base_url: z.unknown().optional().meta({ description: "Ignored, never kept" }),
    mf_embedding_api_key: z.unknown().optional().meta({ description: "Ignored, never kept" }),
  }).optional(),
}).meta({ id: "RouterConfigChange" });

export type RouterConfigBody = z.output<typeof routerConfigBody>;

/** What is missing has its default before the order of the three is looked at. */
function rising(whole: z.ZodType<RouterOptions["tier_boundaries"]>) {
  return boundaries.superRefine((given, check) => {
    const present = Object.entries(given).filter(([, value]) => value !== undefined);
    const result = whole.safeParse(Object.fromEntries(present));
    for (const { message } of result.error?.issues ?? []) check.addIssue(message);
  }).optional();
}

const threeLimits = z.strictObject({
  simple_medium: z.number(),
  medium_complex: z.number(),
  complex_reasoning: z.number(),
});

/** What is told. */
export const routerConfigView = z.strictObject({
  enabled: z.boolean(),
  strategy: z.enum(STRATEGIES),
  apply_to: z.enum(["all", "auto", "listed"]),
  aliases: z.record(z.string(), z.enum(["auto", ...TIERS])),
  listed_models: z.array(z.string()),
  listed_callers: z.array(z.string()),
  text: z.enum(["user_messages", "last_turn"]),
  stickiness: z.number(),
  complexity: z.strictObject({
    tiers: eachOf(TIERS, tierModels),
    tier_boundaries: threeLimits,
    dimension_weights: eachOf(DIMENSIONS, z.number()),
  }),
  classifier: z.strictObject({
    type: z.string(),
    tier_boundaries: threeLimits,
    available: z.boolean(),
    mf_embedding_model: z.string(),
  }),
}).meta({ id: "RouterConfig" });

/** Plain data that {@link routerConfigView} describes. */
export type RouterConfigView = ReturnType<typeof viewOf>;

/** What the body means. Without a strategy, and with `enabled: false`, the router is off. */
export function optionsOf(body: RouterConfigBody): RouterOptions {
  const { complexity, classifier } = body;
  const strategy = body.strategy ?? "off";
  const all = smartRouter.parse({
    strategy,
    enabled: strategy !== "off" && (body.enabled ?? true),
    apply_to: body.apply_to ?? "all",
    aliases: body.aliases,
    listed_models: body.listed_models,
    listed_callers: body.listed_callers,
    text: body.text,
    stickiness: body.stickiness,
    tier_boundaries: given(complexity?.tier_boundaries),
    dimension_weights: given(complexity?.dimension_weights),
    classifier_type: classifier?.type,
    classifier_tier_boundaries: given(classifier?.tier_boundaries),
    mf_embedding_model: classifier?.mf_embedding_model,
  });
  // A map of tiers replaces the default one as a whole: a tier may be without a model.
  const tiers = complexity?.tiers === undefined ? all.tiers : given(complexity.tiers);
  return withoutSecrets({ ...all, tiers });
}

/** The options of the configuration file. */
export function fileOptions({ smart_router }: Pick<Config, "smart_router">): RouterOptions {
  return withoutSecrets(smart_router);
}

type Secrets = Pick<Config["smart_router"], "mf_embedding_api_key" | "mf_embedding_base_url">;

function withoutSecrets(
  options: RouterOptions & Secrets,
): RouterOptions {
  const { mf_embedding_api_key: _key, mf_embedding_base_url: _url, ...rest } = options;
  return rest;
}

/** Members that are there: zod takes an undefined one for a wrong one. */
function given<T extends object>(members: T | undefined): { [K in keyof T]?: NonNullable<T[K]> } {
  const present = Object.entries(members ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [K in keyof T]?: NonNullable<T[K]> };
}

/** The options as they are told: a router that is off has the strategy `off`. */
export function viewOf(options: RouterOptions, isClassifierAvailable: boolean) {
  const isOn = options.enabled && options.strategy !== "off";
  return {
    enabled: isOn,
    strategy: isOn ? options.strategy : "off" as const,
    apply_to: options.apply_to,
    aliases: options.aliases,
    listed_models: options.listed_models,
    listed_callers: options.listed_callers,
    text: options.text,
    stickiness: options.stickiness,
    complexity: {
      tiers: options.tiers,
      tier_boundaries: options.tier_boundaries,
      dimension_weights: options.dimension_weights,
    },
    classifier: {
      type: options.classifier_type,
      tier_boundaries: options.classifier_tier_boundaries,
      available: isClassifierAvailable,
      mf_embedding_model: options.mf_embedding_model,
    },
  };
}
