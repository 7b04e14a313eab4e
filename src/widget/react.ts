import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { SaomaLoginAttributes } from "./attributes.ts";
import type { SaomaLogin, SaomaLoginEvents } from "./element.ts";

/** What `<saoma-login>` takes in JSX; React 19 gives custom elements their events: `onsigned-in` listens to `signed-in`. */
export type SaomaLoginProps = Omit<
  DetailedHTMLProps<HTMLAttributes<SaomaLogin>, SaomaLogin>,
  keyof SaomaLoginAttributes
> &
  SaomaLoginAttributes & {
    [Name in keyof SaomaLoginEvents as `on${Name}`]?: (event: SaomaLoginEvents[Name]) => void;
  };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "saoma-login": SaomaLoginProps;
    }
  }
}
