import assert from "node:assert/strict";
import {
  annotationOf,
  readAnnotations,
  readSources,
} from "../../../../lib/formats/openai_chat/annotations.ts";

const annotation = {
  type: "url_citation",
  url_citation: { url: "https://a.test", title: "A", start_index: 3, end_index: 9, content: "…" },
};

Deno.test("readAnnotations reads a citation, nested as OpenAI has it or flat", () => {
  const [nested] = readAnnotations([annotation]);
  const [flat] = readAnnotations([{ type: "url_citation", ...annotation.url_citation }]);

  assert.deepEqual(nested, {
    url: "https://a.test",
    title: "A",
    citedText: "…",
    start: 3,
    end: 9,
    raw: { format: "openai_chat", fields: annotation },
  });
  assert.deepEqual({ ...flat, raw: null }, { ...nested, raw: null });
  assert.deepEqual(readAnnotations(undefined), []);
});

Deno.test("annotationOf is the inverse, moved by where the part begins", () => {
  const [citation] = readAnnotations([annotation]);
  assert.ok(citation);

  assert.deepEqual(annotationOf(citation, { offset: 0, length: 20 }), annotation);
  const moved = annotationOf(citation, { offset: 10, length: 20 });
  assert.deepEqual(moved?.url_citation, {
    ...annotation.url_citation,
    start_index: 13,
    end_index: 19,
  });
});

Deno.test("annotationOf cites the whole part when no offsets are given", () => {
  const citation = {
    url: "https://b.test",
    title: null,
    citedText: null,
    start: null,
    end: null,
    raw: { format: "anthropic_messages" as const, fields: {} },
  };

  assert.deepEqual(annotationOf(citation, { offset: 5, length: 7 })?.url_citation, {
    url: "https://b.test",
    title: "https://b.test",
    start_index: 5,
    end_index: 12,
  });
  assert.equal(annotationOf({ ...citation, url: null }, { offset: 0, length: 1 }), null);
});

Deno.test("annotationOf gives a kind without an address back to its own format", () => {
  const file = { type: "file", file: { hash: "h" } };
  const [citation] = readAnnotations([file]);
  assert.ok(citation);

  assert.deepEqual(annotationOf(citation, { offset: 0, length: 1 }), file);
});

Deno.test("readSources prefers Perplexity's results, which have titles, over bare addresses", () => {
  const results = [{ title: "T", url: "https://c.test", snippet: "S" }];

  const rich = readSources({ citations: ["https://c.test"], search_results: results });
  const bare = readSources({ citations: ["https://c.test"] });

  assert.deepEqual([rich[0]?.title, rich[0]?.citedText, rich.length], ["T", "S", 1]);
  assert.deepEqual([bare[0]?.title, bare[0]?.url], [null, "https://c.test"]);
  assert.deepEqual(readSources({}), []);
});
