/** Portkey's open-source gateway from npm, on Node. @module */
import { freePort, runCommand, startProcess } from "../process.ts";
import { installed } from "./install.ts";
import type { Target } from "./target.ts";

const VERSION = "1.15.2";
const ENTRY = "node_modules/@portkey-ai/gateway/build/start-server.js";

/**
 * As npm installs it, this version answers every OpenAI stream with 500: it adds a header to what
 * `fetch` answered, whose headers cannot be changed. A copy of each answer can.
 */
const SHIM = `
const { fetch: original, Response: Native } = globalThis;
globalThis.fetch = async (...args) => {
  const answer = await original(...args);
  return new Native(answer.body, answer);
};
`;

export const portkey: Target = {
  name: "portkey",
  optional: true,
  about:
    `@portkey-ai/gateway ${VERSION} on Node, with a shim that keeps its streams from failing: ` +
    "no token check, no log (it has neither)",
  async start({ upstream, folder }) {
    const home = await installed("portkey", VERSION, async (into) => {
      await Deno.writeTextFile(`${into}/package.json`, '{"private":true}');
      await runCommand("npm", ["install", `@portkey-ai/gateway@${VERSION}`], { cwd: into });
    });
    const shim = `${folder}/portkey_shim.mjs`;
    await Deno.writeTextFile(shim, SHIM);
    const port = freePort();
    const child = await startProcess({
      command: "node",
      args: ["--import", shim, `${home}/${ENTRY}`, "--headless", `--port=${port}`],
      env: { NODE_ENV: "production" },
      cwd: home,
      logFile: `${folder}/portkey.log`,
      readyUrl: `http://127.0.0.1:${port}/`,
      readyWithinMs: 30_000,
    });
    return {
      url: `http://127.0.0.1:${port}/v1/chat/completions`,
      headers: {
        authorization: "Bearer sk-sim",
        "x-portkey-provider": "openai",
        "x-portkey-custom-host": `${upstream}/v1`,
      },
      pid: child.pid,
      model: (scenario) => scenario,
      ledger: null,
      mustRun: child.mustRun,
      stop: child.stop,
    };
  },
};
