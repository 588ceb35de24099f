/** Migrates the database named on the command line, with a second migration that never ends. */
import { Connection } from "../../../lib/store/connection.ts";
import { migrate } from "../../../lib/store/migrate.ts";
import { MIGRATIONS } from "../../../lib/store/migrations.ts";

const ENDLESS = {
  number: MIGRATIONS.length + 1,
  name: "endless",
  text: `DROP TABLE settings;
    CREATE TABLE half (text);
    INSERT INTO half WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
    SELECT printf('%0500d', i) FROM n;`,
};

const connection = Connection.open(Deno.args[0] ?? "", "writer");
await migrate(connection, MIGRATIONS, 1);
console.log("ready");
// Gives the line time to leave: what comes now never lets go of the thread.
setTimeout(() => migrate(connection, [...MIGRATIONS, ENDLESS], 1), 50);
