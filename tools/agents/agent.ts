/**
 * What the runs need to know of a coding agent.
 *
 * @module
 */
import type { FormatName } from "../../lib/domain/request_record.ts";

/** The formats of conversations. */
export type ChatFormat = Extract<
  FormatName,
  "openai_chat" | "openai_responses" | "anthropic_messages" | "gemini"
>;

/** Where an agent works in one run. */
export interface Place {
  /** Its home folder, empty but for what {@link Agent.configure} puts there. */
  readonly home: string;
  /** The folder that it works in. */
  readonly work: string;
  /** The gateway, `http://127.0.0.1:PORT`. */
  readonly gateway: string;
  /** A caller token of the gateway. */
  readonly token: string;
  /** As the gateway knows it: `provider/model`. */
  readonly model: string;
  readonly prompt: string;
}

/** How to start it: nothing else is in its environment but `HOME`, `PATH`, `TERM` and `LANG`. */
export interface Launch {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A call of one of the agent's own tools. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Its package on npm, with the part for this platform only where it has one. */
export interface Package {
  /** `name@1.2.3` */
  readonly specifier: string;
  /** What is started, inside the installation. */
  readonly program: string;
  /** The program is a script for Node. */
  readonly needsNode: boolean;
}

/** Counts of tokens. */
export interface Tokens {
  readonly prompt: number;
  readonly completion: number;
}

/** A coding agent. */
export interface Agent {
  /** As on the command line: `codex`. */
  readonly name: string;
  readonly title: string;
  /** The format that it speaks. */
  readonly format: ChatFormat;
  /** Shapes of providers that it is run against. */
  readonly upstreams: readonly ChatFormat[];
  /** Null where there is none for this platform. */
  readonly package: Package | null;
  /** What its sessions are called in the log; null when it tells none. */
  readonly session: RegExp | null;
  /** What it prints about the tokens of a run of two answers: of each, or their sum. */
  readonly shownUsage: (each: Tokens, sum: Tokens) => RegExp;
  /** The tool call that writes a text file into the working folder. */
  readonly write: (work: string, file: string, content: string) => ToolCall;
  /** Writes its settings and tells how to start it. */
  readonly configure: (place: Place) => Promise<Launch>;
}
