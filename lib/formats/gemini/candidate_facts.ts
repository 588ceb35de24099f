/**
 * What a candidate tells beside its content: sources, ratings, and members that only Gemini has.
 *
 * @module
 */
import type { Citation } from "../../domain/conversation/parts.ts";
import { isObject, type JsonObject, objectAt } from "../json/guards.ts";
import { quotationsIn, readCitations } from "./citations.ts";

/** Members with a neutral meaning, or of no use to anyone once the answer is there. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  "content",
  "index",
  "finishReason",
  "finishMessage",
  "logprobsResult",
  "avgLogprobs",
  "tokenCount",
  "citationMetadata",
  "safetyRatings",
]);

const HARMLESS: readonly unknown[] = ["NEGLIGIBLE", "LOW", "HARM_PROBABILITY_UNSPECIFIED"];

/** Collects the facts of all chunks; the last word on each counts. */
export class CandidateFacts {
  #grounding: JsonObject = {};
  readonly #quotations = new Map<string, JsonObject>();
  #own: JsonObject = {};

  add(candidate: JsonObject): void {
    this.#grounding = { ...this.#grounding, ...objectAt(candidate, "groundingMetadata") };
    for (const one of quotationsIn(candidate.citationMetadata)) {
      this.#quotations.set(JSON.stringify(one), one);
    }
    for (const [key, value] of Object.entries(candidate)) {
      if (UNDERSTOOD.has(key) || key === "groundingMetadata" || value === null) continue;
      this.#own = { ...this.#own, [key]: value };
    }
    const ratings = listed(candidate.safetyRatings).filter(tells);
    if (ratings.length > 0) this.#own = { ...this.#own, safetyRatings: ratings };
  }

  /** What was cited so far, placed in a text. */
  citationsIn(text: string): readonly Citation[] {
    return readCitations(text, this.#grounding, [...this.#quotations.values()]);
  }

  /** Members that only Gemini has. */
  get own(): JsonObject {
    return Object.keys(this.#grounding).length === 0
      ? this.#own
      : { ...this.#own, groundingMetadata: this.#grounding };
  }
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A rating that says more than "harmless". */
function tells(rating: unknown): boolean {
  if (!isObject(rating)) return false;
  return rating.blocked === true || !HARMLESS.includes(rating.probability ?? "NEGLIGIBLE");
}
