/**
 * What query parameters can hold. They arrive as text; each schema here turns the text into a value
 * and stands as that value's type in the OpenAPI document.
 *
 * @module
 */
import { z } from "zod";

/** Digits only: `Number` alone would take "", "1e3" and "0x10" as well. */
const toNumber = (text: unknown): unknown =>
  typeof text === "string" && /^-?\d{1,15}$/.test(text) ? Number(text) : text;

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  "1": true,
  false: false,
  "0": false,
};
const toBoolean = (text: unknown): unknown =>
  typeof text === "string" && Object.hasOwn(BOOLEANS, text) ? BOOLEANS[text] : text;

const toList = (value: unknown): unknown => typeof value === "string" ? [value] : value;

/** A whole number from `min` to `max`. Add `.default(n)` or `.optional()`. */
export const wholeNumber = (min: number, max: number) =>
  z.preprocess(toNumber, z.int().min(min).max(max));

/** `true`, `1`, `false` or `0`. */
export const yesOrNo = z.preprocess(toBoolean, z.boolean());

/** A parameter that may be given several times. */
export const several = <S extends z.ZodType>(each: S) => z.preprocess(toList, z.array(each));

/** A moment: ISO 8601 with its offset, in any time zone. */
export const moment = z.iso.datetime({ offset: true });

/** What stands in a path in place of `{id}`. */
export const idInPath = z.strictObject({ id: z.string().min(1).max(200) });
