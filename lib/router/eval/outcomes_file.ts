/**
 * Reads recorded outcomes: JSON lines of `{ text, outcomes: { model: 0…1 }, costs?: { model: usd },
 * bench?, id? }`. `m` and `c` are read as `outcomes` and `costs` too.
 *
 * @module
 */
import { FlowError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";

/** A prompt and what came of it. */
export interface OutcomeRow {
  readonly text: string;
  /** `all` when the file names none. */
  readonly bench: string;
  /** Model → how well it did, 0 to 1. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Model → US dollars. */
  readonly costs: ReadonlyMap<string, number>;
}

/** @throws FlowError `invalid_request` that names the line */
export function parseOutcomes(content: string): readonly OutcomeRow[] {
  return content.split("\n").flatMap((line, at) =>
    line.trim() === "" ? [] : [parseRow(line, at + 1)]
  );
}

function parseRow(line: string, number: number): OutcomeRow {
  const row = parseObject(line, number);
  const { text, bench } = row;
  if (typeof text !== "string") throw wrong(number, '"text" must be a string');
  if (bench !== undefined && typeof bench !== "string") {
    throw wrong(number, '"bench" must be a string');
  }
  return {
    text,
    bench: bench ?? "all",
    outcomes: numbers(row["outcomes"] ?? row["m"], number, "outcomes", 1),
    costs: numbers(row["costs"] ?? row["c"] ?? {}, number, "costs", Infinity),
  };
}

function parseObject(line: string, number: number): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw wrong(number, "it is no JSON", error);
  }
  if (!isObject(value)) throw wrong(number, "it must be a JSON object");
  return value;
}

function numbers(
  value: unknown,
  number: number,
  name: string,
  most: number,
): ReadonlyMap<string, number> {
  if (!isObject(value)) throw wrong(number, `"${name}" must be an object of model and number`);
  return new Map(
    Object.entries(value).map(([model, one]) => {
      if (typeof one === "number" && one >= 0 && one <= most) return [model, one] as const;
      const range = most === Infinity ? "0 or more" : `from 0 to ${most}`;
      throw wrong(number, `"${name}" of "${model}" must be a number ${range}`);
    }),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(number: number, rule: string, cause?: unknown): FlowError {
  return new FlowError("invalid_request", `Cannot read outcomes: line ${number}: ${rule}.`, {
    cause,
  });
}
