/** The icons, as SVG paths on a canvas of 24 × 24. */
export const paths = {
  scan: "M8 4H4v4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16",
  phone: "M7 3h10v18H7ZM10 12l2 2 3-4",
  check: "M5 12l5 5 9-9",
  clock: "M12 3a9 9 0 1 0 .1 0M12 7v5l3 2",
  cross: "M7 7l10 10M17 7 7 17",
  offline: "M3 9q9-7 18 0M6 13q6-5 12 0M9 17q3-2 6 0M4 3l16 18",
};

export type IconName = keyof typeof paths;
