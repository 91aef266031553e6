/**
 * Own properties of objects. A script on the same page may have put something on `Object.prototype`, as a careless
 * merge of JSON does. It then seems to be in every object, and must not count as an option.
 */

interface Members {
  [name: string]: unknown;
}

export function hasOwn(object: unknown, name: string): boolean {
  return object !== null && object !== undefined && Object.prototype.hasOwnProperty.call(object, name);
}

/** A member, or nothing where it is not the object's own. */
export function own<T, N extends keyof T & string>(object: T, name: N): T[N] | undefined {
  return hasOwn(object, name) ? object[name] : undefined;
}

/** Whether an object has a member from its class, or from another object that it was made from. */
export function inherits(object: object, name: string): boolean {
  for (let of = parentOf(object); of; of = parentOf(of)) if (hasOwn(of, name)) return true;
  return false;
}

/** A member of the object or its class: for what is called, where apps bring classes of their own. */
export function member(object: unknown, name: string): unknown {
  if (hasOwn(object, name) || (isObject(object) && inherits(object, name))) return (object as Members)[name];
  return undefined;
}

/** Not that of all objects, in whichever realm. */
function parentOf(object: object): object | undefined {
  const parent: unknown = Object.getPrototypeOf(object);
  if (!isObject(parent)) return undefined;
  const isOfAll = Object.getPrototypeOf(parent) === null && hasOwn(parent, "isPrototypeOf");
  return isOfAll ? undefined : parent;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
