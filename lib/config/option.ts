/**
 * Building blocks of the configuration schema: every option is one call that states its type, its
 * limits, its default, its unit and its meaning. All else (checks, the listing, the messages, the
 * test of the example file) is derived from that call.
 *
 * @module
 */
import { z } from "zod";

/** How the text of a flag or an environment variable becomes a value of this option. */
export type OptionKind = "string" | "integer" | "number" | "boolean" | "list" | "map";

/** What is known of one option beside its zod type. */
export interface OptionFacts {
  readonly kind: OptionKind;
  /** Completes the sentence "‹path› must be …". */
  readonly rule: string;
  /** Unit of the value (`ms`, `MiB`); empty when it has none. */
  readonly unit: string;
  /** One line for the example file and the listing. */
  readonly description: string;
  /** Environment variables that set it, beside the regular one, strongest first. */
  readonly env: readonly string[];
  /** Whether its value must never be shown. */
  readonly secret: boolean;
}

/** The part of the facts that the author of an option writes. */
export interface OptionText {
  readonly about: string;
  readonly unit?: string;
  readonly env?: readonly string[];
  readonly secret?: boolean;
}

const registry = z.registry<OptionFacts>();

/** The facts of a schema node that is an option; undefined for a section. */
export function factsOf(node: z.core.$ZodType): OptionFacts | undefined {
  return registry.get(node);
}

/** Attaches facts to a type. */
export function describe<T extends z.ZodType>(
  type: T,
  kind: OptionKind,
  rule: string,
  text: OptionText,
): T {
  registry.add(type, {
    kind,
    rule,
    unit: text.unit ?? "",
    description: text.about,
    env: text.env ?? [],
    secret: text.secret ?? false,
  });
  return type;
}

/** Whole numbers from `min` to `max`, both included. */
export function integer(min: number, max: number, fallback: number, text: OptionText) {
  const type = z.int().min(min).max(max).default(fallback);
  return describe(type, "integer", `an integer from ${min} to ${max}`, text);
}

/** Numbers from `min` to `max`, both included. */
export function decimal(min: number, max: number, fallback: number, text: OptionText) {
  const type = z.number().min(min).max(max).default(fallback);
  return describe(type, "number", `a number from ${min} to ${max}`, text);
}

/** `true` or `false`. */
export function toggle(fallback: boolean, text: OptionText) {
  return describe(z.boolean().default(fallback), "boolean", "true or false", text);
}

/** One of a few words. */
export function choice<const V extends readonly [string, ...string[]]>(
  values: V,
  fallback: z.util.NoUndefined<V[number]>,
  text: OptionText,
) {
  const type = z.enum(values).default(fallback);
  return describe(type, "string", `one of ${values.join(", ")}`, text);
}

/** Any text, or text that `accepts` finds right; `rule` says what that is. */
export function text(
  fallback: string,
  facts: OptionText,
  rule = "a text",
  accepts: (value: string) => boolean = () => true,
) {
  return describe(
    z.string().refine(accepts, `must be ${rule}`).default(fallback),
    "string",
    rule,
    facts,
  );
}

/** A list of texts, each of which `accepts` finds right; `rule` says what each is. */
export function list(
  fallback: readonly string[],
  rule: string,
  accepts: (value: string) => boolean,
  facts: OptionText,
) {
  const type = z.array(z.string().refine(accepts, `must be ${rule}`)).default(() => [...fallback]);
  return describe(type, "list", `a list, each entry ${rule}`, facts);
}

/** A section: a map of options that refuses keys it does not know; absent means all defaults. */
export function section<S extends z.core.$ZodLooseShape>(shape: S) {
  return z.strictObject(shape);
}
