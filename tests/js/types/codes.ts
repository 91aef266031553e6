// Compiled, never run: whoever writes a code writes one that there is, whoever reads one may meet others.
import type { ErrorCode, ErrorData, ErrorDetails, Problem, Stage } from "xinyi";

export const code: ErrorCode = "status.invalid";
// @ts-expect-error there is no such code
export const misspelt: ErrorCode = "status.invald";
// @ts-expect-error there is no such problem
export const problem: Problem = "given twice";
// @ts-expect-error there is no such stage
export const stage: Stage = "bundles";

export function place(error: ErrorData): string {
  switch (error.code) {
    case "input.options":
    case "code.of_tomorrow":
      return (error.details.pointer ?? "") + told(error.details);
    default:
      return String(error.details.found);
  }
}

function told({ problem, expected, suggestion }: ErrorDetails): string {
  // @ts-expect-error a pointer is a string
  const details: ErrorDetails = { pointer: 7 };
  return problem === "unknown" || problem === "of_tomorrow" ? `${expected} ${suggestion} ${details.limit}` : "";
}
