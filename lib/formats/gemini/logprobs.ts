/**
 * Log probabilities: Gemini's `logprobsResult` and OpenAI's `{content: [...]}`.
 *
 * @module
 */
import { isObject, type JsonObject, textAt } from "../json/guards.ts";

const encoder = new TextEncoder();

/** OpenAI's shape of a `logprobsResult`; undefined when it names no token. */
export function readLogprobs(result: unknown): JsonObject | undefined {
  if (!isObject(result) || !Array.isArray(result.chosenCandidates)) return undefined;
  const steps: readonly unknown[] = Array.isArray(result.topCandidates) ? result.topCandidates : [];
  const content = result.chosenCandidates.map((chosen: unknown, i) => {
    const step = steps[i];
    const top = isObject(step) && Array.isArray(step.candidates) ? step.candidates : [];
    return { ...readToken(chosen), top_logprobs: top.map(readToken) };
  });
  return content.length === 0 ? undefined : { content };
}

function readToken(candidate: unknown): JsonObject {
  const token = textAt(candidate, "token") ?? "";
  // A probability of 1 has the logarithm 0, which Google's JSON leaves out.
  const logprob = isObject(candidate) ? candidate.logProbability ?? 0 : 0;
  return { token, logprob, bytes: [...encoder.encode(token)] };
}

/** Gemini's `logprobsResult` for log probabilities in OpenAI's shape. */
export function renderLogprobs(logprobs: JsonObject): JsonObject | undefined {
  const content = Array.isArray(logprobs.content) ? logprobs.content.filter(isObject) : [];
  if (content.length === 0) return undefined;
  const chosenCandidates = content.map(renderToken);
  const topCandidates = content.map(({ top_logprobs: top }) => ({
    candidates: Array.isArray(top) ? top.filter(isObject).map(renderToken) : [],
  }));
  return { chosenCandidates, topCandidates };
}

function renderToken({ token, logprob }: JsonObject): JsonObject {
  return { token, logProbability: logprob };
}
