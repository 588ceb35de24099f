/**
 * The index of words over the bodies; runs in the writer worker. It follows the log some seconds late,
 * many rows at once: a batch of its own for every few rows would cost several times as much. Whoever
 * searches looks through the newest bodies one by one.
 *
 * @module
 */
import { bodyWords } from "../domain/search_words.ts";
import type { Connection } from "./connection.ts";

/** How much to do in one step. */
export interface IndexStep {
  readonly maxRows: number;
  /** Of bodies; one that is larger is still taken, alone. */
  readonly maxBytes: number;
}

/** What a step did. */
export interface IndexReport {
  readonly rows: number;
  /** Whether there is nothing left. */
  readonly isComplete: boolean;
}

const INDEXED_UP_TO = "SELECT indexed_up_to AS seq FROM statistics_progress";
const NEWEST = "SELECT coalesce(max(seq), 0) AS seq FROM request_logs";
const SIZES = `SELECT seq, coalesce(octet_length(request_body), 0) +
    coalesce(octet_length(response_body), 0) + coalesce(octet_length(response_text), 0) AS bytes
  FROM request_bodies WHERE seq > ? ORDER BY seq LIMIT ?`;
const BODIES = `SELECT seq, request_body, response_body, response_text FROM request_bodies
  WHERE seq > ? AND seq <= ? ORDER BY seq`;
const INSERT = "INSERT INTO body_words (rowid, words) VALUES (?, ?)";
const SET_INDEXED = "UPDATE statistics_progress SET indexed_up_to = ?";

interface Bodies {
  readonly seq: number;
  readonly request_body: string | null;
  readonly response_body: string | null;
  readonly response_text: string | null;
}

/** Puts the next rows into the index. */
export function indexBodies(connection: Connection, step: IndexStep): IndexReport {
  const from = seqOf(connection, INDEXED_UP_TO);
  const newest = seqOf(connection, NEWEST);
  const sizes = connection.execute(SIZES, [from, step.maxRows]).rows as SizedBody[];
  const taken = withinBytes(sizes, step.maxBytes);
  const isComplete = taken.length === sizes.length && sizes.length < step.maxRows;
  const upTo = isComplete ? Math.max(newest, from) : taken.at(-1)?.seq ?? from;
  if (upTo === from) return { rows: 0, isComplete };
  // Finding the words takes longer than writing them, so it comes before the transaction.
  const rows = (connection.execute(BODIES, [from, upTo]).rows as Bodies[]).map((bodies) => ({
    seq: bodies.seq,
    words: [...bodyWords([bodies.request_body, bodies.response_body, bodies.response_text])]
      .join(" "),
  }));
  return connection.transaction(() => {
    // Another process was quicker.
    if (seqOf(connection, INDEXED_UP_TO) !== from) return { rows: 0, isComplete: false };
    for (const { seq, words } of rows) if (words !== "") connection.execute(INSERT, [seq, words]);
    connection.execute(SET_INDEXED, [upTo]);
    return { rows: rows.length, isComplete };
  });
}

interface SizedBody {
  readonly seq: number;
  readonly bytes: number;
}

/** As many from the start as fit, and at least one. */
function withinBytes(sizes: readonly SizedBody[], maxBytes: number): readonly SizedBody[] {
  let total = 0;
  const end = sizes.findIndex(({ bytes }, index) => (total += bytes) > maxBytes && index > 0);
  return end === -1 ? sizes : sizes.slice(0, end);
}

function seqOf(connection: Connection, sql: string): number {
  const [row] = connection.execute(sql).rows as { readonly seq: number }[];
  return row?.seq ?? 0;
}
