/** `xinyi/testing`, for every host but mini-programs. */

import { api } from "./host";
import { createTesting } from "./testing-api";

export const { createPlatform, createPlatformSync } = /* @__PURE__ */ createTesting(api.shared.languages);
