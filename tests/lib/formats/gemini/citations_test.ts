import assert from "node:assert/strict";
import {
  quotationsIn,
  readCitations,
  renderCitations,
} from "../../../../lib/formats/gemini/citations.ts";

const TEXT = "Größe: 324 m. Bau: 1889.";
const GROUNDING = {
  groundingChunks: [{ web: { uri: "https://a.example", title: "A" } }, {
    web: { uri: "https://b.example" },
  }],
  groundingSupports: [
    { segment: { endIndex: 15, text: "Größe: 324 m." }, groundingChunkIndices: [0, 1] },
    { segment: { startIndex: 99, endIndex: 109, text: "Bau: 1889." }, groundingChunkIndices: [1] },
    { segment: { startIndex: 0, endIndex: 3, text: "nowhere" }, groundingChunkIndices: [0, 7] },
  ],
};

Deno.test("readCitations counts in characters and finds a segment whose offsets are off", () => {
  const found = readCitations(TEXT, GROUNDING, []);

  assert.deepEqual(found.map(({ url, title, start, end }) => [url, title, start, end]), [
    ["https://a.example", "A", 0, 13],
    ["https://b.example", null, 0, 13],
    ["https://b.example", null, 14, 24],
    ["https://a.example", "A", null, null],
  ]);
  assert.equal(found[0]?.citedText, "Größe: 324 m.");
});

Deno.test("readCitations reads quotations, also those beyond the text", () => {
  const list = quotationsIn({
    citationSources: [{ startIndex: 8, endIndex: 15, uri: "u" }, { startIndex: 90, endIndex: 99 }],
  });
  const found = readCitations(TEXT, undefined, list);

  assert.deepEqual(found.map(({ url, citedText, start }) => [url, citedText, start]), [
    ["u", " 324 m.".slice(0, 7), 6],
    [null, null, null],
  ]);
});

Deno.test("quotationsIn reads Vertex AI's name of the list and survives anything else", () => {
  assert.deepEqual(quotationsIn({ citations: [{ uri: "u" }, 7] }), [{ uri: "u" }]);
  assert.deepEqual(quotationsIn("x"), []);
});

Deno.test("renderCitations writes others' citations with one chunk for each source", () => {
  const raw = { format: "openai_chat", fields: {} } as const;
  const cite = (start: number, end: number) => ({
    url: "https://a.example",
    title: "A",
    citedText: TEXT.slice(start, end),
    start,
    end,
    raw,
  });
  const rendered = renderCitations([
    { text: TEXT, partIndex: 2, citations: [cite(0, 13), cite(14, 24)] },
  ]);

  assert.deepEqual(rendered, {
    groundingMetadata: {
      groundingChunks: [{ web: { uri: "https://a.example", title: "A" } }],
      groundingSupports: [
        {
          segment: { partIndex: 2, startIndex: 0, endIndex: 15, text: "Größe: 324 m." },
          groundingChunkIndices: [0],
        },
        {
          segment: { partIndex: 2, startIndex: 16, endIndex: 26, text: "Bau: 1889." },
          groundingChunkIndices: [0],
        },
      ],
    },
  });
});

Deno.test("renderCitations gives Gemini's own citations back", () => {
  const source = { startIndex: 8, endIndex: 15, uri: "u", license: "mit" };
  const citations = readCitations(TEXT, undefined, [source]);

  assert.deepEqual(renderCitations([{ text: TEXT, partIndex: 0, citations }]), {
    citationMetadata: { citationSources: [source] },
  });
  assert.deepEqual(renderCitations([]), {});
});
