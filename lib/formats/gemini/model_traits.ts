/**
 * What a Gemini model can do, told by its name (Gemini API documentation, "Thinking" and "Gemini 3").
 *
 * @module
 */

type Level = "minimal" | "low" | "medium" | "high";

/** What renderers must know of a model. */
export interface ModelTraits {
  readonly thinking: "none" | "budget" | "level";
  /** Tokens that it can be told to think with. */
  readonly minBudget: number;
  readonly maxBudget: number;
  readonly canStopThinking: boolean;
  readonly levels: readonly Level[];
  /** It refuses a replayed call without a signature. */
  readonly needsSignatures: boolean;
  /** It reads images inside `functionResponse.parts`, and runs Google's tools beside functions. */
  readonly isThird: boolean;
}

const ALL_LEVELS: readonly Level[] = ["minimal", "low", "medium", "high"];

/** Traits by name. A name without a version is taken for a model that understands both ways. */
export function modelTraits(model: string): ModelTraits {
  const version = /gemini-(\d+)(?:\.(\d+))?/.exec(model);
  const major = version === null ? null : Number(version[1]);
  const minor = Number(version?.[2] ?? 0);
  const isThird = major !== null && major >= 3;
  return {
    thinking: isThird ? "level" : thinksByBudget(model, major, minor) ? "budget" : "none",
    minBudget: /flash-lite/.test(model) ? 512 : /pro/.test(model) ? 128 : 1,
    maxBudget: /pro/.test(model) || major === null ? 32_768 : 24_576,
    canStopThinking: !/pro/.test(model),
    levels: /pro/.test(model)
      ? (minor > 0 ? ["low", "medium", "high"] : ["low", "high"])
      : ALL_LEVELS,
    needsSignatures: isThird || /gemini-.*latest/.test(model),
    isThird,
  };
}

function thinksByBudget(model: string, major: number | null, minor: number): boolean {
  if (/gemma|learnlm|image|tts|embedding/.test(model)) return false;
  return major === null || (major === 2 && minor >= 5);
}
