import type { CodegenConfig } from "@graphql-codegen/cli";

export default {
  schema: "schema.graphql",
  documents: ["src/**/*.{ts,tsx}", "e2e/**/*.ts"],
  ignoreNoDocuments: true,
  silent: true,
  generates: {
    "src/gql/": {
      preset: "client",
      presetConfig: { fragmentMasking: { unmaskFunctionName: "getFragmentData" } },
      config: {
        useTypeImports: true,
        enumType: "string-literal",
        strictScalars: true,
        scalars: { DateTime: "string", Upload: "File" },
      },
    },
  },
} satisfies CodegenConfig;
