import { defineConfig, devices } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  snapshotPathTemplate: "{testDir}/screens/{arg}{ext}", // one for every system: the typeface comes with the page
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0, // one that passes only then is reported as flaky
  reporter: [["list"], ["./e2e/failures.ts"]],
  timeout: 240_000, // 240 seconds: machines may be slow
  expect: { timeout: 20_000 }, // 20 seconds
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env.PARLEY_URL ?? "http://localhost:4000", // a server with RATE_LIMITS=off
    actionTimeout: 20_000, // 20 seconds
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
});
