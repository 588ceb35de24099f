/** Breaks databases on purpose. */
import { DatabaseSync } from "node:sqlite";

/** Overwrites the first page of an index with zeros. The database must be closed. */
export function damageIndex(path: string, name: string): void {
  const database = new DatabaseSync(path, { readOnly: true });
  const found = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(name);
  const pageSize = Number(database.prepare("PRAGMA page_size").get()?.page_size);
  database.close();
  const file = Deno.openSync(path, { write: true });
  file.seekSync((Number(found?.rootpage) - 1) * pageSize, Deno.SeekMode.Start);
  file.writeSync(new Uint8Array(pageSize));
  file.close();
}
