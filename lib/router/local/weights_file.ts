/**
 * The file that holds the model: `FLOWRTR1`, length and CRC-32 of what follows (32 bits each, little
 * endian), then a JSON head (its length first, 32 bits), the words, their rarity, their vectors.
 *
 * @module
 */
import { FlowError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { crc32 } from "./checksum.ts";
import { PLAIN_FEATURES } from "./features.ts";
import type { WordTable } from "./word_table.ts";

/** A trained model. Numbers per feature: the plain features, then the vector's. */
export interface Weights {
  readonly table: WordTable;
  /** What each feature adds to the raw score per unit. */
  readonly weights: Float64Array;
  /** Averages of the features over the prompts that were trained on. */
  readonly means: Float64Array;
  /** Their spread: each plain feature's own, one common one for the vector. */
  readonly spreads: Float64Array;
  /** The raw score's zero and unit: log-odds of the score = (raw − rawMean) / rawSpread. */
  readonly rawMean: number;
  readonly rawSpread: number;
  /** Scores that 0 %, 1 % … 100 % of those prompts reach at most; rising. */
  readonly quantiles: Float64Array;
}

const MAGIC = new TextEncoder().encode("FLOWRTR1");
const FRAME = MAGIC.length + 8;

export function writeWeights(model: Weights): Uint8Array {
  const { table } = model;
  const words = new TextEncoder().encode(table.words.join("\n"));
  const head = new TextEncoder().encode(JSON.stringify({
    dimensions: table.dimensions,
    words: table.words.length,
    wordBytes: words.length,
    features: PLAIN_FEATURES,
    scales: [...table.scales],
    weights: [...model.weights],
    means: [...model.means],
    spreads: [...model.spreads],
    raw: [model.rawMean, model.rawSpread],
    quantiles: [...model.quantiles],
  }));
  const vectors = new Uint8Array(table.vectors.buffer);
  const size = 4 + head.length + words.length + table.rarity.length + vectors.length;
  const file = new Uint8Array(FRAME + size);
  const view = new DataView(file.buffer);
  file.set(MAGIC);
  view.setUint32(FRAME, head.length, true);
  let at = FRAME + 4;
  for (const part of [head, words, table.rarity, vectors]) {
    file.set(part, at);
    at += part.length;
  }
  view.setUint32(MAGIC.length, size, true);
  view.setUint32(MAGIC.length + 4, crc32(file.subarray(FRAME)), true);
  return file;
}

/** @throws FlowError `internal` when the file is damaged or of another version */
export function readWeights(file: Uint8Array): Weights {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < FRAME + 4 || MAGIC.some((byte, at) => file[at] !== byte)) {
    throw damaged("it does not begin with FLOWRTR1");
  }
  const size = view.getUint32(MAGIC.length, true);
  if (size !== file.length - FRAME) {
    throw damaged(`it says ${size} bytes follow, and ${file.length - FRAME} do`);
  }
  if (crc32(file.subarray(FRAME)) !== view.getUint32(MAGIC.length + 4, true)) {
    throw damaged("its checksum does not match");
  }
  const headSize = view.getUint32(FRAME, true);
  const head = readHead(file.subarray(FRAME + 4, FRAME + 4 + headSize));
  return assemble(head, file, FRAME + 4 + headSize);
}

function assemble(head: JsonObject, file: Uint8Array, start: number): Weights {
  const count = integer(head, "words"), dimensions = integer(head, "dimensions");
  const wordBytes = integer(head, "wordBytes");
  const rarityAt = start + wordBytes, vectorsAt = rarityAt + count;
  if (vectorsAt + count * dimensions !== file.length) throw damaged("its parts do not fill it");
  if (JSON.stringify(head["features"]) !== JSON.stringify(PLAIN_FEATURES)) {
    throw damaged("it was made for other features");
  }
  const words = new TextDecoder().decode(file.subarray(start, rarityAt)).split("\n");
  if (words.length !== count) throw damaged(`it holds ${words.length} words instead of ${count}`);
  const features = PLAIN_FEATURES.length + dimensions;
  const [rawMean = 0, rawSpread = 1] = numbers(head, "raw", 2);
  return {
    table: {
      words,
      rows: new Map(words.map((word, row) => [word, row])),
      dimensions,
      vectors: new Int8Array(file.slice(vectorsAt).buffer),
      scales: numbers(head, "scales", dimensions),
      rarity: file.slice(rarityAt, vectorsAt),
    },
    weights: numbers(head, "weights", features),
    means: numbers(head, "means", features),
    spreads: numbers(head, "spreads", features),
    rawMean,
    rawSpread,
    quantiles: numbers(head, "quantiles", 101),
  };
}

function readHead(bytes: Uint8Array): JsonObject {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as JsonObject;
  } catch (error) {
    throw damaged("its head is no JSON", error);
  }
}

function integer(head: JsonObject, name: string): number {
  const value = head[name];
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) {
    throw damaged(`${name} must be a positive integer`);
  }
  return value;
}

function numbers(head: JsonObject, name: string, count: number): Float64Array {
  const values: unknown = head[name];
  if (!Array.isArray(values) || values.length !== count || !values.every(Number.isFinite)) {
    throw damaged(`${name} must be ${count} finite numbers`);
  }
  return Float64Array.from(values);
}

function damaged(what: string, cause?: unknown): FlowError {
  const message = `Cannot read the classifier's weights: ${what}. Install the program again.`;
  return new FlowError("internal", message, { cause });
}
