/**
 * Logged requests as lines for people.
 *
 * @module
 */
import { formatUsd } from "../domain/money.ts";
import type { LoggedRequest, LoggedRequestWithBodies } from "../store/request_logs.ts";
import { type Column, printable } from "./table.ts";

/** Widths make the lines of `--follow`, which come one by one, stand below each other. */
const fixed = (text: string, width: number): string => text.padEnd(width);
const right = (text: string, width: number): string => text.padStart(width);

/** The table of `logs`. Times are UTC. */
export const LOG_COLUMNS: readonly Column<LoggedRequest>[] = [
  {
    heading: "TIME",
    cell: ({ record }) => new Date(record.startedAtMs).toISOString().slice(0, 19).replace("T", " "),
  },
  { heading: "MODEL", cell: ({ record }) => fixed(modelText(record), 28) },
  { heading: "STATUS", cell: ({ record }) => fixed(statusText(record), 15) },
  { heading: "IN", cell: ({ record }) => right(count(record.promptTokens), 6), align: "right" },
  {
    heading: "OUT",
    cell: ({ record }) => right(count(record.completionTokens), 6),
    align: "right",
  },
  { heading: "MS", cell: ({ record }) => right(String(record.latencyMs), 6), align: "right" },
  { heading: "USD", cell: ({ record }) => right(costText(record), 9), align: "right" },
  { heading: "ID", cell: ({ record }) => record.id },
  { heading: "NOTES", cell: ({ record }) => notesText(record) },
];

type LogRecord = LoggedRequest["record"];

const modelText = ({ provider, modelUsed, modelRequested }: LogRecord): string =>
  provider === "" ? modelRequested : `${provider}/${modelUsed}`;

const statusText = ({ outcome, httpStatus }: LogRecord): string => `${httpStatus} ${outcome}`;

const count = (tokens: number | null): string => tokens === null ? "-" : String(tokens);

/** `~` marks a cost of tokens that we estimated. */
const costText = ({ costNanoUsd, isUsageEstimated }: LogRecord): string =>
  costNanoUsd === null ? "-" : (isUsageEstimated ? "~" : "") + formatUsd(costNanoUsd);

/** What was out of the ordinary: `2 attempts, 1 warning`. */
const notesText = ({ attempts, warnings }: LogRecord): string =>
  [
    attempts.length > 1 ? `${attempts.length} attempts` : "",
    warnings === null || warnings.length === 0 ? "" : counted(warnings.length, "warning"),
  ].filter((note) => note !== "").join(", ");

const counted = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? "" : "s"}`;

/** One request, every field that is set, then its bodies. */
export function requestText(fields: Readonly<Record<string, unknown>>): string[] {
  const set = Object.entries(fields).filter(([, value]) => !isUnset(value));
  const width = Math.max(...set.map(([name]) => name.length));
  return set.map(([name, value]) => {
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    return `${name.padEnd(width)}  ${printable(text)}`;
  });
}

const isUnset = (value: unknown): boolean =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** The bodies of one request under headings; JSON is indented. */
export function bodyText({ requestBody, responseBody }: LoggedRequestWithBodies): string[] {
  return [["Request", requestBody], ["Response", responseBody]].flatMap(([heading, body]) =>
    typeof body === "string" ? ["", `${heading}:`, harmless(indented(body))] : []
  );
}

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return body;
    throw error;
  }
}

/** Line ends and tabs stay; every other control character goes: a body must not steer the terminal. */
function harmless(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "�");
}
