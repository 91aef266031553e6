/** Made by `xinyi snapshot build --js`. */
declare const text: string;
export = text;
