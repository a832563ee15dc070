import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/**
 * The visual language, for Mantine's components. Our own style sheets use the tokens of tokens.css, which say what a
 * colour is for; both draw on these scales.
 */
const lagoon: MantineColorsTuple = [
  "#e6f5f2",
  "#cfeae5",
  "#a6d9d0",
  "#78c6ba",
  "#4fb5a6",
  "#27978a",
  "#0e7568",
  "#0b6359",
  "#085049",
  "#053c37",
];

const gray: MantineColorsTuple = [
  "#f4f6f5",
  "#eef2f1",
  "#e2e8e6",
  "#d5dcda",
  "#c3ccc9",
  "#8e9b98",
  "#52605d",
  "#43504d",
  "#2a3533",
  "#16211f",
];

const dark: MantineColorsTuple = [
  "#e6ecea",
  "#c6d0cd",
  "#a3b1ae",
  "#82908d",
  "#374342",
  "#283132",
  "#1d2425",
  "#14191a",
  "#0f1314",
  "#0a0d0e",
];

const red: MantineColorsTuple = [
  "#fdecea",
  "#fbd9d6",
  "#f5b3ae",
  "#ec8a83",
  "#e2625a",
  "#d4483f",
  "#c0332b",
  "#a52a23",
  "#84211c",
  "#631814",
];

/** What lies over the page says what it is as the bars do. */
const title = { fontSize: "var(--text-lg)", fontWeight: 680 };

export const theme = createTheme({
  primaryColor: "lagoon",
  primaryShade: 6,
  autoContrast: true,
  luminanceThreshold: 0.3,
  colors: { lagoon, gray, dark, red },
  black: "#16211f",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily:
    '"Figtree Variable", ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  lineHeights: { xs: "1.35", sm: "1.4", md: "1.45", lg: "1.4", xl: "1.3" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { xs: "4px", sm: "6px", md: "10px", lg: "14px", xl: "32px" },
  defaultRadius: "md",
  shadows: {
    xs: "var(--shadow-low)",
    sm: "var(--shadow-low)",
    md: "var(--shadow-raised)",
    lg: "var(--shadow-raised)",
    xl: "var(--shadow-floating)",
  },
  headings: {
    fontWeight: "680",
    sizes: {
      h1: { fontSize: "1.75rem", lineHeight: "1.2" },
      h2: { fontSize: "1.375rem", lineHeight: "1.25" },
      h3: { fontSize: "1.125rem", lineHeight: "1.3" },
    },
  },
  components: {
    Anchor: { defaultProps: { underline: "always" } },
    Modal: {
      defaultProps: { closeButtonProps: { "aria-label": "Close" }, shadow: "xl" },
      styles: { title },
    },
    Drawer: {
      defaultProps: { closeButtonProps: { "aria-label": "Close" } },
      styles: {
        title,
        header: {
          minHeight: "var(--bar-height)",
          paddingBlock: 0,
          borderBottom: "1px solid var(--line)",
        },
        body: { paddingTop: "var(--space-5)" },
      },
    },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true } },
    Menu: { defaultProps: { shadow: "md" } },
    TextInput: { defaultProps: { size: "md" } },
    PasswordInput: { defaultProps: { size: "md" } },
    Textarea: { defaultProps: { size: "md" } },
  },
});

/** Mantine's own colours, said in our tokens, so that a component and a style sheet never disagree. */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    "--mantine-color-text": "var(--ink)",
    "--mantine-color-bright": "var(--ink)",
    "--mantine-color-body": "var(--surface)",
    "--mantine-color-dimmed": "var(--ink-soft)",
    "--mantine-color-placeholder": "var(--ink-soft)",
    "--mantine-color-anchor": "var(--accent)",
    "--mantine-color-error": "var(--danger)",
    "--mantine-color-lagoon-light": "var(--accent-soft)",
    "--mantine-color-lagoon-light-hover": "color-mix(in srgb, var(--accent) 12%, var(--accent-soft))",
    "--mantine-color-lagoon-light-color": "var(--accent)",
    "--mantine-color-red-6": "var(--danger)",
    "--mantine-color-red-filled": red[6],
    "--mantine-color-red-filled-hover": red[7],
    "--mantine-color-red-text": "var(--danger)",
    "--mantine-color-red-light": "var(--danger-soft)",
    "--mantine-color-red-light-hover": "color-mix(in srgb, var(--danger) 12%, var(--danger-soft))",
    "--mantine-color-red-light-color": "var(--danger)",
    "--mantine-color-yellow-light": "var(--warning-soft)",
    "--mantine-color-yellow-light-color": "var(--warning)",
    "--mantine-color-default": "var(--surface-raised)",
    "--mantine-color-default-hover": "var(--surface-hover)",
    "--mantine-color-default-color": "var(--ink)",
    "--mantine-color-default-border": "var(--line)",
  };
  return { variables: {}, light: both, dark: both };
};
