import assert from "node:assert/strict";
import { createContext } from "../../../lib/cli/context.ts";
import { Output } from "../../../lib/cli/output.ts";
import { Prompt } from "../../../lib/cli/prompt.ts";
import { fakeTerminal } from "../../support/fake_terminal.ts";

const build = { version: "1", deno: "2", target: "t", build: "source" } as const;

function context(configPath?: string) {
  const terminal = fakeTerminal();
  const output = new Output(terminal, () => ({ quiet: false, verbose: false, color: false }));
  const spawnWorker = () => assert.fail("no worker is started here");
  const world = { env: () => undefined, cwd: "/nonexistent", build, spawnWorker };
  return createContext(world, output, new Prompt(terminal), () => configPath);
}

Deno.test("CliContext.loadConfig takes the flags of a command", () => {
  const loaded = context().loadConfig(
    { port: "8080", bodyLimitMb: 5, host: undefined, other: true },
    { port: "server.port", bodyLimitMb: "server.body_limit_mb", host: "server.host" },
  );
  assert.equal(loaded.config.server.port, 8080);
  assert.equal(loaded.origin("server.host"), "default");
  const place = (path: string) => loaded.list().find((entry) => entry.path === path)?.place;
  assert.deepEqual(["server.port", "server.body_limit_mb"].map(place), [
    "--port",
    "--body-limit-mb",
  ]);
});

Deno.test("CliContext.loadConfig asks for the path of --config when it is called", () => {
  assert.throws(() => context("gone.yaml").loadConfig(), { message: /--config.*gone\.yaml/ });
});

Deno.test("CliContext.loadConfig refuses a flag for an option that does not exist", () => {
  assert.throws(() => context().loadConfig({}, { port: "server.prot" }), TypeError);
});

Deno.test("CliContext.configSources know the built-in providers by id and alias", () => {
  const { isKnownProvider = () => false } = context().configSources();

  assert.deepEqual(["azure", "gemini", "lab"].map(isKnownProvider), [true, true, false]);
});
