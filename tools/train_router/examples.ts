/**
 * From the data to what a fit takes: the same for training and for the figures about it.
 *
 * @module
 */
import { seededRandom } from "../../lib/router/eval/seeded_random.ts";
import type { WordTable } from "../../lib/router/local/word_table.ts";
import { mayTrain, readRows, readWordVectors, type Row } from "./data.ts";
import { withoutDuplicates } from "./duplicates.ts";
import { type Example, featuresOf } from "./fit.ts";
import { reword } from "./reword.ts";
import { chooseWords, findSynonyms, makeTable } from "./word_table.ts";

export const DIMENSIONS = 48;
export const SEED = 20_240_601;

export interface Prepared {
  /** Every row, also those that are compared with only. */
  readonly all: readonly Row[];
  readonly leftOutAsDuplicates: number;
  readonly comparedOnly: number;
  readonly table: WordTable;
  /** Rows that may be trained on. */
  readonly examples: readonly Example[];
}

export async function prepare(folder: string): Promise<Prepared> {
  const all = await readRows(folder);
  const allowed = all.filter(mayTrain);
  const rows = withoutDuplicates(allowed, all.filter((row) => !mayTrain(row)));
  const words = chooseWords(await readWordVectors(folder), rows.map(({ text }) => text));
  const table = makeTable(words, DIMENSIONS);
  const synonyms = findSynonyms(words);
  const random = seededRandom(SEED);
  return {
    all,
    leftOutAsDuplicates: allowed.length - rows.length,
    comparedOnly: all.length - allowed.length,
    table,
    examples: rows.map((row) => ({
      row,
      features: featuresOf(row.text, table),
      reworded: reword(row.text, synonyms, random).map((text) => featuresOf(text, table)),
    })),
  };
}
