// What the assembled stack takes from a browser: all that it needs is there, and adds nothing to a bundle.
const encoder = new TextEncoder();

export const hasher = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", typeof data === "string" ? utf8(data) : data));
export const utf8 = (text) => encoder.encode(text);
export const fromBase64url = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
