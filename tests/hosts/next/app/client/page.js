"use client";

import { useEffect } from "react";
import * as xinyi from "xinyi";
import { decide, told } from "../../src/decide.js";
import demo from "../../src/demo.js";

export default function Page() {
  useEffect(() => {
    decide(xinyi, demo).catch(told).then((outcome) => (globalThis.outcome = outcome));
  }, []);
  return <p>client</p>;
}
