import { defineConfig, devices } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  timeout: 60_000, // 60 seconds
  expect: { timeout: 10_000 }, // 10 seconds
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env.PARLEY_URL ?? "http://localhost:4000", // a server with RATE_LIMITS=off
    actionTimeout: 10_000, // 10 seconds
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
});
