/**
 * `deno task compile:check`: checks as much of `deno task compile` as can be checked without the
 * download of Deno's runtime. A plain Deno stands in for the runtime, so what is written is not our
 * program and is deleted without being run.
 *
 * @module
 */
import { basename, join } from "node:path";
import { buildBundle, BUNDLE } from "./build_bundle.ts";
import { buildExecutable, embeds } from "./build_executable.ts";
import { TARGETS } from "./targets.ts";

const folder = await Deno.makeTempDir({ prefix: "flow-router-compile-" });
/** A stand-in of this system's file format fits the targets of the same format only. */
const fits = (triple: string): boolean => triple.includes(Deno.build.os);
let problems = 0;
try {
  await buildBundle();
  for (const target of TARGETS) {
    const env = { DENORT_BIN: await Deno.realPath(Deno.execPath()) };
    const output = join(folder, target.file);
    const { success, said } = await buildExecutable(BUNDLE, target, output, { quiet: false, env });
    const embedded = embeds(said, basename(BUNDLE));
    if (!embedded || (fits(target.triple) && !success)) {
      problems += 1;
      console.error(`Cannot compile for ${target.triple}:\n${said.trim()}`);
    } else {
      const written = success
        ? "compiled"
        : "compiled up to writing the file, which needs its runtime";
      console.log(`${target.triple}: ${written}; ${basename(BUNDLE)} is embedded.`);
    }
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
console.log("The executables were not run: a stand-in took the place of Deno's runtime.");
if (problems > 0) Deno.exit(1);
