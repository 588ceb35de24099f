/**
 * A decision for people: one line for a header, and sentences.
 *
 * @module
 */
import type { Decision } from "../domain/routing.ts";

/** `complexity; tier=MEDIUM; score=0.25; us=42`, and what else was out of the ordinary. */
export function decisionHeader(decision: Decision): string {
  const { strategy, scorer, decidedBy, tier, score, servedBy, heldAgainst, excluded } = decision;
  const parts = [scorer ?? (tier === "DIRECT" ? "off" : decidedBy), `tier=${tier}`];
  if (scorer !== null && score !== null) parts.push(`score=${score}`);
  if (scorer !== null && scorer !== strategy) parts.push(`instead_of=${strategy}`);
  if (heldAgainst !== null) parts.push(`held_against=${heldAgainst}`);
  if (servedBy !== null) parts.push(`served_by=${servedBy}`);
  if (excluded.length > 0) parts.push(`excluded=${excluded.length}`);
  parts.push(`us=${decision.tookUs}`);
  return parts.join("; ");
}

/** The decision in sentences, one a line. */
export function decisionLines(decision: Decision): string[] {
  const { contributions, standIns, excluded, note } = decision;
  const lines = [`${decision.model}: ${why(decision)}`];
  for (const { name, value, found } of contributions) {
    if (value === 0 && found === "") continue;
    const sign = value < 0 ? "-" : "+";
    const amount = Math.abs(value).toFixed(4);
    lines.push(`  ${sign} ${amount}  ${name}${found === "" ? "" : ` (${found})`}`);
  }
  if (decision.fallbackReason !== null) {
    lines.push(`The complexity score stood in for the classifier: ${decision.fallbackReason}`);
  }
  if (decision.heldAgainst !== null) {
    lines.push(`The score alone says ${decision.heldAgainst}; the session keeps its tier.`);
  }
  for (const { model, reason } of excluded) lines.push(`${model} was passed over: ${reason}`);
  if (decision.servedBy !== null) lines.push(`The model is that of ${decision.servedBy}.`);
  if (standIns.length > 0) lines.push(`If it fails: ${standIns.join(", ")}.`);
  if (note !== null) lines.push(note);
  if (decision.baselineModel !== null) lines.push(`Asked for: ${decision.baselineModel}.`);
  lines.push(`Decided in ${decision.tookUs} µs.`);
  return lines;
}

function why({ tier, scorer, score, decidedBy }: Decision): string {
  if (tier === "DIRECT") return "not routed";
  if (scorer === null) {
    return `${tier}, by the ${decidedBy === "alias" ? "model's name" : "header"}`;
  }
  return `${tier}, ${scorer} score ${score}`;
}
