/** `xinyi/testing`, for every host but mini-programs. */

import { api } from "./host";
import { createTesting } from "./testing-api";
import { testingModule } from "./testing-module";

export const { createPlatform, createPlatformSync } = /* @__PURE__ */ createTesting(api.shared.languages, testingModule);
