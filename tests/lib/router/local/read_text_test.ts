import assert from "node:assert/strict";
import fc from "fast-check";
import { HEAD_WORDS, readText, TAIL_WORDS } from "../../../../lib/router/local/read_text.ts";

Deno.test("readText counts words, numbers, signs, options, questions and lines", () => {
  const reading = readText("Which is x^2 + 1 at 3?\nA. ten\n(B) eleven\nc) {12}");

  assert.deepEqual(reading, {
    words: ["which", "is", "x", "at", "ten", "eleven"],
    length: 10,
    numbers: 4,
    mathSigns: 2,
    codeSigns: 2,
    options: 3,
    questions: 1,
    lines: 4,
  });
});

Deno.test("readText passes over courtesy in several languages", () => {
  const plain = readText("Prove that 2 is prime.");
  for (
    const polite of [
      "Hello! Could you please prove that 2 is prime. Thank you very much!",
      "请帮我 prove that 2 is prime. 非常感谢",
      "Guten Tag, könnten Sie bitte prove that 2 is prime. Vielen Dank",
    ]
  ) assert.deepEqual(readText(polite).words, plain.words, polite);
});

Deno.test("readText gives Chinese terms in English, longest first", () => {
  const { words, length } = readText("分析分布式系统");

  assert.deepEqual(words, ["analyze", "distributed", "system"]);
  assert.ok(Math.abs(length - 7 * 0.6) < 1e-9);
});

Deno.test("readText looks up a limited number of words, of a long text its beginning and its end", () => {
  const text = Array.from({ length: 5000 }, (_, at) => at < 4000 ? "first" : "last").join(" ");

  const { words, length } = readText(text);

  assert.ok(words.length <= HEAD_WORDS + TAIL_WORDS);
  assert.equal(words[0], "first");
  assert.equal(words.at(-1), "last");
  assert.ok(Math.abs(length - 5000) < 500, `${length} words`);
});

Deno.test("readText reads every text alike in whatever case", () => {
  fc.assert(fc.property(fc.stringMatching(/^[ -~\n]*$/), (text) => {
    assert.deepEqual(readText(text.toUpperCase()), readText(text.toLowerCase()));
  }));
});
