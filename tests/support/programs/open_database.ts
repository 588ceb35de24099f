/** Opens the database named on the command line for writing and says what came of it. */
import { Connection } from "../../../lib/store/connection.ts";

try {
  Connection.open(Deno.args[0] ?? "", "writer").close();
  console.log("opened");
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
