import { join } from "node:path";
import { createAuthoring } from "./authoring-api";
import { nodeApi } from "./node";

export const api = nodeApi(join(__dirname, "xinyi.node.wasm"));
export const authoring = /* @__PURE__ */ createAuthoring(api);
export { XinyiError, isXinyiError } from "./error";
