/** `p256` of @noble/curves, which the build puts into one file of ES2017. */
export const p256: { sign(message: Uint8Array, secretKey: Uint8Array): Uint8Array };
