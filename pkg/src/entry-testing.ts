/** `xinyi/testing`, for every host but mini-programs. */

import { host } from "./host";
import { ownModule } from "./module";
import type { Platform, PlatformOptions } from "./testing";
import { createTesting } from "./testing-api";
import { texts } from "./texts";

const testing = /* @__PURE__ */ createTesting(host, ownModule, texts);

export function createPlatform(options?: PlatformOptions): Promise<Platform> {
  return testing.createPlatform(options);
}

export function createPlatformSync(options?: PlatformOptions): Platform {
  return testing.createPlatformSync(options);
}
