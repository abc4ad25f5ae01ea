/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const backend = "http://127.0.0.1:24187";
const routes =
  "^/(agents|numbers|calls|edits|events|stats|prices|doctor|setup|keys|audit|webhooks|deliveries|templates|session|talk|media|live|health|softphone)(/|\\?|$)";

export default defineConfig({
  base: "/dashboard/",
  plugins: [react()],
  build: {
    outDir: "../src/phony/api/static",
    emptyOutDir: true,
    // The worklets are files of their own: a data: URL would need a looser content policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    manifest: true,
  },
  server: { port: 5173, proxy: { [routes]: { target: backend, ws: true } } },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
