import { test as base } from "@playwright/test";
import { Api } from "./api";

export const test = base.extend<{ api: Api }>({
  api: async ({ request }, use) => use(new Api(request)),
});

export { expect } from "@playwright/test";
