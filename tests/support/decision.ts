/** A decision of the router for tests. */
import type { Decision } from "../../lib/domain/routing.ts";

/** MEDIUM for `analyze`, with what a test wants to be different. */
export function decisionOf(change: Partial<Decision> = {}): Decision {
  return {
    strategy: "complexity",
    decidedBy: "score",
    scorer: "complexity",
    score: 0.25,
    tier: "MEDIUM",
    model: "openai/middle",
    standIns: [],
    servedBy: null,
    baselineModel: "openai/gpt-4o",
    contributions: [{ name: "reasoningMarkers", value: 0.25, found: "analyze" }],
    excluded: [],
    heldAgainst: null,
    fallbackReason: null,
    note: null,
    tookUs: 42,
    ...change,
  };
}
