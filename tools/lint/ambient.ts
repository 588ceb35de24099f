import { repositoryPath, standsIn, WORKSHOP } from "./places.ts";

const AMBIENT = new Set([
  "Date.now",
  "performance.now",
  "performance.timeOrigin",
  "Math.random",
  "crypto.getRandomValues",
  "crypto.randomUUID",
  "Temporal.Now",
]);
const RANDOM_IMPORTS = new Set([
  "getRandomValues",
  "randomBytes",
  "randomFill",
  "randomFillSync",
  "randomInt",
  "randomUUID",
]);
const HINT = "Take a Clock, RandomBytes or NewId (lib/domain/ports.ts) as a parameter; the real " +
  "ones are made in lib/cli. `new Date(ms)` is free.";

/** Time and chance are passed in, so that a test can hold them still. */
export const noAmbient: Deno.lint.Rule = {
  create(ctx) {
    if (standsIn(repositoryPath(ctx.filename), [...WORKSHOP, "lib/cli", "static"])) return {};
    const report = (node: Deno.lint.Node, what: string): void =>
      ctx.report({
        node,
        message: `Cannot use ${what} here: it differs at every call.`,
        hint: HINT,
      });

    return {
      MemberExpression(node) {
        const name = ctx.sourceCode.getText(node).replace(/\s+/g, "").replace(/^globalThis\./, "");
        if (AMBIENT.has(name)) report(node, name);
      },
      NewExpression(node) {
        if (
          node.callee.type === "Identifier" && node.callee.name === "Date" &&
          node.arguments.length === 0
        ) report(node, "new Date()");
      },
      CallExpression(node) {
        if (node.callee.type === "Identifier" && node.callee.name === "Date") {
          report(node, "Date()");
        }
      },
      ImportDeclaration(node) {
        if (node.source.value !== "node:crypto") return;
        for (const one of node.specifiers) {
          if (one.type !== "ImportSpecifier" || one.imported.type !== "Identifier") continue;
          if (RANDOM_IMPORTS.has(one.imported.name)) report(one, one.imported.name);
        }
      },
    };
  },
};
