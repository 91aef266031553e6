/** Made by the build: the versions of root and snapshot that the app comes with, and when it was built. */
declare const minimum: { readonly root: number; readonly manifest: number; readonly trust_list: number; readonly time: number };
export = minimum;
