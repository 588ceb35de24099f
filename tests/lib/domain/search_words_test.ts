import assert from "node:assert/strict";
import { bodyWords, holdsAll, searchTerms } from "../../../lib/domain/search_words.ts";

const body = (content: unknown) => JSON.stringify({ messages: [{ role: "user", content }] });
const finds = (typed: string, content: unknown) =>
  holdsAll(bodyWords([body(content), null]), searchTerms(typed));

const FOUND: readonly (readonly [typed: string, content: string])[] = [
  ["paris", "Weather in PARIS?"],
  ["weather paris", "Paris: the weather"],
  ["cafe", "un café"],
  ["CAFÉ", "un cafe"],
  ["wea*", "the weather"],
  ["line", "first\nline"],
  ["city", JSON.stringify({ city: "Rome\nagain" })],
  ["again", JSON.stringify({ city: "Rome\nagain" })],
  ["天气", "今天天气怎么样"],
  ["样", "今天天气怎么样"],
  ["ガイド", "旅行ガイドブック"],
  ["gpt4 天气", "gpt4天气"],
  ["ｆｕｌｌ", "full"],
  ["user_id", "the user_id of"],
  ["straße", "Die Straße"],
];

Deno.test("searchTerms finds words in any case, accent and script", () => {
  for (const [typed, content] of FOUND) assert.ok(finds(typed, content), typed);
});

const NOT_FOUND: readonly (readonly [typed: string, content: string])[] = [
  ["paris london", "Paris"],
  ["pari", "Paris"],
  ["messages", "the names of members are not text"],
  ["气天", "今天天气怎么样"],
  ["nline", "first\nline"],
];

Deno.test("searchTerms does not find what is not there", () => {
  for (const [typed, content] of NOT_FOUND) assert.ok(!finds(typed, content), typed);
});

Deno.test("searchTerms is empty for what holds no word", () => {
  assert.deepEqual(searchTerms(' ?! "" * '), []);
});

Deno.test("searchTerms holds nothing that could end a quotation", () => {
  for (const { word } of searchTerms(`a"b' OR c) -- NEAR(x y) ^z {col}: \0`)) {
    assert.match(word, /^[\p{L}\p{N}_]+$/u);
  }
});

Deno.test("bodyWords leaves out encoded data and takes other bodies as they are", () => {
  const image = `data:image/png;base64,${"QUJD/".repeat(100)}`;
  const words = bodyWords([
    body([{ image_url: image, b64: "abcd".repeat(100) }, "seen"]),
    "no json",
  ]);

  assert.deepEqual([...words].sort(), ["json", "no", "seen", "user"]);
});

Deno.test("bodyWords looks at the beginning and the end of long bodies", () => {
  const words = bodyWords([`first ${"middle ".repeat(5)}${"x ".repeat(60_000)}last`]);

  assert.ok(words.has("first") && words.has("last") && words.has("middle"));
});
