/** Made by `xinyi trust root export --js`. */
declare const text: string;
export = text;
