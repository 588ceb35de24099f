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
