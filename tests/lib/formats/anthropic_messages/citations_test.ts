import assert from "node:assert/strict";
import {
  answerCitation,
  nativeCitation,
  readCitation,
  readCitations,
} from "../../../../lib/formats/anthropic_messages/citations.ts";

const NATIVE = {
  type: "char_location",
  cited_text: "Ruby",
  document_index: 0,
  document_title: "Facts",
  start_char_index: 0,
  end_char_index: 4,
};

Deno.test("readCitation keeps a citation of Anthropic's as it is", () => {
  const citation = readCitation(NATIVE);

  assert.deepEqual([citation.title, citation.citedText], ["Facts", "Ruby"]);
  assert.deepEqual(nativeCitation(citation), NATIVE);
  assert.deepEqual(answerCitation(citation), NATIVE);
});

Deno.test("answerCitation makes a foreign source a search result that is no proof to Anthropic", () => {
  const foreign = {
    url: "https://a.example",
    title: "A",
    citedText: null,
    start: 0,
    end: 3,
    raw: { format: "openai_chat", fields: {} },
  } as const;

  const written = answerCitation(foreign);
  const back = readCitation(written ?? {});

  assert.equal(written?.type, "web_search_result_location");
  assert.deepEqual([back.url, back.title], ["https://a.example", "A"]);
  assert.equal(nativeCitation(back), null);
});

Deno.test("answerCitation has nothing for a foreign source without an address", () => {
  const raw = { format: "gemini", fields: {} } as const;
  const none = { url: null, title: "A", citedText: null, start: null, end: null, raw };

  assert.equal(answerCitation(none), null);
});

Deno.test("readCitations is undefined where there are none", () => {
  assert.equal(readCitations(null), undefined);
  assert.equal(readCitations([]), undefined);
  assert.equal(readCitations([NATIVE])?.length, 1);
});
