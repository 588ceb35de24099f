import assert from "node:assert/strict";
import type { Decision } from "../../../lib/domain/routing.ts";
import { undecided } from "../../../lib/router/decide.ts";
import { decisionHeader, decisionLines } from "../../../lib/router/decision_text.ts";

const DECISION: Decision = {
  ...undecided("m", null),
  strategy: "complexity",
  scorer: "complexity",
  score: 0.25,
  tier: "MEDIUM",
  contributions: [
    { name: "tokenCount", value: 0, found: "3 words" },
    { name: "codePresence", value: 0, found: "" },
    { name: "reasoningMarkers", value: 0.25, found: "analyze" },
    { name: "simpleIndicators", value: -0.15, found: "hello" },
  ],
  tookUs: 42,
};

Deno.test("decisionHeader is one short line", () => {
  assert.equal(decisionHeader(DECISION), "complexity; tier=MEDIUM; score=0.25; us=42");
  assert.equal(
    decisionHeader({
      ...DECISION,
      strategy: "classifier",
      fallbackReason: "No.",
      heldAgainst: "SIMPLE",
      servedBy: "COMPLEX",
      excluded: [{ model: "m", reason: "No." }],
    }),
    "complexity; tier=MEDIUM; score=0.25; instead_of=classifier; held_against=SIMPLE; " +
      "served_by=COMPLEX; excluded=1; us=42",
  );
  assert.equal(
    decisionHeader({ ...DECISION, scorer: null, score: null, decidedBy: "alias" }),
    "alias; tier=MEDIUM; us=42",
  );
  assert.equal(decisionHeader({ ...undecided("m", null), tookUs: 0 }), "off; tier=DIRECT; us=0");
});

Deno.test("decisionLines tell what made the score, and leave out what did not", () => {
  assert.deepEqual(decisionLines(DECISION), [
    "m: MEDIUM, complexity score 0.25",
    "  + 0.0000  tokenCount (3 words)",
    "  + 0.2500  reasoningMarkers (analyze)",
    "  - 0.1500  simpleIndicators (hello)",
    "Decided in 42 µs.",
  ]);
});

Deno.test("decisionLines tell everything out of the ordinary", () => {
  const text = decisionLines({
    ...DECISION,
    fallbackReason: "It is ill.",
    heldAgainst: "SIMPLE",
    servedBy: "COMPLEX",
    excluded: [{ model: "x", reason: "It is blind." }],
    standIns: ["y"],
    note: "A note.",
    baselineModel: "gpt-4o",
  }).join("\n");

  for (
    const part of [
      "It is ill.",
      "says SIMPLE",
      "COMPLEX",
      "x was passed over",
      "y",
      "A note.",
      "gpt-4o",
    ]
  ) {
    assert.ok(text.includes(part), part);
  }
});
