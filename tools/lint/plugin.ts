/**
 * The house rules that a type checker does not know. Loaded by `lint.plugins` in deno.json.
 *
 * @module
 */
import { noAmbient } from "./ambient.ts";
import { noBarrels, tellingNames } from "./file_shape.ts";
import { layering } from "./layering.ts";
import { cspSafeMarkup, htmxHeaders } from "./markup.ts";
import { noConsole, noDeno, noFetch, noSystemModules } from "./side_doors.ts";

const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    layering,
    "no-deno": noDeno,
    "no-fetch": noFetch,
    "no-console": noConsole,
    "no-system-modules": noSystemModules,
    "no-ambient": noAmbient,
    "htmx-headers": htmxHeaders,
    "csp-safe-markup": cspSafeMarkup,
    "telling-names": tellingNames,
    "no-barrels": noBarrels,
  },
};

export default plugin;
