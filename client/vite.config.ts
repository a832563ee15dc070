import react from "@vitejs/plugin-react";
import { defaultClientConditions } from "vite";
import { defineConfig } from "vitest/config";
import { shell } from "./scripts/shell.ts";

const server = process.env.PARLEY_URL ?? "http://localhost:4000";

export default defineConfig({
  plugins: [react(), shell()],
  resolve: {
    tsconfigPaths: true,
    conditions: ["es2015", ...defaultClientConditions], // RxJS has a smaller form for browsers of today
  },
  server: {
    proxy: {
      "/graphql": { target: server, ws: true },
      "/api": server,
      "/files": server,
      "/socket.io": { target: server, ws: true },
    },
  },
  build: {
    target: "es2022",
    manifest: true,
    chunkSizeWarningLimit: 4_000, // kilobytes: GraphiQL's editor is that large, and no other page loads it
    rolldownOptions: {
      input: { index: "index.html", graphiql: "graphiql.html", sw: "src/worker/sw.ts" },
      output: {
        // a service worker rules over the pages beside it, and is known by its name
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
      checks: { moduleLevelDirective: false },
    },
  },
  worker: { format: "es" },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    css: false,
    testTimeout: 30_000, // 30 seconds: the replays take a while on a busy machine
  },
});
