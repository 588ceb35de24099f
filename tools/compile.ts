/**
 * `deno task compile [--target TRIPLE]…`: makes the executables in dist/, all five by default. Deno
 * downloads its runtime for each target once.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { buildBundle, BUNDLE } from "./build_bundle.ts";
import { buildExecutable, executablePath } from "./build_executable.ts";
import { TARGETS } from "./targets.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: { target: { type: "string", multiple: true } },
});
const wanted = values.target ?? TARGETS.map(({ triple }) => triple);
const unknown = wanted.filter((triple) => !TARGETS.some((target) => target.triple === triple));
if (unknown.length > 0) {
  const known = TARGETS.map(({ triple }) => triple).join(", ");
  console.error(`Cannot compile for ${unknown.join(", ")}: known targets are ${known}.`);
  Deno.exit(2);
}

await buildBundle();
for (const target of TARGETS.filter(({ triple }) => wanted.includes(triple))) {
  const output = executablePath(target);
  const { success, said } = await buildExecutable(BUNDLE, target, output, { quiet: true });
  if (!success) {
    console.error(`Cannot compile for ${target.triple}:\n${said.trim()}`);
    Deno.exit(1);
  }
  console.log(`${output}  ${((await Deno.stat(output)).size / 1024 / 1024).toFixed(0)} MiB`);
}
