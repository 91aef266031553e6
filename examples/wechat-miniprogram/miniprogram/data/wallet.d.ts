/** Of the demo: a person's bundle, and the key that it is bound to. A real app makes its key on the phone. */
declare const wallet: { readonly bundle: string; readonly key: string };
export = wallet;
