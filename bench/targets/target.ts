/**
 * What a bench run can measure: something that takes chat requests and passes them to the simulator.
 *
 * @module
 */

/** Where a target must send what it gets. */
export interface TargetSetting {
  /** The simulator, `http://127.0.0.1:PORT`. */
  readonly upstream: string;
  /** An empty folder for this run; removed afterwards. */
  readonly folder: string;
}

/** What a target's own log says about the requests it completed. */
export interface Ledger {
  readonly rows: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** A target that takes requests. */
export interface RunningTarget {
  /** Of `/v1/chat/completions`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The process to watch; null when the load goes to the simulator itself. */
  readonly pid: number | null;
  /** Throws when it has ended by itself. */
  mustRun(): Promise<void>;
  /** How this target wants a model of the simulator named. */
  model(scenario: string): string;
  /** Null: it keeps no log of requests. */
  readonly ledger: (() => Promise<Ledger>) | null;
  stop(): Promise<void>;
}

/** One thing to measure. */
export interface Target {
  readonly name: string;
  /** Whether a run goes on without it: rivals cannot be had everywhere. */
  readonly optional: boolean;
  /** What is switched on, for the report. */
  readonly about: string;
  /** Starts it and waits until it answers. */
  start(setting: TargetSetting): Promise<RunningTarget>;
}
