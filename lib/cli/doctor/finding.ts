/**
 * What one check of `doctor` found.
 *
 * @module
 */

/** `skip`: it was not looked at, and that is no fault. */
export type FindingStatus = "ok" | "warn" | "fail" | "skip";

/** One line of the report. */
export interface Finding {
  /** What was looked at: `Database`. */
  readonly title: string;
  readonly status: FindingStatus;
  /** What is the case, a sentence without its full stop. */
  readonly detail: string;
  /** What to do; null when there is nothing to do. */
  readonly remedy: string | null;
}

/** All is well. */
export const ok = (title: string, detail: string): Finding => ({
  title,
  status: "ok",
  detail,
  remedy: null,
});

/** It works, but somebody should know. */
export const warn = (title: string, detail: string, remedy: string): Finding => ({
  title,
  status: "warn",
  detail,
  remedy,
});

/** It does not work, or is dangerous. */
export const fail = (title: string, detail: string, remedy: string): Finding => ({
  title,
  status: "fail",
  detail,
  remedy,
});

/** Not looked at. */
export const skip = (title: string, detail: string): Finding => ({
  title,
  status: "skip",
  detail,
  remedy: null,
});
