/**
 * What queries of ours can call besides SQLite's own functions.
 *
 * @module
 */
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import {
  addEncoded,
  classOf,
  countClass,
  encode,
  type Histogram,
  sumOfEncoded,
} from "../domain/histogram.ts";
import { bodyWords, holdsAll, type SearchTerm } from "../domain/search_words.ts";

/**
 * Makes them known to a connection:
 * - `add_histograms(a, b)`: the sum of two encoded histograms
 * - `histogram(x)`: of all that are not null, an aggregate; x is a duration, ms, or a histogram
 * - `tag_values(user_tag, tags)`: the values of the dimension `tag` that a row has, a JSON array
 * - `holds_terms(request_body, response_body, response_text, terms)`: whether a search finds them
 */
export function registerFunctions(database: DatabaseSync): void {
  const pure = { deterministic: true };
  database.function("add_histograms", pure, (a, b) => {
    const [one, other] = [bytesOf(a), bytesOf(b)];
    if (other.length === 0) return one;
    return one.length === 0 ? other : sumOfEncoded(one, other);
  });
  database.aggregate("histogram", {
    ...pure,
    start: () => new Accumulator(),
    step: (group: Accumulator, value) => {
      group.add(value);
      return group;
    },
    result: (group: Accumulator) => group.encoded(),
  });
  database.function(
    "tag_values",
    pure,
    (userTag, tags) => JSON.stringify(tagValues(textOf(userTag), textOf(tags))),
  );
  database.function("holds_terms", pure, (request, response, text, terms) => {
    const conditions = JSON.parse(textOf(terms) ?? "[]") as SearchTerm[];
    const words = bodyWords([textOf(request), textOf(response), textOf(text)]);
    return holdsAll(words, conditions) ? 1 : 0;
  });
}

/** The tags of a row as values of one dimension: the user's tag, and `name=value`; each once. */
export function tagValues(userTag: string | null, tags: string | null): string[] {
  const values = new Set<string>();
  if (userTag !== null && userTag !== "") values.add(userTag);
  const labels = tags === null ? {} : JSON.parse(tags) as Record<string, string>;
  for (const [name, value] of Object.entries(labels)) values.add(`${name}=${value}`);
  return [...values];
}

/**
 * A sum of histograms. What an aggregate keeps per group has to be of a kind that SQLite could store:
 * it is, and empty. Many groups have few members.
 */
class Accumulator extends Uint8Array {
  /** The sum of the first few, encoded as they came. */
  #few = new Uint8Array();
  #members = 0;
  /** The sum of all further ones. */
  readonly #more: Histogram = new Map();

  constructor() {
    super(0);
  }

  /** Adds a histogram or a duration; anything else is nothing. */
  add(value: SQLInputValue): void {
    if (typeof value === "number") countClass(this.#more, classOf(value), 1);
    if (!(value instanceof Uint8Array) || value.length === 0) return;
    this.#members++;
    if (this.#members === 1) this.#few = new Uint8Array(value);
    else if (this.#members <= FEW) this.#few = sumOfEncoded(this.#few, value);
    else addEncoded(this.#more, value);
  }

  encoded(): Uint8Array {
    if (this.#more.size === 0) return this.#few;
    addEncoded(this.#more, this.#few);
    return encode(this.#more);
  }
}

/** So many are added up without being decoded. */
const FEW = 6;

const bytesOf = (value: SQLInputValue): Uint8Array =>
  value instanceof Uint8Array ? value : new Uint8Array();

const textOf = (value: SQLInputValue): string | null => typeof value === "string" ? value : null;
