/** Of the demo: a person's bundle, and the key that it is bound to. `null` in every build without `--demo`. */
declare const demo: { readonly bundle: string; readonly key: string } | null;
export = demo;
