import { LAYERS, refusal } from "./layers.ts";
import { importedPath, placeOf, repositoryPath, WORKSHOP } from "./places.ts";

const WHERE = "The table is tools/lint/layers.ts, the reasons are in docs/architecture.md.";

/** Reports imports that the table of layers does not allow. */
export const layering: Deno.lint.Rule = {
  create(ctx) {
    const path = repositoryPath(ctx.filename);
    const place = placeOf(path);
    if (place === null || WORKSHOP.includes(place)) return {};

    const check = (node: Deno.lint.Node, specifier: unknown, typeOnly: boolean): void => {
      if (typeof specifier !== "string") return;
      const imported = importedPath(path, specifier);
      if (imported === null) {
        if (LAYERS[place]?.packages === false) {
          ctx.report({
            node,
            message: `Cannot import "${specifier}": ${place} imports no packages and no built-ins.`,
            hint: WHERE,
          });
        }
        return;
      }
      const why = refusal(place, placeOf(imported) ?? imported, typeOnly);
      if (why !== null) {
        ctx.report({ node, message: `Cannot import "${specifier}": ${why}.`, hint: WHERE });
      }
    };

    return {
      Program(node) {
        if (LAYERS[place] !== undefined) return;
        ctx.report({
          range: [node.range[0], node.range[0]],
          message: `Cannot place "${path}": "${place}" is no known place for shipped code.`,
          hint: "Put the file where it belongs, or add the place to tools/lint/layers.ts.",
        });
      },
      ImportDeclaration(node) {
        const typeOnly = node.importKind === "type" ||
          (node.specifiers.length > 0 &&
            node.specifiers.every((one) =>
              one.type === "ImportSpecifier" && one.importKind === "type"
            ));
        check(node, node.source.value, typeOnly);
      },
      ExportNamedDeclaration(node) {
        if (node.source !== null) check(node, node.source.value, node.exportKind === "type");
      },
      ExportAllDeclaration(node) {
        check(node, node.source.value, node.exportKind === "type");
      },
      ImportExpression(node) {
        if (node.source.type === "Literal") check(node, node.source.value, false);
      },
      TSImportType(node) {
        const { argument } = node;
        if (argument.type === "TSLiteralType" && argument.literal.type === "Literal") {
          check(node, argument.literal.value, true);
        }
      },
    };
  },
};
