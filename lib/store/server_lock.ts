/**
 * One server on one database.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";

/** Who holds a lock. */
export interface LockHolder {
  readonly pid: number;
  /** Where it listens, e.g. `http://127.0.0.1:7798`; null while it does not. */
  readonly address: string | null;
}

/** A lock that is held until it is released, or the process ends in whatever way. */
export interface ServerLock {
  /** Tells others where this server listens. */
  announce(address: string): void;
  release(): void;
}

/**
 * Takes the lock of a database: the operating system's lock on `<database>.lock`, which a killed
 * process cannot leave behind. The file itself stays.
 *
 * @param path the database file, which need not exist yet
 * @throws FlowError `database_in_use` when another process holds it, naming process and address;
 *   `database_error` when the lock file cannot be written
 */
export function acquireServerLock(path: string, pid: number): ServerLock {
  const lockPath = `${resolveLinks(path)}.lock`;
  const file = openLockFile(lockPath);
  if (!file.tryLockSync(true)) {
    file.close();
    throw inUse(path, readHolder(lockPath));
  }
  writeHolder(file, { pid, address: null });
  return {
    announce: (address) => writeHolder(file, { pid, address }),
    release: () => file.close(),
  };
}

/** Two names of one database must meet in one lock. */
function resolveLinks(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return path;
    throw lockError(path, error);
  }
}

function openLockFile(lockPath: string): Deno.FsFile {
  try {
    return Deno.openSync(lockPath, { read: true, write: true, create: true, mode: 0o600 });
  } catch (error) {
    throw lockError(lockPath, error);
  }
}

function lockError(path: string, cause: unknown): FlowError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new FlowError(
    "database_error",
    `Cannot lock the database at ${path}: ${said}. Its folder must exist and be writable.`,
    { cause },
  );
}

function writeHolder(file: Deno.FsFile, holder: LockHolder): void {
  file.truncateSync(0);
  file.seekSync(0, Deno.SeekMode.Start);
  file.writeSync(new TextEncoder().encode(JSON.stringify(holder)));
}

/** Null when it cannot be told: on Windows a locked file cannot be read. */
function readHolder(lockPath: string): LockHolder | null {
  try {
    const found: unknown = JSON.parse(Deno.readTextFileSync(lockPath));
    if (typeof found !== "object" || found === null || !("pid" in found)) return null;
    const address = "address" in found && typeof found.address === "string" ? found.address : null;
    return { pid: Number(found.pid), address };
  } catch {
    return null;
  }
}

function inUse(path: string, holder: LockHolder | null): FlowError {
  const who = holder === null
    ? "another process"
    : `process ${holder.pid}${holder.address === null ? "" : ` at ${holder.address}`}`;
  return new FlowError(
    "database_in_use",
    `Cannot use the database ${path}: a server is running on it (${who}). Stop that server, or ` +
      "name another database.",
  );
}
