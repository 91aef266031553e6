/** The package's texts, a module for each language. */
declare module "xinyi/messages/*" {
  const messages: { readonly [section: string]: { readonly [name: string]: string } };
  export = messages;
}
