import { createAuthoring } from "./authoring-api";
import { nodeApi } from "./node";

export const api = nodeApi(new URL("./xinyi.node.wasm", import.meta.url));
export const authoring = /* @__PURE__ */ createAuthoring(api);
export { XinyiError, isXinyiError } from "./error";
