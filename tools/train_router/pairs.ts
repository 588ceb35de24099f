/**
 * Pairs of models that the figures are about.
 *
 * @module
 */
import type { ModelPair } from "../../lib/router/eval/measure.ts";

export interface TestedPair extends ModelPair {
  readonly name: string;
  readonly benches: readonly string[];
  /** Benchmarks that are kept from training: the same, and those of the same makers. */
  readonly family: readonly string[];
}

const ZEROEVAL = ["zeroeval-crux", "zeroeval-math-l5", "zeroeval-mmlu-redux"];
const MMLU_PRO = ["mmlupro", "mmlupro-mmlu"];

const pair = (
  name: string,
  benches: readonly string[],
  family: readonly string[],
  strong: string,
  weak: string,
): TestedPair => ({ name, benches, family, strong, weak });

const one = (bench: string, family: readonly string[], strong: string, weak: string): TestedPair =>
  pair(bench, [bench], family, strong, weak);

export const PAIRS: readonly TestedPair[] = [
  one("routellm-mmlu", ["routellm-mmlu"], "gpt-4-1106-preview", "mixtral-8x7b-instruct"),
  one("mmlupro", MMLU_PRO, "llama-3.1-70b-instruct", "llama-3.1-8b-instruct"),
  one("mmlupro", MMLU_PRO, "gemini-1.5-pro-002", "gemini-1.5-flash-002"),
  one("mmlupro", MMLU_PRO, "qwen1.5-110b", "qwen1.5-7b-chat"),
  one("mmlupro", MMLU_PRO, "mathstral-7b", "command-r"),
  one("mmlupro-mmlu", MMLU_PRO, "llama-3.1-70b-instruct", "llama-3.1-8b-instruct"),
  one("mmlupro-mmlu", MMLU_PRO, "gemini-1.5-pro-002", "gemini-1.5-flash-002"),
  pair("zeroeval", ZEROEVAL, ZEROEVAL, "gpt-4o-2024-08-06", "gpt-4o-mini-2024-07-18"),
  pair("zeroeval", ZEROEVAL, ZEROEVAL, "claude-3-5-sonnet-20240620", "claude-3-haiku-20240307"),
  pair("zeroeval", ZEROEVAL, ZEROEVAL, "meta-llama-3.1-70b-instruct", "meta-llama-3.1-8b-instruct"),
  one("zeroeval-crux", ZEROEVAL, "gpt-4o-2024-08-06", "gpt-4o-mini-2024-07-18"),
  one("zeroeval-math-l5", ZEROEVAL, "claude-3-5-sonnet-20240620", "claude-3-haiku-20240307"),
  one("llmrouter", ["llmrouter"], "llama-3.1-nemotron-51b-instruct", "mistral-7b-instruct-v0.3"),
  one("llmrouter", ["llmrouter"], "llama-3.3-nemotron-super-49b-v1", "qwen2.5-7b-instruct"),
  one("llmrouter", ["llmrouter"], "gemma-2-9b-it", "codegemma-7b"),
  one("routerbench", ["routerbench"], "gpt-4-1106-preview", "mixtral-8x7b-chat"),
  one("routerbench", ["routerbench"], "claude-v1", "claude-instant-v1"),
  one("routerbench", ["routerbench"], "gpt-3.5-turbo-1106", "mistral-7b-chat"),
];
