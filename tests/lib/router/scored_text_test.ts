import assert from "node:assert/strict";
import { scoredText } from "../../../lib/router/scored_text.ts";
import type { Prompt, Speaker } from "../../../lib/router/prompt.ts";

const NEEDS = { tools: false, images: false, audio: false, files: false, schema: false };
const prompt = (...said: readonly (readonly [Speaker, string])[]): Prompt => ({
  turns: said.map(([speaker, text]) => ({ speaker, texts: [text] })),
  needs: NEEDS,
});

Deno.test("scoredText: all of the user's messages, joined by one blank, and nothing else", () => {
  const said = prompt(["other", "system"], ["user", "a"], ["other", "b"], ["tool", "c"], [
    "user",
    "d",
  ]);

  assert.equal(scoredText(said, "user_messages"), "a d");
  assert.equal(scoredText(prompt(["other", "system"]), "user_messages"), "");
});

Deno.test("scoredText: the last turn comes with the newest result since then", () => {
  const table: readonly (readonly [Prompt, string])[] = [
    [prompt(["user", "old"], ["tool", "r0"], ["user", "new"]), "new"],
    [prompt(["user", "new"], ["tool", "r1"], ["other", "x"], ["tool", "r2"]), "new r2"],
    [prompt(["user", "said"], ["user", "  "]), "said"],
    [prompt(["tool", "r"]), ""],
  ];
  for (const [said, expected] of table) assert.equal(scoredText(said, "last_turn"), expected);
});

Deno.test("scoredText: of a long turn beginning and end are looked at", () => {
  const text = scoredText(
    prompt(["user", `begin${"x".repeat(50_000)}end`], ["tool", "r".repeat(50_000)]),
    "last_turn",
  );

  assert.equal(text.length, 6000 + 1 + 2000 + 1 + 2000);
  assert.ok(text.startsWith("begin") && text.includes("end r"));
});
