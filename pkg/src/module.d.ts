/** The module that an entry brings: one of `module-*.ts`. */
import type { OwnModule } from "./api";

export const ownModule: OwnModule;
