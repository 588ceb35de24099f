/**
 * Side doors to the world, each open in a few places only.
 *
 * @module
 */
import { repositoryPath, standsIn, WORKSHOP } from "./places.ts";

const SYSTEM_PLACES = [
  ...WORKSHOP,
  "main.ts",
  "lib/cli",
  "lib/config",
  "lib/store",
  "lib/telemetry",
];
/** Built-in modules that only compute. All others reach files, sockets, processes or clocks. */
const PURE_BUILTINS = [
  "node:assert",
  "node:assert/strict",
  "node:buffer",
  "node:crypto",
  "node:path",
  "node:util",
  "node:zlib",
];

/** True for a use of the global `name`; false where the word is a mere property or method name. */
function isGlobalUse(node: Deno.lint.Identifier): boolean {
  const parent = node.parent;
  const sameAs = (other: Deno.lint.Node): boolean =>
    other.range[0] === node.range[0] && other.range[1] === node.range[1];
  switch (parent.type) {
    case "MemberExpression":
      if (parent.computed || !sameAs(parent.property)) return true;
      return parent.object.type === "Identifier" &&
        ["globalThis", "self", "window"].includes(parent.object.name);
    case "Property":
      return parent.shorthand || parent.computed || !sameAs(parent.key);
    case "TSQualifiedName":
      return sameAs(parent.left);
    case "PropertyDefinition":
    case "MethodDefinition":
    case "TSPropertySignature":
    case "TSMethodSignature":
    case "TSAbstractMethodDefinition":
    case "TSAbstractPropertyDefinition":
      return parent.computed || !sameAs(parent.key);
    default:
      return true;
  }
}

function globalOnlyIn(
  name: string,
  places: readonly string[],
  hint: string,
  typesToo: boolean,
): Deno.lint.Rule {
  return {
    create(ctx) {
      if (standsIn(repositoryPath(ctx.filename), places)) return {};
      return {
        [`Identifier[name="${name}"]`](node: Deno.lint.Identifier) {
          if (!isGlobalUse(node)) return;
          if (!typesToo && node.parent.type === "TSTypeQuery") return;
          ctx.report({ node, message: `Cannot use ${name} here.`, hint });
        },
      };
    },
  };
}

/** `Deno`, its types included: a type of the runtime in a signature binds the caller to it. */
export const noDeno = globalOnlyIn(
  "Deno",
  SYSTEM_PLACES,
  "Deno is for main.ts, lib/cli, lib/config, lib/store and lib/telemetry. Take what you need as a " +
    "parameter; instead of a type such as Deno.NetAddr declare an interface of your own.",
  true,
);

/** `fetch`, called or handed on. `typeof fetch` is a type and allowed everywhere. */
export const noFetch = globalOnlyIn(
  "fetch",
  [...WORKSHOP, "lib/http", "static"],
  "Only lib/http calls fetch, so that time limits and the address guard cannot be forgotten. Take " +
    "a function as a parameter and call it `send`.",
  false,
);

/** `console`. */
export const noConsole = globalOnlyIn(
  "console",
  [...WORKSHOP, "lib/telemetry", "lib/cli", "static"],
  "Take a Log (lib/domain/ports.ts) as a parameter.",
  true,
);

/** Built-in modules that reach the system, where `Deno` may not be used either. */
export const noSystemModules: Deno.lint.Rule = {
  create(ctx) {
    if (standsIn(repositoryPath(ctx.filename), SYSTEM_PLACES)) return {};
    return {
      ImportDeclaration(node) {
        const name = node.source.value;
        if (!name.startsWith("node:") || PURE_BUILTINS.includes(name)) return;
        ctx.report({
          node,
          message: `Cannot import "${name}": it reaches the system, as Deno does.`,
          hint: `These only compute and are free: ${PURE_BUILTINS.join(", ")}.`,
        });
      },
    };
  },
};
