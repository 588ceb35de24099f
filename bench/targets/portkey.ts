/** Portkey's open-source gateway from npm, on Node. @module */
import { freePort, runCommand, startProcess } from "../process.ts";
import { installed } from "./install.ts";
import type { Target } from "./target.ts";

const VERSION = "1.15.2";
const ENTRY = "node_modules/@portkey-ai/gateway/build/start-server.js";

export const portkey: Target = {
  name: "portkey",
  optional: true,
  about: `@portkey-ai/gateway ${VERSION} on Node: no token check, no log (it has neither)`,
  async start({ upstream, folder }) {
    const home = await installed("portkey", VERSION, async (into) => {
      await Deno.writeTextFile(`${into}/package.json`, '{"private":true}');
      await runCommand("npm", ["install", `@portkey-ai/gateway@${VERSION}`], { cwd: into });
    });
    const port = freePort();
    const child = await startProcess({
      command: "node",
      args: [`${home}/${ENTRY}`, "--headless", `--port=${port}`],
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
      stop: child.stop,
    };
  },
};
