// The policy of every page, and the language of the first one.
import { NextResponse, type NextRequest } from "next/server";

export const config = { matcher: [{ source: "/((?!api|_next|icon.svg).*)" }] };

export function proxy(request: NextRequest): NextResponse {
  if (request.nextUrl.pathname === "/") {
    const isEnglish = request.headers.get("accept-language")?.trim().toLowerCase().startsWith("en");
    return NextResponse.redirect(new URL(isEnglish ? "/en" : "/zh-CN", request.url));
  }
  // `'wasm-unsafe-eval'` is for the verifier's module, and `connect-src` for its file; Next gives its own scripts the nonce.
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}
