import * as xinyi from "xinyi";
import { decide, told } from "../../src/decide.js";
import demo from "../../src/demo.js";

export const dynamic = "force-dynamic";

export default async function Page() {
  return <p>{`server [${await decide(xinyi, demo).catch(told)}]`}</p>;
}
