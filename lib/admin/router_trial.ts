/**
 * What the router would do, without a model being asked.
 *
 * @module
 */
import { type Decision, TIERS } from "../domain/routing.ts";
import type { FormatName } from "../domain/request_record.ts";
import type { Clock } from "../domain/ports.ts";
import { isObject, parseJson } from "../formats/json/guards.ts";
import { classify } from "../router/classifier.ts";
import { decide, undecided } from "../router/decide.ts";
import type { Prompt } from "../router/prompt.ts";
import { readPrompt } from "../router/read_prompt.ts";
import { type RouteWish, routeWish } from "../router/route_wish.ts";
import { scoredText } from "../router/scored_text.ts";
import { latestPrompts } from "../store/routed_requests.ts";
import type { AdminParts } from "./parts.ts";
import type { RouterConfiguration } from "./router_config.ts";

/** A prompt to try. */
export interface TrialPrompt {
  readonly prompt: Prompt;
  readonly model: string;
}

/** What would happen. */
export interface Trial {
  readonly decision: Decision;
  /** Whether a request for this model would be routed at all. */
  readonly applies: boolean;
}

/** The prompt of a body in one of the formats. */
export function trialPrompt(format: FormatName, body: unknown, model: string): TrialPrompt {
  return { prompt: readPrompt(format, isObject(body) ? body : {}), model };
}

/**
 * Decides about one prompt as if it were to be routed. Whether providers have keys is left out: it
 * is the configuration that is tried.
 */
export async function tryPrompt(
  { prompt, model }: TrialPrompt,
  { settings, classifier }: RouterConfiguration,
  clock: Clock,
  signal: AbortSignal,
): Promise<Trial> {
  const began = clock.monotonic();
  const took = () => Math.max(0, Math.round((clock.monotonic() - began) * 1000));
  if (settings.strategy === "off") {
    const decided = undecided(model, "The smart router is off.");
    return { decision: { ...decided, tookUs: took() }, applies: false };
  }
  const asked = routeWish(settings, { model, caller: null, header: null });
  const wish: RouteWish = asked ??
    { strategy: settings.strategy, decidedBy: "score", tier: null };
  const classified = wish.strategy === "classifier" && wish.tier === null
    ? await classify(classifier, scoredText(prompt, "last_turn"), signal)
    : null;
  const decided = decide({
    settings,
    wish,
    requested: model,
    isModel: !settings.aliases.has(model),
    prompt,
    classified,
    held: null,
    whyNot: () => null,
  });
  return { decision: { ...decided, tookUs: took() }, applies: asked !== null };
}

/** One logged prompt, decided anew. */
export interface RetriedPrompt {
  readonly id: string;
  readonly started_at: string;
  readonly model_requested: string;
  /** When it was logged; null: it was not routed. */
  readonly logged_tier: string | null;
  readonly tier: string;
  readonly score: number | null;
  readonly routed_model: string;
}

/** Logged prompts, decided anew. */
export interface LoggedTrial {
  readonly count: number;
  readonly tier_distribution: readonly TierShare[];
  readonly prompts: readonly RetriedPrompt[];
}

/** How many went to a tier. */
export interface TierShare {
  readonly tier: string;
  readonly count: number;
  /** Of all, with one decimal. */
  readonly percentage: number;
}

/** Between so many, requests under way get their turn. */
const PROMPTS_AT_ONCE = 10;

/** Decides anew about the last logged prompts whose bodies were kept. */
export async function tryLoggedPrompts(
  { db, clock }: Pick<AdminParts, "db" | "clock">,
  configuration: RouterConfiguration,
  limit: number,
  signal: AbortSignal,
): Promise<LoggedTrial> {
  const prompts: RetriedPrompt[] = [];
  for (const [at, logged] of (await latestPrompts(db, limit)).entries()) {
    if (at % PROMPTS_AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve));
    const { format, body, modelRequested } = logged;
    const tried = trialPrompt(format, parseJson(body), modelRequested);
    const { decision } = await tryPrompt(tried, configuration, clock, signal);
    prompts.push({
      id: logged.id,
      started_at: new Date(logged.startedAtMs).toISOString(),
      model_requested: modelRequested,
      logged_tier: logged.tier,
      tier: decision.tier,
      score: decision.score,
      routed_model: decision.model,
    });
  }
  const counts = new Map<string, number>();
  for (const { tier } of prompts) counts.set(tier, (counts.get(tier) ?? 0) + 1);
  return { count: prompts.length, tier_distribution: sharesOf(counts), prompts };
}

/** Shares of the whole, the largest first, equal ones from cheap to capable. */
export function sharesOf(counts: ReadonlyMap<string, number>): TierShare[] {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const rank = (tier: string): number => TIERS.findIndex((name) => name === tier);
  return [...counts]
    .map(([tier, count]) => ({
      tier,
      count,
      percentage: total === 0 ? 0 : Math.round(count / total * 1000) / 10,
    }))
    .sort((a, b) => b.count - a.count || rank(a.tier) - rank(b.tier));
}
