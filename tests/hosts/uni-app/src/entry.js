export { createVerifier, init } from "xinyi";
