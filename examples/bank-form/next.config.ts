import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "referrer-policy", value: "no-referrer" },
        { key: "x-content-type-options", value: "nosniff" },
      ],
    },
  ],
  // This folder stands alone, whatever lies above it.
  turbopack: { root: import.meta.dirname },
};

export default config;
