import type { SVGProps } from "react";

const paths = {
  back: "M15 6l-6 6 6 6",
  plus: "M12 5v14M5 12h14",
  compass: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM15.500 8.500l-2 5-5 2 2-5z",
  at: "M12 8.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM15.500 8.500v4.500a2.500 2.500 0 0 0 5 0V12a8.500 8.500 0 1 0-3.500 6.900",
  send: "M5 12h14M13 6l6 6-6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  up: "M12 19V5M6 11l6-6 6 6",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.500 14a4 4 0 0 0 7 0M9 9.500h.01M15 9.500h.01",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  check: "M5 12.500l4.500 4.500L19 7",
  checks: "M2 12.500l4.500 4.500L15 8M11.500 16l1 1L21 8",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.500V12l3 2",
  alert: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 8v4.500M12 16h.01",
  people:
    "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20a6.500 6.500 0 0 1 13 0M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500a6.500 6.500 0 0 1 3.500 5.500",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M4 12H2M22 12h-2M5 5l1.500 1.500M17.500 17.500L19 19M5 19l1.500-1.500M17.500 6.500L19 5",
  reply: "M9 7l-5 5 5 5M4 12h10a6 6 0 0 1 6 6v1",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  clip: "M20 11l-8.500 8.500a5 5 0 0 1-7-7L13 4a3.300 3.300 0 0 1 4.700 4.700L9.500 17a1.600 1.600 0 0 1-2.300-2.300L15 7",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.500 4.500",
  close: "M6 6l12 12M18 6L6 18",
  pencil: "M4 20l1-4L16.500 4.500a2.100 2.100 0 0 1 3 3L8 19z",
  speech: "M4 5h16v11h-9l-4.500 4v-4H4z",
  download: "M12 4v11M7 10.500l5 5 5-5M5 20h14",
  lock: "M6 11h12v9H6zM8.500 11V7.500a3.500 3.500 0 0 1 7 0V11",
  settings:
    "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM12 2.500v3M12 18.500v3M2.500 12h3M18.500 12h3M5.300 5.300l2.100 2.100M16.600 16.600l2.100 2.100M5.300 18.700l2.100-2.100M16.600 7.400l2.100-2.100",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15zM10 21h4",
  bellOff: "M8 5.500A6 6 0 0 1 18 11v3.500M6 9.500V16l-1.500 2H17M10 21h4M3.500 3.500l17 17",
  addPerson:
    "M10 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM3.500 20a6.500 6.500 0 0 1 13 0M19 8v6M16 11h6",
  person: "M12 11.500a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500a7.500 7.500 0 0 1 15 0",
  leave: "M14 4H6v16h8M10.500 12H21M17.500 8.500L21 12l-3.500 3.500",
  chevron: "M9 6l6 6-6 6",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 8h.01",
  keyboard: "M3 6.500h18v11H3zM7 10h.01M11 10h.01M15 10h.01M18 10h.01M8 14h8",
  device: "M4 5h16v11H4zM9 20h6M12 16v4",
  pin: "M9 4h6l-1 6 3.500 3.500v1.500h-11v-1.500L10 10zM12 15v6",
  flag: "M5 21V4h13l-2.500 4.500L18 13H5",
  picture: "M4 5h16v14H4zM4 16l5-5 4.500 4.500L16 13l4 4M14.500 9h.01",
  inbox: "M4 13l2.500-8h11L20 13v6H4zM4 13h5a3 3 0 0 0 6 0h5",
  history: "M4 5v4h4M4.500 9a8.500 8.500 0 1 1-1 4M12 8v4.500l3 2",
  unread: "M14 6.500H3v11h18v-6.500M3 7.500l9 6 3-2M19.500 3a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z",
  moon: "M20 14.500A8.500 8.500 0 1 1 9.500 4a7 7 0 0 0 10.500 10.500z",
} as const;

interface Props extends SVGProps<SVGSVGElement> {
  name: keyof typeof paths;
  size?: number;
}

/** Icons only ever stand beside a name or in a button that has one, so they say nothing themselves. */
export function Icon({ name, size = 20, ...rest }: Props) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "dots" ? 3 : 1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      <path d={paths[name]} />
    </svg>
  );
}
