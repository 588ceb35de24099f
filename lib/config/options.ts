/**
 * The schema as a flat list: one entry for each option, for messages, listings and tests.
 *
 * @module
 */
import { z } from "zod";
import { factsOf, type OptionFacts, type OptionKind } from "./option.ts";
import { configSchema } from "./schema.ts";

/** Where a value is, from the root: keys, and positions in lists. */
export type Path = readonly PropertyKey[];

/** One option. */
export interface ConfigOption extends Omit<OptionFacts, "env"> {
  /** Keys from the root, joined by dots; `*` stands for a name that the user chooses. */
  readonly path: string;
  readonly keys: readonly string[];
  /** The value without any setting; undefined for what has none (`providers.*.base_url`). */
  readonly default: unknown;
  /**
   * Environment variables that set it, strongest first. The last one is regular: `FLOWGATE_`, then
   * the keys in capitals joined by two underscores. Options below a `*` have none.
   */
  readonly env: readonly string[];
  /** What a value must be; without the default. */
  readonly type: z.core.$ZodType;
}

const regularName = (keys: readonly string[]): string =>
  "FLOWGATE_" + keys.map((key) => key.toUpperCase()).join("__");

function unwrap(node: z.core.$ZodType): z.core.$ZodType {
  const wrapped = node instanceof z.ZodDefault || node instanceof z.ZodPrefault ||
    node instanceof z.ZodOptional;
  return wrapped ? unwrap(node.unwrap()) : node;
}

function* walk(node: z.core.$ZodType, keys: readonly string[]): Generator<ConfigOption> {
  const facts = factsOf(node);
  if (facts !== undefined) {
    yield {
      ...facts,
      path: keys.join("."),
      keys,
      default: z.safeParse(node, undefined).data,
      env: keys.includes("*") ? [] : [...facts.env, regularName(keys)],
      type: unwrap(node),
    };
  }
  const inner = unwrap(node);
  if (inner instanceof z.ZodObject) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = inner.shape;
    for (const [key, child] of Object.entries(shape)) yield* walk(child, [...keys, key]);
  } else if (inner instanceof z.ZodRecord && inner.valueType instanceof z.ZodObject) {
    yield* walk(inner.valueType, [...keys, "*"]);
  }
}

/** Every option, in the order of the example file. */
export const OPTIONS: readonly ConfigOption[] = Object.freeze([...walk(configSchema, [])]);

const fits = (key: string | undefined, step: PropertyKey): boolean => key === "*" || key === step;

/** The option that a path is, or lies inside (an entry of a list, a value of a map). */
export function optionAt(path: Path): ConfigOption | undefined {
  let best: ConfigOption | undefined;
  for (const option of OPTIONS) {
    const { keys } = option;
    if (keys.length > path.length || keys.length <= (best?.keys.length ?? 0)) continue;
    if (keys.every((key, at) => fits(key, path[at]!))) best = option;
  }
  return best;
}

/** Of which type the value at a path is; undefined where no option is. */
export function kindAt(path: Path): OptionKind | undefined {
  const option = optionAt(path);
  if (option === undefined || option.keys.length === path.length) return option?.kind;
  if (option.path === "fallbacks") return path.length === 2 ? "list" : "string";
  const inside = option.kind === "list" || option.path.endsWith(".headers");
  return inside ? "string" : undefined;
}

/** The keys that may stand directly below a path; empty where names are free. */
export function keysBelow(path: Path): readonly string[] {
  const below = OPTIONS
    .filter(({ keys }) =>
      keys.length > path.length && path.every((step, at) => fits(keys[at], step))
    )
    .map(({ keys }) => keys[path.length]!);
  return [...new Set(below)].filter((key) => key !== "*");
}

/** A path as users write it: `security.allowed_hosts[2]`. */
export function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === "number"
        ? `${text}[${step}]`
        : text === ""
        ? String(step)
        : `${text}.${String(step)}`,
    "",
  );
}
