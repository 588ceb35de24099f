/**
 * `deno task bundle`: makes dist/flow-router.mjs and tells how to run it.
 *
 * @module
 */
import { buildBundle, BUNDLE } from "./build_bundle.ts";
import { bundlePermissions } from "./permissions.ts";

const size = await buildBundle();
console.log(`${BUNDLE}  ${(size / 1024).toFixed(0)} KiB`);
console.error(`Run it: deno run ${bundlePermissions(BUNDLE).join(" ")} ${BUNDLE} start`);
