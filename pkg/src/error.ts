import type { ErrorCode, ErrorData, ErrorDetails, Problem, Stage, XinyiError as PublicError } from "./index";
import { fillError } from "./messages";
import type { Languages } from "./messages";

/** In the registry of symbols, which all realms and all copies of this package share. */
function brand(): symbol {
  return Symbol.for("xinyi.error");
}

export class XinyiError extends Error {
  readonly code: ErrorData["code"];
  readonly stage: ErrorData["stage"];
  readonly details: ErrorData["details"];
  readonly messages: ErrorData["messages"];
  readonly errors: readonly ErrorData[];

  /** `errors` has its texts filled in, and is frozen. */
  constructor(errors: readonly ErrorData[]) {
    const first = errors[0]!;
    super(first.message);
    this.name = "XinyiError";
    this.code = first.code;
    this.stage = first.stage;
    this.details = first.details;
    this.messages = first.messages;
    this.errors = errors;
    Object.defineProperty(this, brand(), { value: true });
  }

  toJSON(): ErrorData {
    return this.errors[0]!;
  }
}

export function isXinyiError(value: unknown): value is PublicError {
  return typeof value === "object" && value !== null && (value as { [brand: symbol]: unknown })[brand()] === true;
}

/** An error that arises on this side of the boundary. */
export function failure(
  code: ErrorCode,
  stage: Stage,
  details: ErrorDetails & { readonly problem?: Problem },
  tables: Languages,
): XinyiError {
  const data = { code, stage, details, message: "", messages: { "zh-CN": "", en: "" } };
  fillError(data, tables);
  return new XinyiError(deepFreeze([data]));
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const name of Object.keys(value)) deepFreeze((value as { [name: string]: unknown })[name]);
  }
  return value;
}
