/**
 * What Claude models take and refuse, by generation. A wrong setting is a 400 of theirs.
 *
 * Sources: Anthropic's model pages and migration guides up to Opus 5.5 and Sonnet 5.5 ("Extended
 * thinking", "Adaptive thinking", "Effort", "Structured outputs", "Prefill"), and the capability table
 * of the Vercel AI SDK's Anthropic provider (4.0).
 *
 * @module
 */

/** Levels of `output_config.effort`, rising. */
export const EFFORTS = ["low", "medium", "high", "xhigh", "max"] as const;
export type Effort = typeof EFFORTS[number];

/** What a model takes. */
export interface ModelTraits {
  /** The most tokens of one answer, thinking included. */
  readonly maxOutputTokens: number;
  /** `budget`: `enabled` with `budget_tokens`; `adaptive`: that and `output_config.effort`. */
  readonly thinking: "none" | "budget" | "adaptive";
  /** `enabled` with a budget is still taken. */
  readonly takesBudget: boolean;
  /** What switches thinking off; null where nothing does. `absent`: it is off unless asked for. */
  readonly thinkingOff: "absent" | "disabled" | "between_tools" | null;
  readonly efforts: readonly Effort[];
  /** `one`: temperature or top_p, not both; `none`: neither, and no top_k. */
  readonly sampling: "all" | "one" | "none";
  /** `tool_choice` `any` and `tool`. */
  readonly canForceTools: boolean;
  /** The conversation may end with the beginning of the answer. */
  readonly canPrefill: boolean;
  /** `output_config.format` and strict tools. */
  readonly hasStructuredOutput: boolean;
}

type Family = "opus" | "sonnet" | "haiku" | "fable" | "mythos";

interface Model {
  readonly family: Family;
  /** Major × 10 + minor; Infinity when the name tells none: it is then taken for the newest. */
  readonly version: number;
}

const FAMILIES: readonly Family[] = ["opus", "sonnet", "haiku", "fable", "mythos"];
const OLD_NAME = /claude-(?:v)?(\d)(?:-(\d{1,2}))?-(opus|sonnet|haiku)/;
const NEW_NAME = /(opus|sonnet|haiku|fable|mythos)(?:-(\d{1,2})(?!\d)(?:-(\d{1,2})(?!\d))?)?/;

/** For models of others that speak Anthropic's format. */
const FOREIGN: ModelTraits = {
  maxOutputTokens: 8192,
  thinking: "budget",
  takesBudget: true,
  thinkingOff: "disabled",
  efforts: [],
  sampling: "all",
  canForceTools: true,
  canPrefill: true,
  hasStructuredOutput: false,
};

/** The traits of a model by its name (`claude-opus-4-5-20251101`, `anthropic/claude-4.7-opus`). */
export function traitsOf(name: string): ModelTraits {
  const model = readName(name);
  if (model === null) return FOREIGN;
  const { family, version } = model;
  const isAlwaysThinking = family === "fable" || family === "mythos" ||
    (family === "opus" && version >= 55);
  return {
    maxOutputTokens: maxOutputTokens(model),
    thinking: version < 37 ? "none" : version < 46 ? "budget" : "adaptive",
    takesBudget: version >= 37 && version < 47,
    thinkingOff: isAlwaysThinking
      ? null
      : version < 50
      ? "absent"
      : family === "sonnet" && version >= 55
      ? "between_tools"
      : "disabled",
    efforts: efforts(model),
    sampling: version < 41 ? "all" : version < 47 ? "one" : "none",
    canForceTools: version < 51 || family === "haiku" || version === Infinity,
    canPrefill: version < 46,
    hasStructuredOutput: version >= 45 || (family === "opus" && version >= 41),
  };
}

function maxOutputTokens({ family, version }: Model): number {
  if (version < 35) return 4096;
  if (version < 37) return 8192;
  if (family === "opus" && version < 45) return 32_000;
  return version < 46 ? 64_000 : 128_000;
}

function efforts({ family, version }: Model): readonly Effort[] {
  if (version < 45 || (version === 45 && family !== "opus")) return [];
  if (version === 45) return ["low", "medium", "high"];
  return version === 46 ? ["low", "medium", "high", "max"] : EFFORTS;
}

function readName(name: string): Model | null {
  const text = name.toLowerCase().replaceAll(".", "-");
  if (!text.includes("claude")) return null;
  const old = OLD_NAME.exec(text);
  if (old !== null) return modelOf(old[3], old[1], old[2]);
  const match = NEW_NAME.exec(text);
  if (match !== null) return modelOf(match[1], match[2], match[3]);
  return /claude-(?:instant|v?[12])\b/.test(text) ? modelOf("opus", "2", "0") : modelOf("opus");
}

function modelOf(family: string | undefined, major?: string, minor?: string): Model {
  return {
    family: FAMILIES.find((one) => one === family) ?? "opus",
    version: major === undefined ? Infinity : Number(major) * 10 + Number(minor ?? 0),
  };
}
