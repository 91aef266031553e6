import type { CreateGlue } from "./create-glue";

/** wasm-bindgen's glue of the module for authors. */
export const createGlue: CreateGlue<AuthoringGlue>;

/** pkg/authoring-wasm/src/lib.rs. Options are JSON, and so are the results, as a `Reply` whose texts are empty. */
export interface AuthoringGlue {
  lint(programme: string): string;
  try_programme(programme: string, facts: string, options: string): string;
  test_programme(programme: string, cases: string): string;
  render_programme(programme: string, language: string, is_markdown: boolean): string;
  from_table(rows: string): string;
  to_table(programme: string): string;
  identify(code: string, kind: string, now: number): string;
  compare(root: string, snapshot: string, verifier: string, earlier: string, later: string, options: string): string;
}
