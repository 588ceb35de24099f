/**
 * Options of the section `smart_router`.
 *
 * @module
 */
import { z } from "zod";
import { APPLY_TO, STRATEGIES, TEXT_CHOICES, TIERS } from "../domain/routing.ts";
import { baseUrlFault } from "./addresses.ts";
import { choice, decimal, describe, list, section, text, toggle } from "./option.ts";

const MODEL = "a model name, or a list of them: the others stand in for the first";
const modelName = z.string().min(1).max(256);

/** What the model of a tier may be; also for configurations that come over the API. */
export const tierModels = z.union(
  [modelName, z.array(modelName).min(1).max(6)],
  `must be ${MODEL}`,
);

const tierModel = (model: string, tier: string) =>
  describe(tierModels.default(model), "string", MODEL, {
    about: `Model for ${tier} prompts; a list's others stand in for the first`,
  });

/** Three rising limits between four tiers. */
const boundaries = (low: number, middle: number, high: number, what: string) =>
  section({
    simple_medium: decimal(0, 1, low, { about: `${what} from which a prompt is MEDIUM` }),
    medium_complex: decimal(0, 1, middle, { about: `${what} from which a prompt is COMPLEX` }),
    complex_reasoning: decimal(0, 1, high, { about: `${what} from which a prompt is REASONING` }),
  }).refine(
    (b) => b.simple_medium <= b.medium_complex && b.medium_complex <= b.complex_reasoning,
    "must rise: simple_medium <= medium_complex <= complex_reasoning",
  );

const weight = (fallback: number, what: string) =>
  decimal(0, 1, fallback, { about: `Weight of ${what}` });

const ALIAS = `a map of names to auto or one of ${TIERS.join(", ")}`;

/** The section `smart_router`. */
export const smartRouter = section({
  enabled: toggle(false, { about: "Choose the model by the prompt" }),
  strategy: choice(STRATEGIES, "complexity", {
    about: "How prompts are scored: off, complexity or classifier",
  }),
  apply_to: choice(APPLY_TO, "auto", {
    about: "Which requests: auto (the model auto and other aliases), listed (as well), all",
  }),
  aliases: describe(
    z.record(
      z.string().regex(/^\S{1,256}$/, "must be a name without spaces"),
      z.enum(["auto", ...TIERS], `must be auto or one of ${TIERS.join(", ")}`),
    ).default({}),
    "map",
    ALIAS,
    { about: "Further model names that are routed, beside auto, auto:cheap and auto:best" },
  ),
  listed_models: list([], "a model name or a pattern with *", (name) => name.trim() !== "", {
    about: "For apply_to: listed: models that are routed when they are asked for",
  }),
  listed_callers: list([], "the name of a caller token", (name) => name.trim() !== "", {
    about: "For apply_to: listed: caller tokens whose requests are routed",
  }),
  text: choice(TEXT_CHOICES, "user_messages", {
    about: "What is scored: user_messages (all of them) or last_turn (with a tool's answer to it)",
  }),
  stickiness: decimal(0, 1, 0.05, {
    about: "How far a score must leave a session's tier before its model changes; 0: at once",
  }),
  tiers: section({
    SIMPLE: tierModel("gpt-4o-mini", "SIMPLE"),
    MEDIUM: tierModel("gpt-4o", "MEDIUM"),
    COMPLEX: tierModel("claude-sonnet", "COMPLEX"),
    REASONING: tierModel("o1-preview", "REASONING"),
  }).prefault({}),
  tier_boundaries: boundaries(0.25, 0.5, 0.75, "Complexity score").prefault({}),
  dimension_weights: section({
    tokenCount: weight(0.15, "the number of words"),
    codePresence: weight(0.2, "code words"),
    reasoningMarkers: weight(0.25, "words that ask for reasoning"),
    technicalTerms: weight(0.15, "technical terms"),
    simpleIndicators: weight(0.15, "words of simple questions, subtracted"),
    multiStepPatterns: weight(0.05, "several steps"),
    questionComplexity: weight(0.05, "several questions"),
  }).prefault({}),
  classifier_type: choice(["local", "bert", "mf", "sw_ranking", "causal_llm"], "local", {
    about: "Classifier: local (ships with the program), bert, mf, sw_ranking or causal_llm",
  }),
  classifier_tier_boundaries: boundaries(0.28, 0.4, 0.5, "Classifier score").prefault({}),
  mf_embedding_base_url: text(
    "",
    { about: "Base URL for the embeddings of the mf classifier; empty: by mf_embedding_model" },
    "empty or an http or https URL without user name, password, query and fragment",
    (url) => url === "" || baseUrlFault(url) === null,
  ),
  mf_embedding_api_key: text("", {
    about: "Key for these embeddings; empty: from the vault",
    secret: true,
  }),
  mf_embedding_model: text("", { about: "Embedding model; empty: text-embedding-3-small" }),
});
