/**
 * Options of the section `smart_router`. They are checked, but nothing reads them yet: switching the
 * router on is refused.
 *
 * @module
 */
import { z } from "zod";
import { baseUrlFault } from "./addresses.ts";
import { choice, decimal, describe, section, text } from "./option.ts";

const tierModel = (model: string, tier: string) =>
  text(model, { about: `Model for ${tier} prompts` }, "a model name", (name) => name !== "");

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

/** The section `smart_router`. */
export const smartRouter = section({
  enabled: describe(
    z.literal(false).default(false),
    "boolean",
    "false: the smart router is not part of this version",
    { about: "Choose the model by the prompt; not part of this version, must be false" },
  ),
  strategy: choice(["off", "complexity", "classifier"], "complexity", {
    about: "How prompts are scored: off, complexity or classifier",
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
  classifier_type: choice(["bert", "mf", "sw_ranking", "causal_llm"], "bert", {
    about: "Classifier: bert, mf, sw_ranking or causal_llm",
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
