export { createVerifier, init } from "xinyi/miniprogram";
