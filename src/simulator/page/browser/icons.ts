// The icons of the phone.
import { drawing } from "./dom.ts";

const line = (...paths: string[]) => drawing("0 0 24 24", "", "1.8", ...paths);

export const icons = {
  back: () => line("M14.5 5 8 12l6.500 7"),
  close: () => line("M6 6l12 12M18 6 6 18"),
  plus: () => line("M12 6v12M6 12h12"),
  minus: () => line("M6 12h12"),
  outside: () => line("M10 6H7a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1v-3M13.500 6H18v4.500M18 6l-7 7"),
  keyboard: () => line("M4 7h16v10H4zM8 14h8M7.500 10.500h.01M10.500 10.500h.01M13.500 10.500h.01M16.500 10.500h.01"),
  menu: () => line("M5 7h14M5 12h14M5 17h14"),
  message: () => line("M5 6h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-8l-4 3v-3H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1Z"),
  more: () => line("M5 12h.01M12 12h.01M19 12h.01"),
  scan: () =>
    line(
      "M4 9V6.500A2.500 2.500 0 0 1 6.500 4H9M15 4h2.500A2.500 2.500 0 0 1 20 6.500V9M20 15v2.500a2.500 2.500 0 0 1-2.500 2.500H15M9 20H6.500A2.500 2.500 0 0 1 4 17.500V15M4.500 12h15",
    ),
  picture: () =>
    line(
      "M5 5h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM5 17l4.500-5 3.500 3.500 2-2 4 3.500M15.500 9h.01",
    ),
  clipboard: () => line("M9 5H7a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V6a1 1 0 0 0-1-1h-2M9 4h6v3H9z"),
  aim: () => line("M12 3v4M12 17v4M3 12h4M17 12h4M12 12h.01M12 18a6 6 0 1 0 0-12 6 6 0 0 0 0 12Z"),
  tick: () => drawing("0 0 24 24", "tick", "2.2", "M5 12.500 10 17.500 19 7"),
  corners: () =>
    drawing(
      "0 0 100 100",
      "corners",
      "3",
      "M3 24V13A10 10 0 0 1 13 3h11M76 3h11a10 10 0 0 1 10 10v11M97 76v11a10 10 0 0 1-10 10H76M24 97H13A10 10 0 0 1 3 87V76",
    ),
  mark: () =>
    drawing(
      "0 0 24 24",
      "",
      "1.700",
      "M8 2.500h8a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2ZM9.500 9V7.500H11M13 7.500h1.500V9M14.500 11.500V13H13M11 13H9.500v-1.500M11.500 18.500h1",
    ),
  expired: () =>
    drawing(
      "0 0 64 64",
      "art",
      "2.500",
      "M10 22V14a4 4 0 0 1 4-4h8M42 10h8a4 4 0 0 1 4 4v8M54 42v8a4 4 0 0 1-4 4h-8M22 54h-8a4 4 0 0 1-4-4v-8M32 23v10l6.500 5",
    ),
  /** Signal and battery. */
  reception: () =>
    drawing(
      "0 0 58 15",
      "",
      "2.4",
      "M2 11.500v1M7 9v3.500M12 6v6.500M17 3v9.500M29.500 4.500h21a3 3 0 0 1 3 3v1a3 3 0 0 1-3 3h-21a3 3 0 0 1-3-3v-1a3 3 0 0 1 3-3ZM30.500 8h19M57 7v2",
    ),
  /** The picture of the empty chat list: a phone in front of a code, with a leaf. */
  empty: () =>
    drawing(
      "0 0 108 108",
      "",
      "2",
      "M40 18h28a8 8 0 0 1 8 8v56a8 8 0 0 1-8 8H40a8 8 0 0 1-8-8V26a8 8 0 0 1 8-8ZM50 84h8M42 40v-6h6M60 34h6v6M66 52v6h-6M48 58h-6v-6M48 46h12M16 72c0-8 5-13 12-14 0 8-4 13-12 14Zm0 0v18M92 62c0-7-4-11-10-12 0 7 4 11 10 12Zm0 0v28M10 90h88",
    ),
};
