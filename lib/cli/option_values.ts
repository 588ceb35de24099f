/**
 * Values of options that are more than a text.
 *
 * @module
 */
import { InvalidArgumentError } from "commander";

/** For commander: a whole number from 0. */
export function integerOption(text: string): number {
  const value = Number(text);
  if (/^\d{1,9}$/.test(text)) return value;
  throw new InvalidArgumentError("It must be a whole number.");
}

/** For commander: texts with commas between them. */
export function listOption(text: string): readonly string[] {
  return text.split(",").map((part) => part.trim()).filter((part) => part !== "");
}

/** For commander: `name=value`, given once or several times. */
export function tagOption(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const equals = text.indexOf("=");
  if (equals > 0) return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
  throw new InvalidArgumentError("Write name=value.");
}

/** For commander: `unit=dollars`, given once or several times. */
export function priceOption(
  text: string,
  before: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  const [, unit, usd] = /^(\w+)=(\d+(?:\.\d+)?)$/.exec(text.trim()) ?? [];
  if (unit !== undefined && usd !== undefined) return { ...before, [unit]: Number(usd) };
  throw new InvalidArgumentError("Write unit=dollars, as in input_mtok=0.5.");
}
