/** Line drawings on a square of 24. */
export const paths = {
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16",
  phone: "M7 3h10v18H7ZM10 12l2 2 3-4",
  check: "m5 12 5 5 9-9",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3 2",
  cross: "m7 7 10 10M17 7 7 17",
  offline: "M3 9a13 13 0 0 1 18 0M6 13a8 8 0 0 1 12 0M9 16a4 4 0 0 1 6 0M12 20v0M4 3l16 18",
  renew: "M19 12a7 7 0 1 1-2-5M19 3v4h-4",
};

export type IconName = keyof typeof paths;
