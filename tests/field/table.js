// Every row: what is given, what is asked, and what `xinyi` says to it now.
import { ask } from "./ask.js";
import { rows } from "./rows.js";

for (const row of rows) {
  const { status, said } = ask(row);
  const isRight = status === row.status && row.says.every((part) => said.includes(part));
  console.log(`${isRight ? "as wanted" : "OTHERWISE"}  ${row.input}  (exit ${status})`);
  for (const line of said.split("\n").slice(0, 4)) console.log(`           ${line.slice(0, 150)}`);
}
