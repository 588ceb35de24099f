/**
 * The three standard streams, narrow enough to be replaced in tests.
 *
 * @module
 */
import { OutputClosed } from "./exit.ts";

/** Where text goes. */
export interface TextSink {
  readonly isTerminal: boolean;
  /** @throws OutputClosed when nobody reads any more */
  write(text: string): void;
}

/** Where bytes come from. */
export interface ByteSource {
  readonly isTerminal: boolean;
  /** Bytes read into the buffer; null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Raw: no echo, no line editing, Ctrl-C is a byte. */
  setRaw(on: boolean): void;
}

/** What a command talks through. */
export interface Terminal {
  readonly stdin: ByteSource;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** Whether the user asked for no colour (NO_COLOR), or the terminal has none (TERM=dumb). */
  readonly noColor: boolean;
  /** Characters in a line; 80 where that is unknown. */
  columns(): number;
}

/** The streams of this process. */
export function processTerminal(): Terminal {
  return {
    stdin: {
      isTerminal: Deno.stdin.isTerminal(),
      read: (buffer) => Deno.stdin.read(buffer),
      setRaw: (on) => Deno.stdin.setRaw(on),
    },
    stdout: textSink(Deno.stdout),
    stderr: textSink(Deno.stderr),
    noColor: Deno.noColor || isDumb(),
    columns: () => Deno.stdout.isTerminal() ? Deno.consoleSize().columns : 80,
  };
}

/** Whether the terminal says that it can do nothing; "no" where we may not look. */
function isDumb(): boolean {
  const { state } = Deno.permissions.querySync({ name: "env", variable: "TERM" });
  return state === "granted" && Deno.env.get("TERM") === "dumb";
}

function textSink(stream: typeof Deno.stdout | typeof Deno.stderr): TextSink {
  const encoder = new TextEncoder();
  return {
    isTerminal: stream.isTerminal(),
    write(text) {
      const bytes = encoder.encode(text);
      try {
        for (let done = 0; done < bytes.length;) done += stream.writeSync(bytes.subarray(done));
      } catch (error) {
        if (error instanceof Deno.errors.BrokenPipe) throw new OutputClosed("", { cause: error });
        throw error;
      }
    },
  };
}
