/**
 * Whether a model can do what a request needs. Only what is known to be missing counts: a model of
 * which nothing is known may be tried.
 *
 * @module
 */
import type { Needs } from "./prompt.ts";

/** What is known of a model; null: nothing. */
export interface ModelFacts {
  /** Longest prompt and answer together, tokens. */
  readonly contextTokens: number | null;
  readonly can: Readonly<Record<keyof Needs, boolean | null>>;
}

export const NOTHING_KNOWN: ModelFacts = {
  contextTokens: null,
  can: { tools: null, images: null, audio: null, files: null, schema: null },
};

/** A prompt's size. */
export interface PromptSize {
  /** Of the body: no token is shorter than a byte. */
  readonly bytes: number;
  /** Estimated; asked for only when the bytes leave room for doubt. */
  readonly tokens: () => number;
}

const WORDS: Readonly<Record<keyof Needs, string>> = {
  tools: "call tools",
  images: "see images",
  audio: "hear sound",
  files: "read files",
  schema: "answer in a given schema",
};

/** Why a model cannot serve; null when nothing speaks against it. */
export function whyUnfit(
  needs: Needs,
  size: PromptSize,
  { contextTokens, can }: ModelFacts,
): string | null {
  for (const [need, known] of Object.entries(can)) {
    if (isNeed(need) && needs[need] && known === false) return `It cannot ${WORDS[need]}.`;
  }
  if (contextTokens === null || size.bytes <= contextTokens) return null;
  const tokens = size.tokens();
  if (tokens <= contextTokens) return null;
  return `The prompt has about ${tokens} tokens, its context window ${contextTokens}.`;
}

const isNeed = (name: string): name is keyof Needs => name in WORDS;
