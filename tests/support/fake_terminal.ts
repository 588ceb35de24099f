/** A terminal in memory: what was typed goes in, what was shown comes out. */
import assert from "node:assert/strict";
import { OutputClosed } from "../../lib/cli/exit.ts";
import { type RegisterCommand, runCli } from "../../lib/cli/program.ts";
import type { Terminal } from "../../lib/cli/terminal.ts";

/** How the fake terminal is. */
export interface FakeTerminalOptions {
  /** What stdin gives, one read each. */
  readonly typed?: readonly (string | Uint8Array)[];
  readonly stdinIsTerminal?: boolean;
  readonly stdoutIsTerminal?: boolean;
  readonly stderrIsTerminal?: boolean;
  readonly noColor?: boolean;
  /** Writes to stdout that succeed before its reader is gone. */
  readonly stdoutClosesAfter?: number;
}

/** A fake terminal and what happened on it. */
export interface FakeTerminal extends Terminal {
  readonly shown: { stdout: string; stderr: string };
  /** Each switch of raw mode. */
  readonly raw: boolean[];
}

export function fakeTerminal(options: FakeTerminalOptions = {}): FakeTerminal {
  const shown = { stdout: "", stderr: "" };
  const raw: boolean[] = [];
  const input = (options.typed ?? []).map((piece) =>
    typeof piece === "string" ? new TextEncoder().encode(piece) : piece
  );
  let writes = 0;
  return {
    shown,
    raw,
    noColor: options.noColor ?? false,
    columns: () => 80,
    stdin: {
      isTerminal: options.stdinIsTerminal ?? false,
      read: (buffer) => {
        const piece = input.shift();
        if (piece !== undefined) buffer.set(piece);
        return Promise.resolve(piece?.length ?? null);
      },
      setRaw: (on) => raw.push(on),
    },
    stdout: {
      isTerminal: options.stdoutIsTerminal ?? false,
      write: (text) => {
        if (writes++ >= (options.stdoutClosesAfter ?? Infinity)) throw new OutputClosed();
        shown.stdout += text;
      },
    },
    stderr: {
      isTerminal: options.stderrIsTerminal ?? false,
      write: (text) => {
        shown.stderr += text;
      },
    },
  };
}

/** Runs a command line in memory. */
export async function runFake(
  args: readonly string[],
  commands: readonly RegisterCommand[],
  world: { env?: Readonly<Record<string, string>>; cwd?: string; terminal?: FakeTerminalOptions } =
    {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const terminal = fakeTerminal(world.terminal);
  const code = await runCli(args, terminal, {
    env: (name) => world.env?.[name],
    cwd: world.cwd ?? "/nonexistent",
    build: { version: "1.2.3", deno: "2.9.6", target: "x86_64-unknown-linux-gnu", build: "source" },
    spawnWorker: () => assert.fail("a command in memory starts no worker"),
  }, commands);
  return { code, ...terminal.shown };
}
