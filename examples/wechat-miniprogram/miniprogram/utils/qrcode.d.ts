export type Segment = { data: string; mode: "alphanumeric" } | { data: Uint8Array; mode: "byte" };

/** `create` of qrcode, which the build puts into one file of ES2017. */
export function create(segments: Segment[], options: { errorCorrectionLevel: "L" | "M" }): { modules: { size: number; data: ArrayLike<number> } };
