/**
 * Rules for HTML and for the headers of htmx.
 *
 * @module
 */
import { repositoryPath, standsIn, WORKSHOP } from "./places.ts";

/** Names of htmx's headers stand in one file. */
export const htmxHeaders: Deno.lint.Rule = {
  create(ctx) {
    const path = repositoryPath(ctx.filename);
    if (path === "routes/htmx.ts" || standsIn(path, [...WORKSHOP, "static"])) return {};
    const check = (node: Deno.lint.Node, text: unknown): void => {
      if (typeof text !== "string" || !text.includes("HX-")) return;
      ctx.report({
        node,
        message: `Cannot name an htmx header here: "${text}".`,
        hint: "Only routes/htmx.ts knows headers that start with HX-. Add a function there.",
      });
    };
    return {
      Literal(node) {
        check(node, node.value);
      },
      TemplateElement(node) {
        check(node, node.raw);
      },
    };
  },
};

function attributeName(node: Deno.lint.JSXAttribute): string {
  const { name } = node;
  return name.type === "JSXIdentifier" ? name.name : `${name.namespace.name}:${name.name.name}`;
}

/** What our Content-Security-Policy blocks at run time, some of it without a word. */
export const cspSafeMarkup: Deno.lint.Rule = {
  create(ctx) {
    return {
      JSXAttribute(node) {
        const name = attributeName(node);
        const value = node.value?.type === "Literal" ? String(node.value.value) : "";
        const report = (message: string, hint: string): void => ctx.report({ node, message, hint });
        if (name === "style") {
          report("Cannot use a style attribute: the page's policy blocks it.", "Use a class.");
        } else if (/^(hx-on\b|on[a-z])/i.test(name)) {
          report(
            `Cannot use ${name}: the page's policy blocks code in attributes.`,
            "Listen in a script under static/.",
          );
        } else if (name.startsWith("hx-") && /^(js|javascript):/.test(value.trim())) {
          report(`Cannot use js: in ${name}: it needs eval.`, "Send the value from a form field.");
        } else if (name.startsWith("hx-trigger") && value.includes("[")) {
          report(
            `Cannot use a filter in ${name}: it needs eval and fails without a word.`,
            "Fire an event of your own from a script under static/.",
          );
        }
      },
    };
  },
};
