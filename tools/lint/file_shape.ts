/**
 * Rules about what a file is called and what it is for.
 *
 * @module
 */
import { repositoryPath } from "./places.ts";

const EMPTY_WORDS = [
  "util",
  "utils",
  "helper",
  "helpers",
  "common",
  "manager",
  "managers",
  "service",
  "services",
  "misc",
];

/** Names that fit any content tell nothing: folders and files say what is inside. */
export const tellingNames: Deno.lint.Rule = {
  create(ctx) {
    const path = repositoryPath(ctx.filename);
    const empty = path.split(/[/_.-]/).find((word) => EMPTY_WORDS.includes(word.toLowerCase()));
    if (empty === undefined) return {};
    return {
      Program(node) {
        ctx.report({
          range: [node.range[0], node.range[0]],
          message: `Cannot name a file "${path}": "${empty}" fits any content.`,
          hint: "Name the one thing that the file holds.",
        });
      },
    };
  },
};

type Statement = Deno.lint.Program["body"][number];

const isImport = (node: Statement): boolean => node.type === "ImportDeclaration";
const isReExport = (node: Statement): boolean =>
  node.type === "ExportAllDeclaration" ||
  (node.type === "ExportNamedDeclaration" && node.declaration === null);

/** A barrel hides where a thing lives, and loads all of a folder for one name of it. */
export const noBarrels: Deno.lint.Rule = {
  create(ctx) {
    const hint = "Import each name from the file that defines it.";
    return {
      Program(node) {
        const rest = node.body.filter((one) => !isImport(one));
        if (rest.length === 0 || !rest.every(isReExport)) return;
        ctx.report({
          range: [node.range[0], node.range[0]],
          message: "Cannot keep a file that only exports what others define.",
          hint,
        });
      },
      ExportAllDeclaration(node) {
        ctx.report({ node, message: "Cannot export everything of another file.", hint });
      },
    };
  },
};
