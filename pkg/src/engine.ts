/** One instance of the module with its glue, and the rule that a trap is its end. */

import type { CreateGlue } from "./create-glue";
import type { Glue } from "./glue";
import { reasonOf } from "./reason";

export interface Engine<G = Glue> {
  /** Runs something that calls into the module. Throws a {@link Trap} if it stopped, now or before. */
  run<T>(call: (glue: G) => T): T;
  readonly dead: boolean;
}

/** Not an Error for the outside: the facade gives it the form of one. */
export class Trap {
  constructor(readonly reason: string) {}
}

/** Where the codec and the collector's hooks come from. */
export interface Globals {
  TextDecoder: unknown;
  TextEncoder: unknown;
  FinalizationRegistry: unknown;
}

/** The exports of the instance that was made from these imports; first the imports, then it. */
export interface Assembly<G = Glue> {
  readonly imports: object;
  finish(exports: object): Engine<G>;
}

export function assemble<G>(createGlue: CreateGlue<G>, globals: Globals): Assembly<G> {
  let dead: string | undefined;

  // A registry calls back at any time, also when a trap has left the memory in disorder.
  const Registry = globals.FinalizationRegistry as (new (f: (held: unknown) => void) => object) | undefined;
  const quiet =
    Registry &&
    function (free: (held: unknown) => void): object {
      return new Registry((held) => {
        if (dead === undefined) free(held);
      });
    };

  const glue = createGlue(globals.TextDecoder, globals.TextEncoder, quiet);
  const functions: { [name: string]: unknown } = {};
  for (const name of Object.keys(glue)) {
    if (name.slice(0, 4) === "__wb") functions[name] = glue[name];
  }

  return {
    imports: { "./xinyi_bg.js": functions },
    finish(exports) {
      glue.__wbg_set_wasm(exports);
      const start = (exports as { __wbindgen_start?: () => void }).__wbindgen_start;
      if (start) start();
      return {
        get dead() {
          return dead !== undefined;
        },
        run(call) {
          if (dead !== undefined) throw new Trap(dead);
          try {
            return call(glue);
          } catch (cause) {
            // The module replies with its errors. What is thrown, whatever its type, left it in the
            // middle of something.
            dead = reasonOf(cause);
            throw new Trap(dead);
          }
        },
      };
    },
  };
}
