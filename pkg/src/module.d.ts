/**
 * The module that an entry brings: one of `module-*.ts`, which the build makes of `xinyi.wasm`, `authoring.wasm` or
 * `testing.wasm`.
 */
import type { OwnModule } from "./loader";

export const ownModule: OwnModule;
