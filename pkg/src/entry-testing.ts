/** `xinyi/testing`, for every host but mini-programs. */

import { host } from "./host";
import { ownModule } from "./module";
import { createTesting } from "./testing-api";

export const { createPlatform, createPlatformSync } = /* @__PURE__ */ createTesting(host, ownModule);
