import { defineConfig } from "vite";

export default defineConfig({
  build: {
    target: "es2022",
    // The policy of the page allows no `data:` addresses.
    assetsInlineLimit: 0,
    // The demo's wallet brings a module of its own, which is no part of a real app.
    chunkSizeWarningLimit: 1_500,
  },
});
